package conformance_test

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// An intermediary is a server with a defect: it passes requests on to a correct
// server and changes what goes over the wire.
type intermediary struct {
	http.RoundTripper
	mu        sync.Mutex
	behaviour behaviour
}

// A behaviour answers a request, mostly with the help of the server behind the
// intermediary.
type behaviour func(*exchange)

// An exchange is a request and its answer.
type exchange struct {
	show *intermediary
	req  *http.Request
	// op, in and scope are the operation, the input and the scope of the
	// request.
	op, scope string
	in        node

	status int
	out    node
}

func (s *intermediary) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	_, op, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	in, isObject := read(body).(node)
	if !isObject || !strings.Contains(op, "RemediationExceptions") {
		return s.send(req, body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v := &exchange{show: s, req: req, op: op, in: in, scope: req.Header.Get("Authorization")}
	if m := scopePattern.FindStringSubmatch(v.scope); m != nil {
		v.scope = m[1] + " " + m[2]
	}
	s.behaviour(v)
	answer, err := json.Marshal(v.out)
	if err != nil {
		return nil, err
	}
	header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"0"}}
	return &http.Response{StatusCode: v.status, Header: header, Body: io.NopCloser(bytes.NewReader(answer)), Request: req}, nil
}

// send passes a request on with a body.
func (s *intermediary) send(req *http.Request, body []byte) (*http.Response, error) {
	again := req.Clone(req.Context())
	again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return s.RoundTripper.RoundTrip(again)
}

// read reads JSON, and returns nil if it is none.
func read(body []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&v) != nil {
		return nil
	}
	if _, err := d.Token(); err != io.EOF {
		return nil
	}
	return v
}

// pass has the server answer the request as it is now.
func (v *exchange) pass() {
	body, _ := json.Marshal(v.in)
	v.status, v.out = v.fetch(v.req, body)
}

// control makes a request to the server's control endpoints.
func (v *exchange) control(method, power string, body any) node {
	req := v.req.Clone(v.req.Context())
	req.Method, req.URL.Path = method, "/_fakesmith/"+power
	text, _ := json.Marshal(body)
	_, out := v.fetch(req, text)
	return out
}

func (v *exchange) fetch(req *http.Request, body []byte) (int, node) {
	resp, err := v.show.send(req, body)
	if err != nil {
		panic(err) // the server is in the same process
	}
	defer resp.Body.Close()
	answer, _ := io.ReadAll(resp.Body)
	out, _ := read(answer).(node)
	return resp.StatusCode, out
}

func (v *exchange) ok() bool { return v.status == 200 }

func (v *exchange) is(verb string) bool { return v.op == verb+"RemediationExceptions" }

// answer sets the answer of the behaviour.
func (v *exchange) answer(out node) { v.status, v.out = 200, out }

// rows returns the exceptions in the answer.
func (v *exchange) rows() []any { return toList(v.out["RemediationExceptions"]) }

// id returns the identity of an exception.
func (v *exchange) id(key any) string {
	k, _ := key.(node)
	return strings.Join([]string{v.scope, text(v.in, "ConfigRuleName"), text(k, "ResourceType"), text(k, "ResourceId")}, "\n")
}

// also has the server answer another operation on exceptions.
func (v *exchange) also(verb string, in node) {
	req := v.req.Clone(v.req.Context())
	req.Header.Set("X-Amz-Target", "StarlingDoveService."+verb+"RemediationExceptions")
	body, _ := json.Marshal(in)
	_, _ = v.fetch(req, body)
}

// recreated are the behaviours of the known defects, by id.
var recreated = map[string]func() behaviour{
	"second-put": func() behaviour {
		puts := map[string]int{}
		return func(v *exchange) {
			v.pass()
			switch {
			case !v.ok():
			case v.is("Put"):
				for _, key := range toList(v.in["ResourceKeys"]) {
					puts[v.id(key)]++
				}
			case v.is("Delete"):
				for _, key := range toList(v.in["ResourceKeys"]) {
					delete(puts, v.id(key))
				}
			default:
				var all []any
				for _, row := range v.rows() {
					all = append(all, slices.Repeat([]any{row}, max(1, puts[v.id(row)]))...)
				}
				v.out["RemediationExceptions"] = slices.Concat([]any{}, all)
			}
		}
	},
	"expiration-dropped": alter("Put", func(in node) { delete(in, "ExpirationTime") }),
	"expiration-1970": func() behaviour {
		return func(v *exchange) {
			v.pass()
			for _, row := range v.rows() {
				if row := row.(node); row["ExpirationTime"] == nil {
					row["ExpirationTime"] = 0
				}
			}
		}
	},
	"never-expires": func() behaviour {
		ends := map[string]any{}
		return func(v *exchange) {
			if v.is("Put") {
				for _, key := range toList(v.in["ResourceKeys"]) {
					ends[v.id(key)] = v.in["ExpirationTime"]
				}
				delete(v.in, "ExpirationTime")
			}
			v.pass()
			for _, row := range v.rows() {
				if end := ends[v.id(row)]; end != nil {
					row.(node)["ExpirationTime"] = end
				}
			}
		}
	},
	"no-compliance": func() behaviour {
		return func(v *exchange) {
			if !v.is("Put") {
				v.pass()
				return
			}
			found := map[string]any{}
			for _, f := range toList(v.control("GET", "state", nil)["Compliance"]) {
				if f := f.(node); f["ConfigRuleName"] == v.in["ConfigRuleName"] {
					found[v.id(f)] = f["ComplianceType"]
				}
			}
			decide := func(value func(id string) any) {
				var facts []node
				for _, key := range toList(v.in["ResourceKeys"]) {
					of := maps.Clone(key.(node))
					of["ConfigRuleName"] = v.in["ConfigRuleName"]
					facts = append(facts, node{"fact": "compliance", "of": of, "value": value(v.id(key))})
				}
				v.control("POST", "facts", facts)
			}
			decide(func(string) any { return "NON_COMPLIANT" })
			v.pass()
			decide(func(id string) any {
				if value := found[id]; value != nil {
					return value
				}
				return "INSUFFICIENT_DATA"
			})
		}
	},
	"exceptions-ignored": func() behaviour {
		// The exceptions are kept here, where what remediates does not see them.
		kept := map[string]node{}
		return func(v *exchange) {
			keys := toList(v.in["ResourceKeys"])
			switch {
			case v.is("Put"):
				if v.pass(); !v.ok() {
					return
				}
				for _, key := range keys {
					row := maps.Clone(v.in)
					delete(row, "ResourceKeys")
					maps.Copy(row, key.(node))
					kept[v.id(key)] = row
				}
				v.also("Delete", node{"ConfigRuleName": v.in["ConfigRuleName"], "ResourceKeys": keys})
			case v.is("Delete"):
				for _, key := range keys {
					delete(kept, v.id(key))
				}
				v.answer(node{"FailedBatches": []any{}})
			default:
				rows := []any{}
				for id, row := range kept {
					if id == v.id(row) {
						rows = append(rows, row)
					}
				}
				v.answer(node{"RemediationExceptions": rows})
			}
		}
	},
	"no-failures": func() behaviour {
		return func(v *exchange) {
			v.pass()
			if _, there := v.out["FailedBatches"]; there {
				v.out["FailedBatches"] = []any{}
			}
		}
	},
	"many-keys": func() behaviour {
		return func(v *exchange) {
			keys := toList(v.in["ResourceKeys"])
			if !v.is("Put") || len(keys) < 101 || len(keys) > 150 {
				v.pass()
				return
			}
			failed := []any{}
			for some := range slices.Chunk(keys, 100) {
				v.in["ResourceKeys"] = some
				if v.pass(); !v.ok() {
					return
				}
				failed = append(failed, toList(v.out["FailedBatches"])...)
			}
			v.out["FailedBatches"] = failed
		}
	},
	"no-keys": func() behaviour {
		return func(v *exchange) {
			if keys, given := v.in["ResourceKeys"].([]any); v.is("Put") && given && len(keys) == 0 {
				v.answer(node{"FailedBatches": []any{}})
				return
			}
			v.pass()
		}
	},
	"page-of-100": alter("Describe", func(in node) {
		if limit := in["Limit"]; limit == nil || limit == json.Number("0") {
			in["Limit"] = 100
		}
	}),
	"limit-ignored": func() behaviour {
		return func(v *exchange) {
			if !v.is("Describe") || v.in["ResourceKeys"] != nil {
				v.pass()
				return
			}
			delete(v.in, "NextToken")
			v.in["Limit"] = 100
			all := []any{}
			for {
				v.pass()
				all = append(all, v.rows()...)
				if !v.ok() || v.out["NextToken"] == nil {
					break
				}
				v.in["NextToken"] = v.out["NextToken"]
			}
			if v.ok() {
				v.answer(node{"RemediationExceptions": all})
			}
		}
	},
	"garbage-token": func() behaviour {
		return func(v *exchange) {
			if v.pass(); v.out["__type"] == "InvalidNextTokenException" {
				delete(v.in, "NextToken")
				v.pass()
			}
		}
	},
	"keys-ignored": alter("Describe", func(in node) { delete(in, "ResourceKeys") }),
	"absent-deleted": func() behaviour {
		return func(v *exchange) {
			v.pass()
			if v.is("Delete") && (v.ok() || v.out["__type"] == "NoSuchRemediationExceptionException") {
				v.answer(node{"FailedBatches": []any{}})
			}
		}
	},
	"lower-camel": func() behaviour {
		return func(v *exchange) {
			v.pass()
			for _, batch := range toList(v.out["FailedBatches"]) {
				for _, item := range toList(batch.(node)["FailedItems"]) {
					item := item.(node)
					for _, name := range slices.Collect(maps.Keys(item)) {
						item[strings.ToLower(name[:1])+name[1:]] = item[name]
						delete(item, name)
					}
				}
			}
		}
	},
	"invented-member": func() behaviour {
		return func(v *exchange) {
			if v.pass(); v.ok() {
				v.out["Success"] = true
			}
		}
	},
	"flat-key": func() behaviour {
		blank := map[string]node{}
		return func(v *exchange) {
			place := v.scope + text(v.in, "ConfigRuleName")
			if v.is("Put") {
				// A missing member is read as an empty string, and stored.
				blank[place] = node{
					"ConfigRuleName": text(v.in, "ConfigRuleName"),
					"ResourceType":   text(v.in, "ResourceType"), "ResourceId": text(v.in, "ResourceId"),
				}
				v.answer(node{"FailedBatches": []any{}})
				return
			}
			if v.pass(); v.is("Describe") && v.ok() && blank[place] != nil {
				v.out["RemediationExceptions"] = append(v.rows(), blank[place])
			}
		}
	},
	"undeclared-error": func() behaviour {
		return func(v *exchange) {
			rules := toList(v.control("GET", "state", nil)["ConfigRules"])
			known := slices.ContainsFunc(rules, func(r any) bool { return r.(node)["ConfigRuleName"] == v.in["ConfigRuleName"] })
			if v.pass(); v.is("Describe") && v.ok() && !known {
				v.status, v.out = 400, node{"__type": "NoSuchConfigRuleException", "message": "There is no such rule."}
			}
		}
	},
}

// alter returns a behaviour that changes the requests of one operation.
func alter(verb string, change func(in node)) func() behaviour {
	return func() behaviour {
		return func(v *exchange) {
			if v.is(verb) {
				change(v.in)
			}
			v.pass()
		}
	}
}
