package conformance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/rapidflags"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A trivial server answers requests without any state.
type trivial func(req *http.Request, body []byte) (status int, answer string)

func (n trivial) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(req.URL.Path, "/_fakesmith/") {
		return &http.Response{StatusCode: 404, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
	}
	status, answer := n(req, body)
	header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"0"}}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(answer)), Request: req}, nil
}

// always returns a server that answers with one error.
func always(code string) trivial {
	answer, _ := json.Marshal(map[string]string{"__type": code, "message": "no"})
	return func(*http.Request, []byte) (int, string) { return 400, string(answer) }
}

// asked returns the operation that a request is for, or nil.
func asked(req *http.Request) *model.Operation {
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	return contract().Operation(name)
}

// emptyLists answers with empty lists.
func emptyLists(req *http.Request, _ []byte) (int, string) {
	op := asked(req)
	if op == nil || op.Output == "" {
		return 200, ""
	}
	answer, _ := json.Marshal(map[string][]any{string(op.Effect.Into): {}})
	if op.Effect.Into == "" {
		answer = []byte("{}")
	}
	return 200, string(answer)
}

// A randomServer gives random answers of the right shape, mostly with texts
// from earlier requests.
type randomServer struct {
	mu    sync.Mutex
	dice  *rand.Rand
	heard []string
}

func randomAnswers() trivial {
	b := &randomServer{dice: rand.New(rand.NewPCG(seed, 0))}
	return func(req *http.Request, body []byte) (int, string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		var in any
		if json.Unmarshal(body, &in) == nil {
			b.hear(in)
		}
		op := asked(req)
		if op == nil || op.Output == "" {
			return 200, ""
		}
		answer, _ := json.Marshal(b.value(contract().Shape(op.Output)))
		return 200, string(answer)
	}
}

// hear keeps the texts of a request, and drops old ones.
func (b *randomServer) hear(v any) {
	switch v := v.(type) {
	case node:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			b.hear(v[name])
		}
	case []any:
		for _, e := range v {
			b.hear(e)
		}
	case string:
		b.heard = append(b.heard, v)
		b.heard = b.heard[max(0, len(b.heard)-20):]
	}
}

// value returns a random value of a shape.
func (b *randomServer) value(s *model.Shape) any {
	switch s.Kind {
	case model.Structure:
		o := node{}
		for _, m := range s.Members {
			if m.Required || b.dice.IntN(2) == 0 {
				o[m.Name] = b.value(contract().Shape(m.Shape))
			}
		}
		return o
	case model.List:
		low, high := bounds(s, 0, 3)
		list := []any{}
		for range low + b.dice.IntN(high-low+1) {
			list = append(list, b.value(contract().Shape(s.Elem)))
		}
		return list
	case model.Map:
		return node{}
	case model.Enum:
		return s.Enum[b.dice.IntN(len(s.Enum))].Value
	case model.Boolean:
		return b.dice.IntN(2) == 0
	case model.String:
		return b.text(s)
	case model.Timestamp:
		return b.dice.IntN(4e9)
	}
	low, high := bounds(s, 0, 1000)
	return low + b.dice.IntN(high-low+1)
}

// text returns a text for a shape, from an earlier request if possible.
func (b *randomServer) text(s *model.Shape) string {
	low, high := bounds(s, 0, 64)
	fits := func(text string) bool {
		n := len([]rune(text))
		return n >= low && n <= max(high, 64) && (s.Pattern == "" || compile(s.Pattern).MatchString(text))
	}
	for range 10 {
		if len(b.heard) == 0 {
			break
		}
		if text := b.heard[b.dice.IntN(len(b.heard))]; fits(text) {
			return text
		}
	}
	if s.Pattern == "" {
		return strings.Repeat("x", max(low, 1))
	}
	for i := range 1000 {
		if text, ok := rapidflags.Value(rapid.StringMatching(s.Pattern), b.dice.IntN(1000)+i); ok && fits(text) {
			return text
		}
	}
	panic("no text comes to mind for " + s.Name)
}

// bounds returns the bounds of a shape within given ones.
func bounds(s *model.Shape, low, high int) (int, int) {
	if s.Min != nil {
		low = max(low, int(s.Min.Int))
		high = max(low, high)
	}
	if s.Max != nil {
		high = min(high, int(s.Max.Int))
	}
	return low, high
}

// A store accepts every put, and lists all that was put to every caller. If it
// is tidy, a put replaces the resource with the same key.
type store struct {
	mu   sync.Mutex
	tidy bool
	has  map[string][]node
}

func storing(tidy bool) trivial {
	h := &store{tidy: tidy, has: map[string][]node{}}
	return func(req *http.Request, body []byte) (int, string) {
		h.mu.Lock()
		defer h.mu.Unlock()
		op := asked(req)
		if op == nil {
			return 200, "{}"
		}
		in := node{}
		_ = json.Unmarshal(body, &in)
		out := node{}
		switch op.Effect.Verb {
		case model.Puts, model.Sets:
			h.accept(op, in)
		case model.Lists, model.Reads:
			out = h.all(op)
		}
		if op.Output == "" {
			return 200, ""
		}
		answer, _ := json.Marshal(out)
		return 200, string(answer)
	}
}

// accept stores what a request puts.
func (h *store) accept(op *model.Operation, in node) {
	elems := []any{in}
	if op.Effect.Each != "" {
		elems = along(in, string(op.Effect.Each)+"[]")
	}
	for _, elem := range elems {
		resource := node{}
		for _, b := range op.Effect.From {
			found := along(in, string(b.Path))
			if within, each := b.Path.Within(op.Effect.Each); each {
				found = along(elem, string(within))
			}
			if len(found) > 0 {
				resource[b.Member] = found[0]
			}
		}
		h.keep(op.Effect.Of, resource)
	}
}

func (h *store) keep(of string, resource node) {
	if h.tidy {
		for i, old := range h.has[of] {
			same := true
			for _, name := range contract().Resource(of).Key {
				same = same && fmt.Sprint(old[name]) == fmt.Sprint(resource[name])
			}
			if same {
				h.has[of][i] = resource
				return
			}
		}
	}
	h.has[of] = append(h.has[of], resource)
	// Old resources are dropped, so that the test is fast: properties read only
	// what they have just put.
	h.has[of] = h.has[of][max(0, len(h.has[of])-150):]
}

// all returns all resources, as an operation's output.
func (h *store) all(op *model.Operation) node {
	all := []any{}
	for _, resource := range h.has[op.Effect.Of] {
		elem := node{}
		for _, b := range op.Effect.As {
			if v, there := resource[b.Member]; there {
				lay(elem, string(b.Path), v)
			}
		}
		if len(op.Effect.As) == 0 {
			elem = resource
		}
		all = append(all, elem)
	}
	return node{string(op.Effect.Into): all}
}

// along returns the values at a path.
func along(v any, path string) []any {
	found := []any{v}
	for name := range strings.SplitSeq(path, ".") {
		if path == "" {
			break
		}
		name, each := strings.CutSuffix(name, "[]")
		var next []any
		for _, f := range found {
			o, _ := f.(node)
			e, there := o[name]
			switch {
			case there && each:
				next = append(next, toList(e)...)
			case there:
				next = append(next, e)
			}
		}
		found = next
	}
	return found
}

// lay puts a value at a path.
func lay(o node, path string, v any) {
	first, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		o[first] = v
		return
	}
	inner, ok := o[first].(node)
	if !ok {
		inner = node{}
		o[first] = inner
	}
	lay(inner, rest, v)
}

// trivialPowers are powers that always succeed, and only store the time.
type trivialPowers struct{ now time.Time }

func (p *trivialPowers) Now(context.Context) (time.Time, error) { return p.now, nil }

func (p *trivialPowers) Set(_ context.Context, now time.Time) error {
	p.now = now
	return nil
}

func (p *trivialPowers) SetFacts(context.Context, endpoint.Scope, string, []endpoint.FactValue) error {
	return nil
}

func (p *trivialPowers) reset(context.Context) error { return nil }
