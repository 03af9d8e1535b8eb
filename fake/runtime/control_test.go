package runtime

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// control sends a request to a control endpoint of a specimen.
func control(t *testing.T, s *specimen, method, power, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequest(method, "http://fake.invalid/_fakesmith/"+power, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=111122223333/20300101/eu-west-1/config/aws4_request, Signature=0")
	resp, answer := send(t, &http.Client{Transport: fake.Transport(s)}, req)
	if resp.StatusCode != 204 && resp.Header.Get("Content-Type") != "application/json" {
		t.Errorf("Content-Type = %q", resp.Header.Get("Content-Type"))
	}
	if resp.StatusCode == 204 && answer != "" {
		t.Errorf("204 with a body: %s", answer)
	}
	if resp.StatusCode >= 400 {
		var reported struct{ Error string }
		if err := json.Unmarshal([]byte(answer), &reported); err != nil || reported.Error == "" {
			t.Errorf("an error is reported as %s", answer)
		}
	}
	return resp.StatusCode, answer
}

func TestControl(t *testing.T) {
	s := newSpecimen()
	fact := `{"fact":"mood","of":{"Name":"Bob"},"value":"GOOD"}`
	for _, step := range []struct {
		method, power, body string
		status              int
		want                string
	}{
		{"POST", "clock", `{"set":"2030-01-02T03:04:05+01:00"}`, 200, `{"now":"2030-01-02T02:04:05Z"}`},
		{"GET", "", ``, 200, `{"control":1,"powers":["clock","facts","reset","state","calls","faults"],"now":"2030-01-02T02:04:05Z"}`},
		{"POST", "clock", `{"advance":"90s"}`, 200, `{"now":"2030-01-02T02:05:35Z"}`},
		{"POST", "clock", `{"advance":"-90s"}`, 200, `{"now":"2030-01-02T02:04:05Z"}`},
		{"POST", "clock", `{}`, 400, `either`},
		{"POST", "clock", `{"set":"2030-01-02T03:04:05Z","advance":"1s"}`, 400, `either`},
		{"POST", "clock", `{"set":"tomorrow"}`, 400, `not a time of RFC 3339`},
		{"POST", "clock", `{"advance":"90"}`, 400, `not a duration`},
		{"POST", "clock", `{"forward":"90s"}`, 400, `forward`},
		{"POST", "clock", ``, 400, `the body is empty`},
		{"POST", "clock", `{"advance":"1s"} x`, 400, `something follows`},
		{"POST", "clock", `{"run":true,"advance":"1s"}`, 400, `either`},
		{"POST", "clock", `{"run":false}`, 400, `{\"advance\": \"0s\"} stops the clock`},
		{"POST", "clock", `{"run":"yes"}`, 400, `cannot unmarshal string`},
		{"GET", "clock", ``, 405, `does not take GET`},
		{"POST", "", ``, 405, `does not take POST`},
		{"POST", "facts", "[" + fact + "]", 204, ``},
		{"GET", "state", ``, 200, `{"Bob":"GOOD"}`},
		{"POST", "facts", `[` + fact + `,{"fact":"mood","of":{"Name":"Al"},"value":"ODD"}]`, 400, `\"ODD\" is not a value of it`},
		{"POST", "facts", `[{"fact":"age","of":{"Name":"Al"},"value":"GOOD"}]`, 400, `there is no fact \"age\"; there is mood`},
		{"POST", "facts", `[{"fact":"mood","of":{},"value":"GOOD"}]`, 400, `\"of\" has no Name`},
		{"POST", "facts", `[{"fact":"mood","of":{"Name":"a","X":"b"},"value":"GOOD"}]`, 400, `\"of\" has a member \"X\"`},
		{"POST", "facts", fact, 400, `1:1: expected a list, found an object`},
		{"POST", "facts", `null`, 400, `expected a list of facts, found null`},
		{"POST", "facts", ``, 400, `1:1: expected a list, found the end of the input`},
		{"POST", "facts", "[{\"fact\":\"mood\",\"about\":{}},\n{\"of\":{\"Name\":\"a\",\"Name\":\"b\"},\"value\":7,\"value\":\"GOOD\"}, null]", 400,
			`{"error":"1:17: [0].about: there is no such member; leave it out, or correct its name\n` +
				`2:19: [1].of.Name: it is given twice; leave one out\n` +
				`2:39: [1].value: expected a string, found a number\n` +
				`2:41: [1].value: it is given twice; leave one out\n` +
				`2:58: [2]: expected an element, found null"}`},
		{"POST", "facts", `[{"fact":"age","value":"x"},{"fact":"mood","of":{"B":"1","A":"2"},"value":"ODD"}]`, 400,
			`{"error":"[0]: there is no fact \"age\"; there is mood\n` +
				`[1]: fact mood: \"of\" has no Name; it needs Name\n` +
				`[1]: fact mood: \"of\" has a member \"A\"; it needs Name\n` +
				`[1]: fact mood: \"of\" has a member \"B\"; it needs Name\n` +
				`[1]: fact mood: \"ODD\" is not a value of it; it has [GOOD BAD]"}`},
		{"GET", "state", ``, 200, `{"Bob":"GOOD"}`},
		{"POST", "state", `{"Al":"BAD"}`, 204, ``},
		{"POST", "state", `[]`, 400, `1:1: expected an object, found a list`},
		{"POST", "state", "{\"Al\":\"BAD\",\n\"Al\":\"GOOD\"}", 400, `2:1: Al: it is given twice; leave one out`},
		{"POST", "state", `{"Al":"BAD"}{}`, 400, `1:13: something follows the document`},
		{"GET", "state", ``, 200, `{"Al":"BAD"}`},
		{"POST", "reset", ``, 204, ``},
		{"GET", "state", ``, 200, `null`},
		{"GET", "", ``, 200, `"now":"2030-01-02T02:04:05Z"`},
		{"GET", "calls", ``, 200, `[]`},
		{"POST", "profile", `{}`, 404, `no control endpoint \"profile\"; there is clock, facts, reset, state, calls, faults`},
		{"POST", "faults", `[{"operation":"Echo","call":2,"delay":"1m30s","truncate":3}]`, 204, ``},
		{"GET", "faults", ``, 200, `[{"operation":"Echo","call":2,"delay":"1m30s","truncate":3}]`},
		{"POST", "faults", "[{\"reset\":true,\"error\":\"E\"},\n {\"dealy\":\"1s\",\"call\":-1}]", 400,
			`1:2: [0]: an error is a whole answer; it goes with none of close, reset, truncate and answered\n2:3: [1]: there is no \"dealy\"; there are operation, call,`},
		{"POST", "faults", `{}`, 400, `1:1: {} is not an array`},
		{"GET", "faults", ``, 200, `"truncate":3`},
		{"POST", "faults", `[]`, 204, ``},
		{"GET", "faults", ``, 200, `[]`},
		{"POST", "faults", `[{"close":true}]`, 204, ``},
		{"POST", "reset", ``, 204, ``},
		{"GET", "faults", ``, 200, `[]`},
		{"GET", "other", ``, 404, `no control endpoint \"other\"`},
		{"POST", "state", strings.Repeat(" ", MaxBody+1), 413, `longer than`},
	} {
		status, body := control(t, s, step.method, step.power, step.body)
		if status != step.status || !strings.Contains(body, step.want) {
			t.Errorf("%s %s %.60s = %d %s, want %d %s", step.method, step.power, step.body, status, body, step.status, step.want)
		}
	}
}

// TestControlWithoutFacts shows that a fake whose contract has no facts does not offer
// to decide any.
func TestControlWithoutFacts(t *testing.T) {
	s := newSpecimen()
	s.Service.Control = struct{ Control }{s.Service.Control}
	if status, body := control(t, s, "GET", "", ""); status != 200 || !strings.Contains(body, `"powers":["clock","reset","state","calls","faults"]`) {
		t.Errorf("GET = %d %s, want powers without facts", status, body)
	}
	if status, body := control(t, s, "POST", "facts", "[]"); status != 404 || strings.Contains(body, `there is clock, facts`) {
		t.Errorf("facts = %d %s, want 404", status, body)
	}
}

func TestControlWithoutPowers(t *testing.T) {
	s := newSpecimen()
	s.Service.Control = nil
	if status, body := control(t, s, "GET", "", ""); status != 200 || !strings.Contains(body, `"powers":[]`) {
		t.Errorf("GET = %d %s", status, body)
	}
	if status, _ := control(t, s, "POST", "reset", ""); status != 404 {
		t.Errorf("reset = %d, want 404", status)
	}
}

func TestControlShowsCalls(t *testing.T) {
	s := newSpecimen()
	s.Clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	c := &http.Client{Transport: fake.Transport(s)}
	call(t, c, "http://fake.invalid/", "Specimen.Forget", `{"Name":"a"}`)
	call(t, c, "http://fake.invalid/", "Specimen.Fail", `{"Name":"b"}`)
	call(t, c, "http://fake.invalid/", "Specimen.Echo", `{`)
	_, body := control(t, s, "GET", "calls", "")
	want := `[{"at":"2030-01-01T00:00:00Z","operation":"Forget","scope":{"account":"123456789012","region":"us-east-1"},"request":{"Name":"a"},"status":200,"response":null},` +
		`{"at":"2030-01-01T00:00:00Z","operation":"Fail","scope":{"account":"123456789012","region":"us-east-1"},"request":{"Name":"b"},"status":400,"response":{"__type":"SadException","message":"b is sad"}},`
	if !strings.HasPrefix(body, want) || !strings.Contains(body, `"request":"{"`) {
		t.Errorf("calls = %s, want %s...", body, want)
	}
	if got := s.Calls(); len(got) != 3 || got[1].Operation != "Fail" {
		t.Errorf("Calls() = %v", got)
	}
}
