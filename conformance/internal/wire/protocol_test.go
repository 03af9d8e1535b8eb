package wire

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/internal/protocolcases"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/smithy"
)

// TestProtocol reads the responses and errors of each suite's cases for clients.
// What they say has to be read, and none of it held against the service, unless
// the case is about a response that clients tolerate.
func TestProtocol(t *testing.T) {
	var record protocolcases.Record
	record.Keep(t, "protocol-clients.json")
	for _, s := range protocolcases.Wanted(t, true) {
		var api *model.API
		for _, c := range s.Cases {
			if c.Kind != protocolcases.ClientResponse && c.Kind != protocolcases.ClientError {
				continue
			}
			if api == nil {
				var err error
				if api, err = smithy.Read(s.Name+".json", s.Model); err != nil {
					t.Fatal(err)
				}
			}
			record.Try(t, s, c, func(t *testing.T) string { return tryReply(t, api, c) })
		}
	}
}

// tryReply reads the message of a case, and returns what is wrong, or "".
func tryReply(t *testing.T, api *model.API, c protocolcases.Case) string {
	header := http.Header{}
	for name, v := range c.Message.Headers {
		header.Set(name, v)
	}
	if header.Get("X-Amzn-Requestid") == "" {
		header.Set("X-Amzn-Requestid", "1")
	}
	body := ""
	if c.Message.Body != nil {
		body = *c.Message.Body
	}
	conn := New(t.Context(), shapes.New(api), endpoint.Target{})
	op := api.Operation(c.Operation)
	reply := conn.Read(op, &Answer{Status: c.Message.Status, Header: header, Body: []byte(body)})
	if reply.Missing != "" {
		return "the reply is not the operation's: " + reply.Missing
	}
	shape := api.Shape(op.Output)
	out := reply.Out
	if c.Error != "" {
		if reply.Code != c.Error {
			return fmt.Sprintf("the code is %q, want %q", reply.Code, c.Error)
		}
		shape, out = api.Shape(api.Error(c.Error).Members), value.Clone(out)
		var want value.Object
		if err := json.Unmarshal(c.Params, &want); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"message", "Message"} {
			if text, there := want[name]; there && text != reply.Message {
				return fmt.Sprintf("the message is %q, want %q", reply.Message, text)
			}
		}
		delete(want, "message")
		delete(want, "Message")
		c.Params = value.Encode(want)
	}
	want, _, err := value.ReadJSON(c.Params)
	if err != nil {
		t.Fatal(err)
	}
	var got any = value.Object{}
	if shape != nil && out != nil {
		got = normal(api, shape, out)
	}
	if diff := cmp.Diff(canonical(want), canonical(got)); diff != "" {
		return diff
	}
	if len(reply.Faults) > 0 != c.Tolerated() {
		return fmt.Sprintf("it is held against the service: %v; the case is one that clients tolerate: %v", reply.Faults, c.Tolerated())
	}
	return ""
}

// normal returns a value as the cases have it: a blob as its text, a timestamp as
// a number of seconds, without members that are null or unknown.
func normal(api *model.API, shape *model.Shape, v any) any {
	switch v := v.(type) {
	case value.Object:
		if shape.Kind == model.Document {
			return v
		}
		out := value.Object{}
		for name, e := range v {
			if shape.Kind == model.Map {
				if e != nil || shape.Sparse {
					out[name] = normal(api, api.Shape(shape.Elem), e)
				}
			} else if m := shape.Member(name); m != nil && e != nil {
				out[name] = normal(api, api.Shape(m.Shape), e)
			}
		}
		return out
	case []any:
		if shape.Kind == model.Document {
			return v
		}
		out := []any{}
		for _, e := range v {
			out = append(out, normal(api, api.Shape(shape.Elem), e))
		}
		return out
	case string:
		switch shape.Kind {
		case model.Blob:
			data, _ := base64.StdEncoding.DecodeString(v)
			return string(data)
		case model.Timestamp:
			for _, layout := range []string{time.RFC3339Nano, "Mon, 02 Jan 2006 15:04:05 GMT"} {
				if at, err := time.Parse(layout, v); err == nil {
					return json.Number(new(big.Rat).SetFrac64(at.UnixMilli(), 1000).FloatString(3))
				}
			}
		}
	}
	return v
}

// canonical returns a value with numbers that are equal in one form.
func canonical(v any) any {
	switch v := v.(type) {
	case json.Number:
		if r, ok := protocolcases.Rational(v); ok {
			return "number " + r
		}
	case []any:
		out := []any{}
		for _, e := range v {
			out = append(out, canonical(e))
		}
		return out
	case value.Object:
		out := value.Object{}
		for name, e := range v {
			out[name] = canonical(e)
		}
		return out
	}
	return v
}

// TestLeastValues shows that the suite's reader has nothing against the values
// that the suite itself makes of the shapes of the suites' outputs.
func TestLeastValues(t *testing.T) {
	for _, s := range protocolcases.Wanted(t, true) {
		api, err := smithy.Read(s.Name+".json", s.Model)
		if err != nil {
			t.Fatal(err)
		}
		set := shapes.New(api)
		set.Year = func() int { return 2030 }
		for i := range api.Shapes {
			shape := &api.Shapes[i]
			if shape.Kind != model.Structure {
				continue
			}
			// All members, since the least structure has none that it need not have.
			all := value.Object{}
			for _, m := range shape.Members {
				if !shape.Union {
					all[m.Name] = set.Least(api.Shape(m.Shape))
				}
			}
			for _, v := range []any{set.Least(shape), all} {
				if shape.Union && len(v.(value.Object)) == 0 {
					continue
				}
				reply := &Reply{Answer: &Answer{}}
				check := &checker{shapes: set, reply: reply}
				check.value(v, shape, "")
				if len(reply.Faults) > 0 {
					t.Errorf("%s: %s of %s is held against itself: %v", s.Name, value.Show(v), shape.Name, reply.Faults)
				}
			}
		}
	}
}
