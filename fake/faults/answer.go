package faults

import (
	"cmp"
	"maps"
	"net/http"
	"strconv"
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
		return fake.Fault{Drop: true, After: after}
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
	resp := runtime.ErrorResponse(err)
	if query.Is(c.request) {
		code := err.Code
		if code == fake.ThrottlingException {
			code = "Throttling" // as the services of that protocol have it
		}
		resp.ContentType = query.ContentType
		resp.Body = query.Error{
			Namespace: in.traits.QueryNamespace, Code: string(code), Message: cmp.Or(err.Message, string(code)),
			Status: resp.Status, RequestID: resp.RequestID,
		}.XML()
	}
	return recorded(resp)
}

// recorded returns a response as if it had been recorded.
func recorded(r *runtime.Response) *record.Recorder {
	rec := &record.Recorder{Status: r.Status, Headers: http.Header{}, Body: r.Body}
	for name, value := range map[string]string{"Content-Type": r.ContentType, "X-Amzn-Requestid": r.RequestID} {
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
}

// deliver sends the answer, as far as the fault lets it.
func (r *reply) deliver(w http.ResponseWriter, req *http.Request, now time.Time) {
	a := r.answer
	if r.fault.Drop || a == nil || a.Aborted && a.Status == 0 {
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	maps.Copy(header, a.Headers)
	header.Set("Content-Length", strconv.Itoa(len(a.Body)))
	header.Set("Date", now.UTC().Format(http.TimeFormat))
	if r.fault.Truncate > 0 {
		record.BreakOff(w, a.Status, a.Body, r.fault.Truncate)
	}
	w.WriteHeader(a.Status)
	if len(a.Body) > 0 && req.Method != http.MethodHead {
		w.Write(a.Body)
	}
}

// logged returns the call as it is kept in the log.
func (r *reply) logged(c *call, at time.Time, scope fake.Scope) fake.Call {
	logged := fake.Call{At: at, Operation: c.operation, Scope: scope, Request: c.body, Fault: r.fault.String()}
	if r.answer != nil {
		logged.Status, logged.Response = r.answer.Status, r.answer.Body
	}
	if r.fault.Drop {
		logged.Status = 0
	}
	return logged
}
