package wire

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/internal/inbound"
	"github.com/fakesmith/fakesmith/model"
)

// A Request is a call of an operation, before it is signed.
type Request struct {
	// Operation is the name in the target header, after the prefix.
	Operation string
	Body      []byte
	// As is the account and region that make the call.
	As endpoint.Scope
	// Change alters the HTTP request before it is sent. It may be nil.
	Change func(*http.Request)
}

// An Answer is a response whose body was received and not yet parsed.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte
	// Declared is the length of the body by the response's header, if it says.
	Declared int64
}

// Send makes a request. It waits and tries again while the target throttles it.
func Send(ctx context.Context, t *endpoint.Target, api *model.API, r Request) (*Answer, error) {
	wait := 100 * time.Millisecond
	for {
		a, err := sendOnce(ctx, t, api, r)
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

// sendOnce makes one attempt at a request.
func sendOnce(ctx context.Context, t *endpoint.Target, api *model.API, r Request) (*Answer, error) {
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

// ReadAnswer makes one HTTP request and reads all of the response.
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

// Transport returns what carries requests to the target. It receives no more of
// a response than the target's limit. Nothing may reach a target in any other
// way.
func Transport(t *endpoint.Target) http.RoundTripper {
	return &inbound.Transport{Next: t.Transport, MaxBody: t.MaxResponse}
}

// MaxResponse is how many bytes of a response body are read.
func MaxResponse(t *endpoint.Target) int64 {
	return cmp.Or(max(t.MaxResponse, 0), inbound.DefaultMaxBody)
}

// Timeout is how long the target may take to answer one request.
func Timeout(t *endpoint.Target) time.Duration {
	if t.Timeout == 0 {
		return 10 * time.Second
	}
	return t.Timeout
}

// Throttled reports whether the target asks for fewer requests.
func Throttled(a *Answer) bool {
	if a.Status < 400 {
		return false
	}
	body, _, _ := value.ReadJSON(a.Body)
	members, _ := body.(value.Object)
	code := ErrorCode(a.Header, members)
	return a.Status == http.StatusTooManyRequests || slices.Contains(throttlingCodes, code)
}

// ContentType returns the media type of the API's requests and replies.
func ContentType(api *model.API) string {
	version := strings.ReplaceAll(strings.TrimPrefix(api.Protocol, "awsJson"), "_", ".")
	return "application/x-amz-json-" + version
}

// Credential returns an Authorization header that names an account and a
// region, as far as emulators read it. Its signature is not valid.
func Credential(as endpoint.Scope, service string) string {
	return "AWS4-HMAC-SHA256 Credential=" + as.Account + "/" + time.Now().UTC().Format("20060102") + "/" + as.Region + "/" + service +
		"/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=" + noSignature
}

// noSignature has the form of a signature.
const noSignature = "0000000000000000000000000000000000000000000000000000000000000000"
