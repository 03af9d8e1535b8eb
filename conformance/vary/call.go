package vary

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/internal/plainjson"
	"github.com/fakesmith/fakesmith/model"
)

// A call is a request for an operation, and the way to have it answered.
type call struct {
	request *http.Request
	// op is nil for a request that names no operation of the API.
	op   *model.Operation
	body []byte
	next http.RoundTripper
}

// A reply is what a request was answered with.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// A behaviour answers a call.
type behaviour func(c *call) (*reply, error)

// layer returns a layer that answers calls of an API in its own way. make is
// called for each layer that stands somewhere, so that none shares anything with
// another. What is no call of an operation passes.
func layer(api *model.API, make func() behaviour) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		return &calls{api: api, next: next, answer: make()}
	}
}

// replies returns a layer that changes the replies to calls.
func replies(api *model.API, change func(c *call, r *reply)) Layer {
	return layer(api, func() behaviour {
		return func(c *call) (*reply, error) {
			r, err := c.ask(c.body)
			if err == nil {
				change(c, r)
			}
			return r, err
		}
	})
}

// outputs returns a layer that changes the objects with which operations succeed.
func outputs(api *model.API, change func(c *call, out map[string]any)) Layer {
	return replies(api, func(c *call, r *reply) {
		if out := r.object(); c.op != nil && r.ok() && out != nil {
			change(c, out)
			r.set(out)
		}
	})
}

type calls struct {
	api    *model.API
	next   http.RoundTripper
	answer behaviour
}

// RoundTrip implements [http.RoundTripper].
func (l *calls) RoundTrip(request *http.Request) (*http.Response, error) {
	if path := request.URL.Path; path != "" && path != "/" {
		return l.next.RoundTrip(request)
	}
	c := &call{request: request, next: l.next}
	if request.Body != nil {
		body, err := io.ReadAll(request.Body)
		if err := firstOf(err, request.Body.Close()); err != nil {
			return nil, err
		}
		c.body = body
	}
	if name, ok := strings.CutPrefix(request.Header.Get("X-Amz-Target"), l.api.TargetPrefix+"."); ok {
		c.op = l.api.Operation(name)
	}
	r, err := l.answer(c)
	if err != nil {
		return nil, err
	}
	return r.response(request), nil
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// ask has the call answered as if it had another body.
func (c *call) ask(body []byte) (*reply, error) { return ask(c.next, c.with(body)) }

// with returns the request of the call with another body.
func (c *call) with(body []byte) *http.Request {
	request := c.request.Clone(c.request.Context())
	request.RequestURI, request.GetBody, request.TransferEncoding = "", nil, nil
	request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return request
}

// ask has a request answered, and reads the answer.
func ask(next http.RoundTripper, request *http.Request) (*reply, error) {
	resp, err := next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	return &reply{status: resp.StatusCode, header: resp.Header, body: body}, firstOf(err, resp.Body.Close())
}

// input returns the object in the body, nil if there is none.
func (c *call) input() map[string]any { return object(c.body) }

// ok reports whether the operation succeeded.
func (r *reply) ok() bool { return r.status >= 200 && r.status < 300 }

// object returns the object in the body, nil if there is none.
func (r *reply) object() map[string]any { return object(r.body) }

// code returns the code of an error, "" for what is none.
func (r *reply) code() string {
	if r.ok() {
		return ""
	}
	code, _ := r.object()["__type"].(string)
	return code
}

// set replaces the body, unless it says the same already: then not one byte changes.
func (r *reply) set(out map[string]any) {
	if text := written(out); !bytes.Equal(text, written(r.object())) {
		r.body = text
	}
}

// response returns the reply as one to a request.
func (r *reply) response(request *http.Request) *http.Response {
	header := r.header.Clone()
	header.Set("Content-Length", strconv.Itoa(len(r.body)))
	return &http.Response{
		Status: strconv.Itoa(r.status) + " " + http.StatusText(r.status), StatusCode: r.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(bytes.NewReader(r.body)), ContentLength: int64(len(r.body)), Request: request,
	}
}

// object reads a JSON object with its numbers as they are written.
func object(text []byte) map[string]any {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var all map[string]any
	if d.Decode(&all) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil // something follows the object
	}
	return all
}

// written returns a value as JSON in which nothing is escaped that need not be.
func written(v any) []byte {
	text, _ := plainjson.Marshal(v) // what was read as JSON can be written as JSON
	return text
}

// each replaces a value of a shape, and each value within it, by what change
// makes of it, the inner ones first.
func each(api *model.API, shape string, v any, change func(s *model.Shape, v any) any) any {
	s := api.Shape(shape)
	if s == nil || v == nil {
		return v
	}
	switch inner := v.(type) {
	case map[string]any:
		for name, value := range inner {
			switch s.Kind {
			case model.Structure:
				if m := s.Member(name); m != nil {
					inner[name] = each(api, m.Shape, value, change)
				}
			case model.Map:
				inner[name] = each(api, s.Elem, value, change)
			}
		}
	case []any:
		for i := range inner {
			inner[i] = each(api, s.Elem, inner[i], change)
		}
	}
	return change(s, v)
}
