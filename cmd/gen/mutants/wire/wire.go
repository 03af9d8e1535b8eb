// Package wire breaks the rules of the wire, for mutants of those rules: a
// generated fake keeps to them in package runtime, where no generator can write a
// defect. A mutant serves its calls through one of these functions, which
// change the request on its way in or the answer on its way out.
package wire

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// A Defect is a broken rule: it serves a call with serve, and wrongly.
type Defect func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc)

// An answer is what was served.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header            { return a.header }
func (a *answer) WriteHeader(status int)         { a.status = status }
func (a *answer) Write(text []byte) (int, error) { return a.body.Write(text) }

// ask has a call served and returns the answer.
func ask(r *http.Request, body []byte, serve http.HandlerFunc) *answer {
	a := &answer{header: http.Header{}, status: http.StatusOK}
	call := r.Clone(r.Context())
	call.Body = io.NopCloser(bytes.NewReader(body))
	call.ContentLength = int64(len(body))
	serve(a, call)
	return a
}

// send answers as was served.
func (a *answer) send(w http.ResponseWriter) {
	for name, values := range a.header {
		if name != "Content-Length" {
			w.Header()[name] = values
		}
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body.Bytes())
}

// set replaces the body.
func (a *answer) set(body []byte) {
	a.body.Reset()
	a.body.Write(body)
}

// code returns the code of an error, or "".
func (a *answer) code() string {
	var e struct {
		Type string `json:"__type"`
	}
	if a.status >= http.StatusBadRequest {
		_ = json.Unmarshal(a.body.Bytes(), &e)
	}
	return e.Type
}

// isOperation reports whether a call is one of an operation, and not one of
// the control protocol.
func isOperation(r *http.Request) bool { return r.URL.Path == "/" || r.URL.Path == "" }

// requests returns a defect that changes what an operation's call is answered
// with. change is given the body, and has the call served as often as it likes.
func requests(change func(r *http.Request, body []byte, serve func(body []byte) *answer) *answer) Defect {
	return func(w http.ResponseWriter, r *http.Request, serve http.HandlerFunc) {
		body, err := io.ReadAll(r.Body)
		if err != nil || !isOperation(r) {
			ask(r, body, serve).send(w)
			return
		}
		change(r, body, func(body []byte) *answer { return ask(r, body, serve) }).send(w)
	}
}

// replies returns a defect that changes answers.
func replies(change func(a *answer)) Defect {
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		a := serve(body)
		change(a)
		return a
	})
}

// rejection is the answer with an error.
func rejection(code string) *answer {
	a := &answer{header: http.Header{}, status: http.StatusBadRequest}
	a.header.Set("Content-Type", "application/x-amz-json-1.1")
	a.header.Set("X-Amzn-Requestid", "00000000-0000-4000-8000-000000000000")
	a.set([]byte(`{"__type":"` + code + `","message":"the rule is broken"}`))
	return a
}

// accept makes a success of a rejection.
func accept(a *answer) *answer {
	a.status = http.StatusOK
	a.set([]byte("{}"))
	return a
}

// object reports whether a text is one JSON object and nothing else.
func object(text []byte) bool {
	return json.Valid(text) && bytes.HasPrefix(bytes.TrimSpace(text), []byte("{"))
}

// edit replaces each value in the body of a success by what change makes of
// it, innermost first. name is the member that has the value, "" for the whole
// and for elements; a value that is replaced by nothing is left out.
func (a *answer) edit(change func(name string, v any) (any, bool)) {
	d := json.NewDecoder(bytes.NewReader(a.body.Bytes()))
	d.UseNumber()
	var whole any
	if a.status >= http.StatusBadRequest || d.Decode(&whole) != nil {
		return
	}
	var walk func(name string, v any) (any, bool)
	walk = func(name string, v any) (any, bool) {
		switch v := v.(type) {
		case map[string]any:
			for member, inner := range v {
				if edited, keep := walk(member, inner); keep {
					v[member] = edited
				} else {
					delete(v, member)
				}
			}
		case []any:
			for i := range v {
				v[i], _ = walk("", v[i])
			}
		}
		return change(name, v)
	}
	whole, _ = walk("", whole)
	if text, err := json.Marshal(whole); err == nil {
		a.set(text)
	}
}

// mentions reports whether a word stands in a text outside of strings, so far
// as that can be told without reading it as JSON.
func mentions(text []byte, hit func(token string) bool) bool {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	for {
		t, err := d.Token()
		if err != nil {
			return false
		}
		switch t := t.(type) {
		case nil:
			if hit("null") {
				return true
			}
		case json.Number:
			if hit(t.String()) {
				return true
			}
		}
	}
}

func fraction(number string) bool { return strings.ContainsAny(number, ".eE") }
