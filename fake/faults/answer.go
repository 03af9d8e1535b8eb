package faults

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/inject"
	"github.com/fakesmith/fakesmith/fake/internal/query"
	"github.com/fakesmith/fakesmith/fake/internal/record"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// fault draws what goes wrong with a call.
func (f *Profile) fault(l luck) fake.Fault {
	u := l.of("fault").Float64()
	after := l.of("fault after").IntN(2) == 0
	switch {
	case u < f.Errors:
		one := serverErrors[l.of("error").IntN(len(serverErrors))]
		one.After = after
		return one
	case u < f.Errors+f.Resets:
		return fake.Fault{Reset: true, After: after}
	case u < f.Errors+f.Resets+f.Truncations:
		return fake.Fault{Truncate: 1 + l.of("truncation").IntN(200)}
	}
	return fake.Fault{}
}

// badGateway is the code of an answer that is not the service's, but that of what
// stands before it: a page of HTML.
const badGateway fake.Code = "BadGateway"

const badGatewayPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"

// serverErrors are the errors that a service is to blame for.
var serverErrors = [...]fake.Fault{
	{Error: fake.InternalFailure},
	{Error: fake.ServiceUnavailable},
	{Error: badGateway, Status: http.StatusBadGateway},
}

// failed returns the answer that the error of a fault is to a call.
func (in *Injector) failed(c *call, f *fake.Fault) *record.Recorder {
	if f.Error == badGateway {
		return &record.Recorder{
			Status:  http.StatusBadGateway,
			Headers: http.Header{"Content-Type": {"text/html"}},
			Body:    []byte(badGatewayPage),
		}
	}
	return in.rejected(c, inject.Error(f))
}

// rejected returns the answer that an error is, in the protocol of the call.
func (in *Injector) rejected(c *call, err *fake.Error) *record.Recorder {
	if query.Is(c.request) {
		return recorded(runtime.QueryErrorResponse(in.traits.QueryNamespace, err))
	}
	protocol := runtime.Protocol{ContentType: jsonOf(c.request)}
	if s := runtime.ServiceOf(in.primary.handler); s != nil {
		protocol = s.Protocol
	}
	return recorded(protocol.ErrorResponse(err))
}

// jsonOf returns the version of awsJson in which a request came, as its content
// type, or nothing if it came in another form.
func jsonOf(r *http.Request) string {
	media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if media = strings.TrimSpace(media); strings.HasPrefix(media, "application/x-amz-json-1.") {
		return media
	}
	return ""
}

// recorded returns a response as if it had been recorded.
func recorded(r *runtime.Response) *record.Recorder {
	rec := &record.Recorder{Status: r.Status, Headers: http.Header{}, Body: r.Body}
	for name, value := range map[string]string{
		"Content-Type": r.ContentType, "X-Amzn-Requestid": r.RequestID, "X-Amzn-Query-Error": r.QueryError,
	} {
		if value != "" {
			rec.Headers[name] = []string{value}
		}
	}
	return rec
}

// A reply is what comes of a call: an answer, nil if there is none, and what goes
// wrong on its way back.
type reply struct {
	answer *record.Recorder
	fault  fake.Fault
	// gone reports that nobody waits for the answer any more.
	gone bool
}

// deliver sends the answer, as far as the fault lets it.
func (r *reply) deliver(w http.ResponseWriter, now time.Time) {
	if r.gone {
		panic(http.ErrAbortHandler) // nobody is there to be answered
	}
	a := r.answer
	if a == nil {
		a = &record.Recorder{} // the fault ends the connection before one
	}
	maps.Copy(w.Header(), a.Headers)
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	switch {
	case a.Aborted && a.Status == 0:
		record.HangUp(w, a.Reset)
	case a.Aborted:
		record.BreakOff(w, a.Status, a.Body, a.Reset)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	inject.Deliver(w, &r.fault, a.Status, a.Body)
}

// answered returns the status of the answer, 0 if nothing of it is sent.
func (r *reply) answered() int {
	if r.answer == nil || r.gone || !inject.Answers(&r.fault, len(r.answer.Body)) {
		return 0
	}
	return r.answer.Status
}

// logged returns the call as it is kept in the log before it is answered.
func (r *reply) logged(c *call, at time.Time, scope fake.Scope) fake.Call {
	logged := fake.Call{At: at, Operation: c.operation, Scope: scope, Request: c.body, Fault: r.fault.String()}
	if r.answer != nil {
		logged.Response = r.answer.Body
	}
	return logged
}
