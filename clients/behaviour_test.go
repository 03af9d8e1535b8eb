package clients_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	fakeaccount "github.com/fakesmith/fakesmith/fake/account"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/faults"
)

// A section of the page is a table of what clients do.
type section struct {
	title, text string
	first       string // heads the first column
	rows        []row
	// cell says what a client did.
	cell func([]request, []result) string
}

// A row has a server that behaves in one way, and the calls that clients make to it.
type row struct {
	name    string
	handler func() http.Handler
	order   order
}

// A request is what the server got of a call.
type request struct {
	signed, at time.Time // as the client says, and really
	body       []byte
}

// run has a client make the calls of a row, and returns the cell.
func (s *section) run(r *row, d driver) (string, error) {
	var mu sync.Mutex
	var requests []request
	handler := r.handler()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		signed, _ := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		mu.Lock()
		requests = append(requests, request{signed, time.Now(), body})
		mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	defer server.Close()
	defer server.CloseClientConnections()
	o := r.order
	o.URL, o.Calls = server.URL, max(1, o.Calls)
	results, err := d.do(o)
	if err != nil {
		return "", fmt.Errorf("%s: %w", r.name, err)
	}
	mu.Lock()
	defer mu.Unlock()
	return s.cell(requests, results), nil
}

// sections returns the tables of the page.
func sections() []section {
	return []section{
		{title: "Errors", first: "code, status", text: "How many requests a client makes for one call, if each is answered with the error. " +
			"Who gives no `status` to a fault gets the one of the first line that has the code.", rows: errorRows(), cell: attempts},
		{title: "Connections", first: "fault", text: "How many requests a client makes, and what its caller gets. Within the answer, five bytes are missing at its end. " +
			"An operation that is done before its answer is lost is done once a request.", rows: connectionRows(), cell: outcome},
		{title: "Clocks", first: "error, status, `Date`", text: "How many requests a client makes, if each is rejected by a server whose `Date` is off by so much, " +
			"and whether it signs one of them with the server's time.",
			rows: clockRows(), cell: corrected},
		{title: "Names of errors", first: "header, body", text: "What the caller gets as the code of an error with the status 400, by the header `X-Amzn-ErrorType` and the members of the body. " +
			"A and B are none of the model's.", rows: nameRows(), cell: outcomeAlone},
		{title: "Null and empty answers", first: "body, status 200", text: "What the caller gets as the list of exceptions.", rows: answerRows(), cell: outcomeAlone},
		{title: "Timestamps read", first: "`ExpirationTime`", text: "What the caller gets of an exception's, in milliseconds since 1970.", rows: readRows(), cell: timeRead},
		{title: "Timestamps sent", first: "the caller's time", text: "What the client sends.", rows: sentRows(), cell: timeSent},
	}
}

// attempts says how many requests were made.
func attempts(requests []request, _ []result) string { return fmt.Sprint(len(requests)) }

// outcomeAlone says what the caller gets.
func outcomeAlone(_ []request, results []result) string {
	words := make([]string, len(results))
	for i, r := range results {
		switch {
		case r.Error != "":
			words[i] = r.Error
		case r.Items == nil:
			words[i] = "no list"
		case *r.Items == 1:
			words[i] = "1 item"
		default:
			words[i] = fmt.Sprintf("%d items", *r.Items)
		}
	}
	return strings.Join(words, ", then ")
}

// outcome says both.
func outcome(requests []request, results []result) string {
	return fmt.Sprintf("%d: %s", len(requests), outcomeAlone(requests, results))
}

// corrected says how many requests were made, and whether one of them was signed with
// another time than the right one.
func corrected(requests []request, results []result) string {
	for _, r := range requests {
		if off := r.signed.Sub(r.at).Abs(); !r.signed.IsZero() && off > 30*time.Second {
			return fmt.Sprintf("%d, with the server's time", len(requests))
		}
	}
	return attempts(requests, results)
}

func timeRead(_ []request, results []result) string {
	switch r := results[0]; {
	case r.Error != "":
		return r.Error
	case r.Time == nil:
		return "none"
	default:
		return *r.Time
	}
}

func timeSent(requests []request, results []result) string {
	if len(requests) == 0 {
		return results[0].Error
	}
	var in struct{ ExpirationTime json.RawMessage }
	if json.Unmarshal(requests[0].body, &in) != nil {
		return "no JSON"
	}
	return string(in.ExpirationTime)
}

// always returns a fake in which every call goes wrong in one way.
func always(f fake.Fault) func() http.Handler {
	f.Times = 100
	return func() http.Handler {
		one := newFake()
		if err := one.Faults.Set(f); err != nil {
			panic(err)
		}
		return one
	}
}

// answers returns a server that answers every call alike.
func answers(status int, header http.Header, body string) func() http.Handler {
	return func() http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/x-amz-json-1.1")
			for name, values := range header {
				w.Header()[name] = values
			}
			w.WriteHeader(status)
			io.WriteString(w, body)
		})
	}
}

func errorRows() (rows []row) {
	for _, e := range []fake.Fault{
		{Error: "ThrottlingException"}, {Error: "ThrottlingException", Status: 429},
		{Error: "Throttling"}, {Error: "ThrottledException"}, {Error: "RequestThrottledException"}, {Error: "RequestThrottled"},
		{Error: "TooManyRequestsException"}, {Error: "TooManyRequestsException", Status: 429},
		{Error: "RequestLimitExceeded"}, {Error: "LimitExceededException"}, {Error: "ProvisionedThroughputExceededException"},
		{Error: "BandwidthLimitExceeded"}, {Error: "EC2ThrottledException"}, {Error: "PriorRequestNotComplete"},
		{Error: "TransactionInProgressException"}, {Error: "SlowDown"},
		{Error: "InternalFailure"}, {Error: "InternalServerError"}, {Error: "InternalServerError", Status: 400}, {Error: "InternalServerException"},
		{Error: "ServiceUnavailable"}, {Error: "ServiceUnavailable", Status: 400}, {Error: "ServiceUnavailableException"},
		{Error: "OddException", Status: 400}, {Error: "OddException", Status: 429}, {Error: "OddException", Status: 500},
		{Error: "OddException", Status: 502}, {Error: "OddException", Status: 503}, {Error: "OddException", Status: 504}, {Error: "OddException", Status: 509},
		{Error: "RequestTimeout"}, {Error: "RequestTimeoutException"}, {Error: "RequestTimeoutException", Status: 400},
		{Error: "RequestEntityTooLargeException"}, {Error: "NotImplementedException"},
		{Error: "ExpiredTokenException"}, {Error: "ExpiredTokenException", Status: 403}, {Error: "AccessDeniedException"},
		{Error: "InvalidNextTokenException"}, {Error: "ResourceInUseException"}, {Error: "ValidationException"},
	} {
		status := e.Status
		if status == 0 {
			status = statusOf(e)
		}
		rows = append(rows, row{name: fmt.Sprintf("`%s`, %d", e.Error, status), handler: always(e)})
	}
	page := answers(502, http.Header{"Content-Type": {"text/html"}}, "<html><body><h1>502 Bad Gateway</h1></body></html>\n")
	return append(rows, row{name: "a page of HTML, 502", handler: page})
}

// statusOf returns the status that a fake answers with.
func statusOf(f fake.Fault) int {
	rec := httptest.NewRecorder()
	r := httptest.NewRequest("POST", "/", strings.NewReader("{}"))
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "StarlingDoveService.DescribeConfigRules")
	always(f)().ServeHTTP(rec, r)
	return rec.Code
}

func connectionRows() []row {
	return []row{
		{name: "closed before the answer (FIN)", handler: always(fake.Fault{Close: true})},
		{name: "reset before the answer (RST)", handler: always(fake.Fault{Reset: true})},
		{name: "closed within it", handler: always(fake.Fault{Close: true, Truncate: 5})},
		{name: "reset within it", handler: always(fake.Fault{Reset: true, Truncate: 5})},
		{name: "closed after it, two calls", handler: always(fake.Fault{Close: true, Answered: true}), order: order{Calls: 2}},
		{name: "reset after it, two calls", handler: always(fake.Fault{Reset: true, Answered: true}), order: order{Calls: 2}},
		{name: "no answer in time", handler: always(fake.Fault{Delay: time.Minute}), order: order{Timeout: 200}},
	}
}

func clockRows() (rows []row) {
	for _, skew := range []time.Duration{0, 3 * time.Minute, 250 * time.Second, 6 * time.Minute, 20 * time.Minute, -20 * time.Minute} {
		for _, code := range []fake.Code{"InvalidNextTokenException", "RequestTimeTooSkewed", "InvalidSignatureException", "RequestExpired"} {
			by := "right"
			if skew != 0 {
				by = strings.Replace(fmt.Sprintf("%+v", skew), "m0s", "m", 1)
				if skew > 0 {
					by = "+" + by
				}
			}
			rows = append(rows, row{name: fmt.Sprintf("`%s`, 400, %s", code, by), handler: func() http.Handler {
				in, err := faults.New(faults.Profile{Skew: skew, Faults: []fake.Fault{{Error: code, Times: 100}}}, fakeaccount.Traits(), 1,
					func() (http.Handler, *fake.Clock) { f := newFake(); return f, f.Clock })
				if err != nil {
					panic(err)
				}
				return in
			}})
		}
	}
	return rows
}

func nameRows() (rows []row) {
	for _, e := range []struct{ name, header, body string }{
		{"none, `__type` B", "", `{"__type":"B","message":"m"}`},
		{"A, none", "A", `{"message":"m"}`},
		{"A, `__type` B", "A", `{"__type":"B","message":"m"}`},
		{"A, `code` B", "A", `{"code":"B","message":"m"}`},
		{"none, `code` B", "", `{"code":"B","message":"m"}`},
		{"none, `code` A and `__type` B", "", `{"code":"A","__type":"B","message":"m"}`},
		{"none, `__type` ns#B", "", `{"__type":"ns#B","message":"m"}`},
		{"none, `__type` B:http://x/", "", `{"__type":"B:http://x/","message":"m"}`},
		{"A:http://x/, none", "A:http://x/", `{"message":"m"}`},
		{"none, `message` alone", "", `{"message":"m"}`},
		{"none, nothing", "", ``},
	} {
		header := http.Header{}
		if e.header != "" {
			header.Set("X-Amzn-ErrorType", e.header)
		}
		rows = append(rows, row{name: e.name, handler: answers(400, header, e.body)})
	}
	return rows
}

func answerRows() (rows []row) {
	for _, body := range []string{
		``, `{}`, `null`, `[]`, `{"RemediationExceptions":null}`, `{"RemediationExceptions":[]}`, `{"RemediationExceptions":[null]}`,
		`{"RemediationExceptions":{}}`, `{"RemediationExceptions":[{}]}`, `{"RemediationExceptions":[{"ConfigRuleName":null,"New":1}]}`, `{`,
	} {
		name := "`" + body + "`"
		if body == "" {
			name = "nothing"
		}
		rows = append(rows, row{name: name, handler: answers(200, nil, body)})
	}
	return append(rows, row{name: "a page of HTML", handler: answers(200, http.Header{"Content-Type": {"text/html"}}, "<html></html>\n")})
}

func readRows() (rows []row) {
	for _, at := range []string{"1700000000", "1700000000.123", "1700000000.1239", "1700000000.9996", "1.7e9", "-1.5", `"1700000000.123"`, `"2023-11-14T22:13:20.123Z"`, "null"} {
		body := `{"RemediationExceptions":[{"ConfigRuleName":"r","ResourceType":"T","ResourceId":"i","ExpirationTime":` + at + `}]}`
		rows = append(rows, row{name: "`" + at + "`", handler: answers(200, nil, body)})
	}
	return rows
}

func sentRows() (rows []row) {
	for _, at := range []string{"2027-01-15T08:00:00Z", "2027-01-15T08:00:00.123Z", "2027-01-15T08:00:00.1239Z", "2027-01-15T08:00:00.9996Z"} {
		rows = append(rows, row{name: at, handler: answers(200, nil, `{"FailedBatches":[]}`), order: order{Put: at}})
	}
	return rows
}
