package wire

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const malformed, unknown = "MalformedException", "UnknownException"

// honest answers as the wire has it: it knows one operation, Put, and rejects a
// body that is no object, or whose Name is no string.
func honest(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.Header().Set("X-Amzn-Requestid", "id")
	fail := func(code string) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type":"`+code+`","message":"no"}`)
	}
	switch {
	case !strings.HasSuffix(r.Header.Get("X-Amz-Target"), ".Put"):
		fail(unknown)
	case len(body) > 0 && !object(body), strings.Contains(string(body), `"Name":7`):
		fail(malformed)
	default:
		_, _ = io.WriteString(w, `{"Name":"n","Size":7,"Items":[{"Name":"m"}]}`)
	}
}

// TestDefects shows what each defect breaks, and that it breaks nothing else:
// a good call is answered as before by those about requests.
func TestDefects(t *testing.T) {
	const fine = `200 application/x-amz-json-1.1 id {"Name":"n","Size":7,"Items":[{"Name":"m"}]}`
	rejection := func(code string) string {
		return `400 application/x-amz-json-1.1 00000000-0000-4000-8000-000000000000 {"__type":"` + code + `","message":"the rule is broken"}`
	}
	for _, tt := range []struct {
		name               string
		defect             Defect
		target, kind, body string
		want               string
		good               bool // the defect leaves a good call alone
	}{
		{"UnknownOperation", UnknownOperation(unknown), "x.No", "", "{}", "200 application/x-amz-json-1.1 id {}", true},
		{"MalformedBody", MalformedBody(malformed), "x.Put", "", "[]", "200 application/x-amz-json-1.1 id {}", true},
		{"TrailingBytes", TrailingBytes, "x.Put", "", "{} x", fine, true},
		{"WrongType", WrongType(malformed), "x.Put", "", `{"Name":7}`, "200 application/x-amz-json-1.1 id {}", true},
		{"EmptyBody", EmptyBody(malformed), "x.Put", "", "", rejection(malformed), true},
		{"NullMember", NullMember(malformed), "x.Put", "", `{"Name":null}`, rejection(malformed), true},
		{"UnknownMember", UnknownMember(malformed, "Name"), "x.Put", "", `{"Name":"n","In":[{"Other":1}]}`, rejection(malformed), true},
		{"ContentTypeParameters", ContentTypeParameters(unknown), "x.Put", "; charset=utf-8", "{}", rejection(unknown), true},
		{"TimestampForms", TimestampForms(malformed), "x.Put", "", `{"At":1.5}`, rejection(malformed), true},
		{"Bounded", Bounded("Put", malformed), "x.Put", "", `{"Name":"` + strings.Repeat("n", 1<<16) + `"}`, rejection(malformed), true},
		{"ConstraintsFirst", ConstraintsFirst(malformed, "ConstraintException", func(op string, _ []byte) string { return op + " is wrong" }),
			"x.Put", "", `{"Name":7}`, `400 application/x-amz-json-1.1 id {"__type":"ConstraintException","message":"Put is wrong"}`, true},
		{"Envelope", Envelope, "x.Put", "", "{}", strings.Replace(fine, "application/x-amz-json-1.1", "text/plain", 1), false},
		{"EnvelopeOfErrors", EnvelopeOfErrors, "x.No", "", "{}", `400 text/html id {"__type":"UnknownException","message":"no"}`, true},
		{"Members", Members, "x.Put", "", "{}", `200 application/x-amz-json-1.1 id {"Items":[{"Name":"m","name":"m"}],"Name":"n","Size":7,"items":[{"Name":"m","name":"m"}],"name":"n","size":7}`, false},
		{"Required", Required("Size"), "x.Put", "", "{}", `200 application/x-amz-json-1.1 id {"Items":[{"Name":"m"}],"Name":"n"}`, false},
		{"Types", Types, "x.Put", "", "{}", `200 application/x-amz-json-1.1 id {"Items":[{"Name":"m"}],"Name":"n","Size":"7"}`, false},
		{"Bounds", Bounds("Name", 3), "x.Put", "", "{}", `200 application/x-amz-json-1.1 id {"Items":[{"Name":"xxx"}],"Name":"xxx","Size":7}`, false},
		{"Errors", Errors, "x.No", "", "{}", `400 application/x-amz-json-1.1 id {"__type":"NobodyKnowsException","message":"no"}`, true},
		{"ErrorBody", ErrorBody, "x.No", "", "{}", `400 application/x-amz-json-1.1 id {"error":"UnknownException","message":"no"}`, true},
		{"RequestID", RequestID, "x.Put", "", "{}", strings.Replace(fine, " id ", "  ", 1), false},
		{"RequestIDOfErrors", RequestIDOfErrors, "x.No", "", "{}", `400 application/x-amz-json-1.1  {"__type":"UnknownException","message":"no"}`, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			call := func(target, kind, body string) string {
				r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
				r.Header.Set("X-Amz-Target", target)
				r.Header.Set("Content-Type", "application/x-amz-json-1.1"+kind)
				w := httptest.NewRecorder()
				tt.defect(w, r, honest)
				return strings.Join([]string{
					w.Result().Status[:3], w.Header().Get("Content-Type"), w.Header().Get("X-Amzn-Requestid"), strings.TrimSpace(w.Body.String()),
				}, " ")
			}
			if got := call(tt.target, tt.kind, tt.body); got != tt.want {
				t.Errorf("the answer is\n%s\nwant\n%s", got, tt.want)
			}
			if got := call("x.Put", "", `{"Name":"n"}`); tt.good && got != fine {
				t.Errorf("a good call is answered by\n%s\nwant\n%s", got, fine)
			}
		})
	}
}

// TestControlIsLeftAlone shows that a defect touches no call but those of
// operations.
func TestControlIsLeftAlone(t *testing.T) {
	r := httptest.NewRequest(http.MethodGet, "/_fakesmith/", nil)
	w := httptest.NewRecorder()
	RequestID(w, r, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Amzn-Requestid", "id")
		_, _ = io.WriteString(w, `{"control":1}`)
	})
	if got := w.Header().Get("X-Amzn-Requestid") + " " + w.Body.String(); got != `id {"control":1}` {
		t.Errorf("the answer is %s", got)
	}
}
