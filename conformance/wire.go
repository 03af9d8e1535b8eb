package conformance

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/internal/inbound"
	"github.com/fakesmith/fakesmith/model"
)

// A request is what goes over the wire.
type request struct {
	// operation stands in the target header, after the prefix.
	operation string
	body      []byte
	as        Scope
	// change alters the request before it is sent. It may be nil.
	change func(*http.Request)
}

// An answer is what came back, before anybody reads it.
type answer struct {
	status int
	header http.Header
	body   []byte
	// declared is how long the body was said to be, if it was.
	declared int64
}

// send makes a request. It waits and tries again while the target says that
// it is asked too often.
func (t *Target) send(ctx context.Context, api *model.API, r request) (*answer, error) {
	wait := 100 * time.Millisecond
	for {
		a, err := t.sendOnce(ctx, api, r)
		if err != nil || !throttled(a) || wait > 5*time.Second {
			return a, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(wait):
			wait *= 2
		}
	}
}

func (t *Target) sendOnce(ctx context.Context, api *model.API, r request) (*answer, error) {
	ctx, cancel := context.WithTimeout(ctx, t.timeout())
	defer cancel()
	url := strings.TrimSuffix(t.url(), "/") + "/"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(r.body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", contentType(api))
	req.Header.Set("X-Amz-Target", api.TargetPrefix+"."+r.operation)
	req.Header.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
	if t.Authorize == nil {
		req.Header.Set("Authorization", credential(r.as, api.SigningName))
	} else if err := t.Authorize(req, r.body, r.as); err != nil {
		return nil, err
	}
	if r.change != nil {
		r.change(req)
	}
	return readAnswer(t.transport(), req)
}

// readAnswer makes one request, and reads the whole answer.
func readAnswer(transport http.RoundTripper, req *http.Request) (*answer, error) {
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body, declared: resp.ContentLength}, nil
}

// transport returns what carries requests to the target, and lets in no more of
// an answer than is to be read. Nothing may reach a target in any other way.
func (t *Target) transport() http.RoundTripper {
	return &inbound.Transport{Next: t.Transport, MaxBody: t.MaxResponse}
}

// maxResponse is how many bytes of a response body are read.
func (t *Target) maxResponse() int64 {
	return cmp.Or(max(t.MaxResponse, 0), inbound.DefaultMaxBody)
}

func (t *Target) timeout() time.Duration {
	if t.Timeout == 0 {
		return 10 * time.Second
	}
	return t.Timeout
}

// throttled reports whether the answer is a plea to ask less often.
func throttled(a *answer) bool {
	if a.status < 400 {
		return false
	}
	return a.status == http.StatusTooManyRequests || bytes.Contains(a.body, []byte(`"ThrottlingException"`))
}

// contentType is the media type of the API's requests and replies.
func contentType(api *model.API) string {
	version := strings.ReplaceAll(strings.TrimPrefix(api.Protocol, "awsJson"), "_", ".")
	return "application/x-amz-json-" + version
}

// credential is the header of a signature without a valid signature, as far
// as emulators read it: account and region.
func credential(as Scope, service string) string {
	return fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=%064d",
		as.Account, time.Now().UTC().Format("20060102"), as.Region, service, 0)
}

// encode returns the JSON of a request.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		// Requests are built of maps, slices, strings, numbers and booleans.
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// brief returns the start of some bytes, for a message.
func brief(data []byte, most int) string {
	if len(data) <= most {
		return string(data)
	}
	end := most
	for end > 0 && !utf8.RuneStart(data[end]) {
		end--
	}
	return fmt.Sprintf("%s... (%d bytes)", data[:end], len(data))
}
