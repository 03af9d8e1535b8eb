package fake

import (
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/query"
)

// fault draws what goes wrong with a call.
func (f *Forecast) fault(l luck) Fault {
	u := l.of("fault").Float64()
	after := l.of("fault after").IntN(2) == 0
	switch {
	case u < f.Errors:
		one := serverErrors[l.of("error").IntN(len(serverErrors))]
		one.After = after
		return one
	case u < f.Errors+f.Resets:
		return Fault{Drop: true, After: after}
	case u < f.Errors+f.Resets+f.Truncations:
		return Fault{Truncate: 1 + l.of("truncation").IntN(200)}
	}
	return Fault{}
}

// badGateway is the code of an answer that is not the service's, but that of what
// stands before it: a page of HTML.
const badGateway Code = "BadGateway"

const badGatewayPage = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"

// serverErrors are the errors that a service is to blame for.
var serverErrors = [...]Fault{
	{Error: InternalFailure},
	{Error: ServiceUnavailable},
	{Error: badGateway, Status: http.StatusBadGateway},
}

// failed returns the answer that the error of a fault is to a call.
func (w *Weather) failed(c *weatherCall, f *Fault) *recorder {
	if f.Error == badGateway {
		return &recorder{
			status: http.StatusBadGateway,
			header: http.Header{"Content-Type": {"text/html"}},
			body:   []byte(badGatewayPage),
		}
	}
	return w.refused(c, f.err())
}

// refused returns the answer that an error is, in the protocol of the call.
func (w *Weather) refused(c *weatherCall, err *Error) *recorder {
	resp := errorResponse(err)
	if query.Is(c.request) {
		code := err.Code
		if code == ThrottlingException {
			code = "Throttling" // as the services of that protocol have it
		}
		resp.ContentType = query.ContentType
		resp.Body = query.Error{
			Namespace: w.terrain.QueryNamespace, Code: string(code), Message: orElse(err.Message, string(code)),
			Status: resp.Status, RequestID: resp.RequestID,
		}.XML()
	}
	return recorded(resp)
}

// recorded returns a response as if it had been recorded.
func recorded(r *Response) *recorder {
	rec := &recorder{status: r.Status, header: http.Header{}, body: r.Body}
	for name, value := range map[string]string{"Content-Type": r.ContentType, "X-Amzn-Requestid": r.RequestID} {
		if value != "" {
			rec.header[name] = []string{value}
		}
	}
	return rec
}

// A weatherAnswer is what comes of a call: an answer, nil if there is none, and
// what goes wrong on its way back.
type weatherAnswer struct {
	*recorder
	fault Fault
}

// deliver sends the answer, as far as the fault lets it.
func (a *weatherAnswer) deliver(w http.ResponseWriter, r *http.Request, now time.Time) {
	if a.fault.Drop || a.recorder == nil || a.aborted && a.status == 0 {
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	maps.Copy(header, a.header)
	header.Set("Content-Length", strconv.Itoa(len(a.body)))
	header.Set("Date", now.UTC().Format(http.TimeFormat))
	if a.fault.Truncate > 0 {
		breakOff(w, a.status, a.body, a.fault.Truncate)
	}
	w.WriteHeader(a.status)
	if len(a.body) > 0 && r.Method != http.MethodHead {
		w.Write(a.body)
	}
}

// logged returns the answer as it is noted.
func (a *weatherAnswer) logged() *Response {
	resp := &Response{fault: a.fault.String()}
	if a.recorder != nil {
		resp.Status, resp.Body = a.status, a.body
	}
	resp.dropped = a.fault.Drop || a.recorder == nil
	return resp
}
