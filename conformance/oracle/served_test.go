package oracle_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// served puts an oracle on the wire: a service that is nothing but the
// contract, interpreted.
type served struct {
	api     *model.API
	profile map[string]string

	mu    sync.Mutex
	o     *oracle.Oracle
	clock time.Time
	calls int
}

func newServed(api *model.API, profile map[string]string) *served {
	return &served{api: api, profile: profile, o: oracle.New(api, profile)}
}

func (s *served) now() time.Time {
	if s.clock.IsZero() {
		return time.Now()
	}
	return s.clock
}

// RoundTrip implements [http.RoundTripper].
func (s *served) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	s.calls++
	status, media, answer := 200, "application/x-amz-json-1.1", []byte(nil)
	if power, control := strings.CutPrefix(r.URL.Path, "/_fakesmith/"); control {
		media = "application/json"
		status, answer = s.control(r.Method+" "+power, scopeOf(r), body)
	} else {
		status, answer = s.answer(r, body)
	}
	header := http.Header{"Content-Type": {media}, "X-Amzn-Requestid": {fmt.Sprintf("call-%d", s.calls)}}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(answer)), Request: r}, nil
}

func scopeOf(r *http.Request) oracle.Scope {
	_, credential, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	parts := strings.Split(credential, "/")
	if len(parts) < 3 {
		return oracle.Scope{}
	}
	return oracle.Scope{Account: parts[0], Region: parts[2]}
}

func (s *served) control(power string, as oracle.Scope, body []byte) (int, []byte) {
	switch power {
	case "GET ":
		answer, _ := json.Marshal(map[string]any{"control": 1, "powers": []string{"clock", "facts", "reset", "state"}, "now": s.now()})
		return 200, answer
	case "POST clock":
		var order struct{ Set time.Time }
		if json.Unmarshal(body, &order) != nil {
			return 400, nil
		}
		s.clock = order.Set
		return 200, []byte(`{}`)
	case "POST facts":
		var facts []struct {
			Fact, Value string
			Of          map[string]string
			With        map[string]int64
		}
		if json.Unmarshal(body, &facts) != nil {
			return 400, nil
		}
		for _, f := range facts {
			s.o.SetFact(as, s.now(), f.Fact, f.Of, f.Value, f.With)
		}
		return 204, nil
	case "GET state":
		return 200, s.state(as)
	case "POST state":
		return s.setState(as, body), nil
	case "POST reset":
		s.o = oracle.New(s.api, s.profile)
		return 204, nil
	}
	return 404, nil
}

// state returns the entities, in a list for each kind.
func (s *served) state(as oracle.Scope) []byte {
	lists := map[string]any{}
	for _, e := range s.api.Entities {
		lists[e.Name] = s.o.Resources(as, s.now(), e.Name)
	}
	text, err := json.Marshal(lists)
	if err != nil {
		panic(err)
	}
	return text
}

// setState sets the members that entities have in a state.
func (s *served) setState(as oracle.Scope, body []byte) int {
	var lists map[string][]map[string]any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&lists) != nil {
		return 400
	}
	for name, entities := range lists {
		for _, e := range entities {
			for member, v := range e {
				s.o.SetMember(as, name, e, model.Path(member), v)
			}
		}
	}
	return 204
}

func (s *served) answer(r *http.Request, body []byte) (int, []byte) {
	name := strings.TrimPrefix(r.Header.Get("X-Amz-Target"), s.api.TargetPrefix+".")
	in := map[string]any{}
	if len(body) > 0 && s.api.Operation(name) != nil {
		d := json.NewDecoder(bytes.NewReader(body))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			return rejection(s.api, "SerializationException")
		}
		given, isObject := v.(map[string]any)
		if _, err := d.Token(); err != io.EOF || !isObject {
			return rejection(s.api, "SerializationException")
		}
		in = given
	}
	want := s.o.Call(scopeOf(r), s.now(), name, in)
	if want.Output == nil && len(want.Codes) == 0 {
		return 200, []byte("{}") // nothing says what comes of it
	}
	if want.Output == nil {
		return rejection(s.api, want.Codes[0])
	}
	if err := s.o.Agree(want, oracle.Reply{Output: want.Output}); err != nil {
		panic(fmt.Sprintf("%s(%s): the oracle does not agree with itself: %v", name, body, err))
	}
	if s.api.Operation(name).Output == "" {
		return 200, nil
	}
	out, err := json.Marshal(want.Output)
	if err != nil {
		panic(err)
	}
	return 200, out
}

func rejection(api *model.API, code string) (int, []byte) {
	body, _ := json.Marshal(map[string]string{"__type": code, "message": "1 validation error detected: the oracle says so"})
	status := 400
	if e := api.Error(code); e != nil {
		status = e.Status
	}
	return status, body
}
