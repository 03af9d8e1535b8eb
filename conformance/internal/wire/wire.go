package wire

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/internal/inbound"
	"github.com/fakesmith/fakesmith/model"
)

// A Request is what goes over the wire.
type Request struct {
	// operation stands in the target header, after the prefix.
	Operation string
	Body      []byte
	As        endpoint.Scope
	// change alters the request before it is sent. It may be nil.
	Change func(*http.Request)
}

// An Answer is what came back, before anybody reads it.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// declared is how long the body was said to be, if it was.
	Declared int64
}

// Send makes a request. It waits and tries again while the target says that
// it is asked too often.
func Send(t *endpoint.Target, ctx context.Context, api *model.API, r Request) (*Answer, error) {
	wait := 100 * time.Millisecond
	for {
		a, err := sendOnce(t, ctx, api, r)
		if err != nil || !Throttled(a) || wait > 5*time.Second {
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

func sendOnce(t *endpoint.Target, ctx context.Context, api *model.API, r Request) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, Timeout(t))
	defer cancel()
	url := strings.TrimSuffix(t.Url(), "/") + "/"
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(r.Body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", ContentType(api))
	req.Header.Set("X-Amz-Target", api.TargetPrefix+"."+r.Operation)
	req.Header.Set("X-Amz-Date", time.Now().UTC().Format("20060102T150405Z"))
	if t.Authorize == nil {
		req.Header.Set("Authorization", Credential(r.As, api.SigningName))
	} else if err := t.Authorize(req, r.Body, r.As); err != nil {
		return nil, err
	}
	if r.Change != nil {
		r.Change(req)
	}
	return ReadAnswer(Transport(t), req)
}

// ReadAnswer makes one request, and reads the whole answer.
func ReadAnswer(transport http.RoundTripper, req *http.Request) (*Answer, error) {
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	return &Answer{Status: resp.StatusCode, Header: resp.Header, Body: body, Declared: resp.ContentLength}, nil
}

// Transport returns what carries requests to the target, and lets in no more of
// an answer than is to be read. Nothing may reach a target in any other way.
func Transport(t *endpoint.Target) http.RoundTripper {
	return &inbound.Transport{Next: t.Transport, MaxBody: t.MaxResponse}
}

// MaxResponse is how many bytes of a response body are read.
func MaxResponse(t *endpoint.Target) int64 {
	return cmp.Or(max(t.MaxResponse, 0), inbound.DefaultMaxBody)
}

func Timeout(t *endpoint.Target) time.Duration {
	if t.Timeout == 0 {
		return 10 * time.Second
	}
	return t.Timeout
}

// Throttled reports whether the answer is a plea to ask less often.
func Throttled(a *Answer) bool {
	if a.Status < 400 {
		return false
	}
	return a.Status == http.StatusTooManyRequests || bytes.Contains(a.Body, []byte(`"ThrottlingException"`))
}

// ContentType is the media type of the API's requests and replies.
func ContentType(api *model.API) string {
	version := strings.ReplaceAll(strings.TrimPrefix(api.Protocol, "awsJson"), "_", ".")
	return "application/x-amz-json-" + version
}

// Credential is the header of a signature without a valid signature, as far
// as emulators read it: account and region.
func Credential(as endpoint.Scope, service string) string {
	return fmt.Sprintf("AWS4-HMAC-SHA256 Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=%064d",
		as.Account, time.Now().UTC().Format("20060102"), as.Region, service, 0)
}
