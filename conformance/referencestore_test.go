package conformance_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// referenceStore is a small server of Parameter Store, written by hand from its documentation and
// without our model's Go types, as [reference] is of AWS Config: the suite must accept it,
// and reject it with any defect. It is not safe for more than one suite.
type referenceStore struct {
	mu     sync.Mutex
	shapes shapes
	defect string
	movable
	scopes map[string]*shelf
}

// A shelf has the parameters of one account in one region, in the order in which they were
// created, and the tokens that it gave.
type shelf struct {
	*referenceStore
	number, region string
	parameters     []*parameter
	seq            int
	tokens         map[string]int
	deleted        []*parameter // for who does not let go of them
}

// A parameter is one, with its newest versions, its labels by the numbers on which they
// stand, and its tags.
type parameter struct {
	seq      int
	name     string
	arn      string
	versions []version // the last is the one that counts
	labels   map[string]int64
	tags     map[string]string
}

type version struct {
	number                                            int64
	value, kind, description, pattern, tier, dataType string
	at                                                time.Time
	policies                                          []node
}

func (p *parameter) newest() *version { return &p.versions[len(p.versions)-1] }

func (h *referenceStore) has(defect string) bool { return h.defect == defect }

// newStore returns a server with a defect, or with none if it is empty.
func newStore(defect string) (*referenceStore, error) {
	shapes, err := readShapes()
	return &referenceStore{shapes: shapes, defect: defect, scopes: map[string]*shelf{}}, err
}

// RoundTrip serves a request, so that the server is its own transport.
func (h *referenceStore) RoundTrip(req *http.Request) (*http.Response, error) {
	rec := &recorder{header: http.Header{}, status: 200}
	h.ServeHTTP(rec, req)
	return &http.Response{StatusCode: rec.status, Header: rec.header, Body: io.NopCloser(&rec.body), Request: req}, nil
}

func (h *referenceStore) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	number, region := "123456789012", "us-east-1"
	if m := scopePattern.FindStringSubmatch(req.Header.Get("Authorization")); m != nil {
		number, region = m[1], m[2]
	}
	if h.has("all regions share their parameters") {
		region = "us-east-1"
	}
	a := h.scopes[number+region]
	if a == nil {
		a = &shelf{referenceStore: h, number: number, region: region, tokens: map[string]int{}}
		h.scopes[number+region] = a
	}
	if what, ok := strings.CutPrefix(req.URL.Path, "/_fakesmith/"); ok {
		h.serveControl(w, what, body, func() { clear(h.scopes) })
		return
	}
	name, _ := strings.CutPrefix(req.Header.Get("X-Amz-Target"), "AmazonSSM.")
	out, err := a.operate(name, body)
	w.Header().Set("X-Amzn-RequestId", "8e2c7b1a-0000-4000-8000-000000000000")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if err == nil {
		_ = json.NewEncoder(w).Encode(out)
		return
	}
	if err.code == "" { // it crashed
		w.WriteHeader(500)
		fmt.Fprint(w, "<html>Internal Server Error</html>")
		return
	}
	w.WriteHeader(400)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": err.code, "message": err.message})
}

// crash is what a server answers that has not thought of a case.
var crash = &failure{}

// operate executes a request.
func (a *shelf) operate(name string, body []byte) (node, *failure) {
	run, known := map[string]func(node) (node, *failure){
		"PutParameter":           a.put,
		"GetParameter":           a.get,
		"GetParameters":          a.getSeveral,
		"GetParametersByPath":    a.getByPath,
		"DescribeParameters":     a.describe,
		"DeleteParameter":        a.delete,
		"DeleteParameters":       a.deleteSeveral,
		"GetParameterHistory":    a.history,
		"LabelParameterVersion":  a.label,
		"AddTagsToResource":      a.addTags,
		"RemoveTagsFromResource": a.removeTags,
		"ListTagsForResource":    a.listTags,
	}[name]
	if !known {
		if a.has("an unknown operation is a crash") {
			return nil, crash
		}
		return nil, fails("UnknownOperationException", "")
	}
	in, err := a.read(name, body)
	if err != nil {
		return nil, err
	}
	if breaks := a.shapes.breaches(a.shapes.input(name), in, ""); len(breaks) > 0 && !a.toleratesBreaches(name, breaks) {
		if a.has("a required member that is missing is a crash") && strings.Contains(strings.Join(breaks, ""), "Value null") {
			return nil, crash
		}
		plural := ""
		if len(breaks) > 1 {
			plural = "s"
		}
		return nil, fails("ValidationException", "%d validation error%s detected: %s", len(breaks), plural, strings.Join(breaks, "; "))
	}
	a.expire()
	out, err := run(in)
	if in["WithDecryption"] != true || a.has("secrets stay sealed") {
		a.seal(out)
	}
	return out, err
}

// toleratesBreaches reports whether a defect is that nobody looks at the constraints of
// an operation.
func (a *shelf) toleratesBreaches(name string, breaks []string) bool {
	tolerates := map[string][]string{
		"puts keep no constraint":      {"PutParameter"},
		"listings keep no constraint":  {"DescribeParameters"},
		"tags keep no constraint":      {"AddTagsToResource"},
		"the rest keeps no constraint": {"DeleteParameters", "GetParameters", "GetParametersByPath", "RemoveTagsFromResource", "GetParameterHistory"},
		"any name is looked for":       {"GetParameter", "DeleteParameter", "GetParameterHistory"},
	}[a.defect]
	missing := slices.ContainsFunc(breaks, func(b string) bool { return strings.HasPrefix(b, "Value null") })
	if missing && !a.has("any name is looked for") {
		return false // no code can go on without
	}
	if a.has("a tier that there is not is accepted") {
		return !slices.ContainsFunc(breaks, func(b string) bool { return !strings.Contains(b, "at 'tier'") })
	}
	return slices.Contains(tolerates, name)
}

// read reads the body of a request.
func (a *shelf) read(name string, body []byte) (node, *failure) {
	if len(body) == 0 {
		body = []byte("{}")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var in node
	if err := d.Decode(&in); err != nil || in == nil {
		if !a.has("whatever is sent is read") {
			return nil, fails("SerializationException", "no object")
		}
		in = node{}
	}
	if _, err := d.Token(); err != io.EOF && !a.has("whatever is sent is read") {
		return nil, fails("SerializationException", "trailing bytes")
	}
	if why := a.shapes.mistyped(a.shapes.input(name), in); why != "" && !a.has("whatever is sent is read") {
		return nil, fails("SerializationException", "%s", why)
	}
	return in, nil
}
