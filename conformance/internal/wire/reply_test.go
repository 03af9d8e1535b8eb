package wire

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// shelf is an API with an operation that lists, for reading replies.
func shelf() *model.API {
	return &model.API{
		Protocol: "awsJson1_1",
		Shapes: []model.Shape{
			{Name: "ListIn", Kind: model.Structure},
			{Name: "ListOut", Kind: model.Structure, Members: []model.Member{
				{Name: "Books", Shape: "Books", Required: true},
				{Name: "Seen", Shape: "Date"},
				{Name: "Open", Shape: "Flag"},
				{Name: "Notes", Shape: "Notes"},
			}},
			{Name: "Books", Kind: model.List, Elem: "Book", Max: &model.Bound{Int: 2}},
			{Name: "Book", Kind: model.Structure, Members: []model.Member{
				{Name: "Title", Shape: "Title", Required: true},
				{Name: "State", Shape: "State"},
				{Name: "Pages", Shape: "Count"},
				{Name: "Weight", Shape: "Weight"},
				{Name: "Cover", Shape: "Image"},
			}},
			{Name: "Title", Kind: model.String, Min: &model.Bound{Int: 1}, Max: &model.Bound{Int: 3}, Pattern: `\S`},
			{Name: "State", Kind: model.Enum, Enum: []model.EnumValue{{Value: "IN"}, {Value: "OUT"}}},
			{Name: "Count", Kind: model.Integer, Min: &model.Bound{Int: 1}},
			{Name: "Weight", Kind: model.Double},
			{Name: "Image", Kind: model.Blob},
			{Name: "Date", Kind: model.Timestamp},
			{Name: "Flag", Kind: model.Boolean},
			{Name: "Notes", Kind: model.Map, Elem: "Title"},
		},
		Errors: []model.ErrorShape{
			{Code: "ClosedException", Status: 400},
			{Code: "DustException", Status: 400},
			{Code: "FailureException", Status: 500, Common: true},
		},
		Operations: []model.Operation{
			{Name: "List", Input: "ListIn", Output: "ListOut", Errors: []string{"ClosedException"}},
			{Name: "Close", Input: "ListIn"},
		},
	}
}

func TestRepliesAreReadStrictly(t *testing.T) {
	for _, tt := range []struct {
		name   string
		op     string
		status int
		body   string
		rules  string // those that are broken, in order
	}{
		{"good", "List", 200, `{"Books":[{"Title":"日本語","State":"IN","Pages":1,"Weight":1.5e3,"Cover":"AA=="}],"Seen":1.5e9,"Open":true,"Notes":{"x":"y"}}`, ""},
		{"good without output", "Close", 200, "", ""},
		{"good error", "List", 400, `{"__type":"ClosedException","message":"no"}`, ""},
		{"an error in a namespace", "List", 400, `{"__type":"com.example#ClosedException","Message":"no"}`, ""},
		{"an error without words", "List", 400, `{"__type":"ClosedException"}`, ""},
		{"a common error without words", "List", 500, `{"__type":"FailureException"}`, ""},
		{"a special float", "List", 200, `{"Books":[{"Title":"a","Weight":"NaN"}]}`, ""},

		{"no body", "List", 200, "", "envelope"},
		{"no JSON", "List", 200, "ok", "envelope"},
		{"not UTF-8", "List", 200, "{\"Books\":[],\"Notes\":{\"a\":\"\xff\"}}", "envelope"},
		{"no object", "List", 200, `[]`, "envelope"},
		{"trailing bytes", "List", 200, `{"Books":[]} {}`, "envelope"},
		{"a comma too many", "List", 200, `{"Books":[],}`, "envelope"},
		{"a body for no output", "Close", 200, "{}", "envelope"},
		{"a strange status", "List", 204, `{"Books":[]}`, "envelope"},

		{"a newer member", "List", 200, `{"Books":[{"Title":"a","Extra":{}}],"Extra":1}`, ""},
		{"a member in another spelling", "List", 200, `{"Books":[],"books":[]}`, "members"},
		{"an unknown member within", "List", 200, `{"Books":[{"Title":"a","title":"b"}]}`, "members"},
		{"a member twice", "List", 200, `{"Books":[],"Books":[]}`, "members"},
		{"a missing member", "List", 200, `{}`, "required"},
		{"a missing member within", "List", 200, `{"Books":[{}]}`, "required"},
		{"null", "List", 200, `{"Books":null}`, "types"},
		{"null within", "List", 200, `{"Books":[null]}`, "types"},
		{"a list for an object", "List", 200, `{"Books":[[]]}`, "types"},
		{"an object for a list", "List", 200, `{"Books":{}}`, "types"},
		{"a text for a time", "List", 200, `{"Books":[],"Seen":"2020-01-01T00:00:00Z"}`, "types"},
		{"a number for a flag", "List", 200, `{"Books":[],"Open":1}`, "types"},
		{"a number for a text", "List", 200, `{"Books":[{"Title":1}]}`, "types"},
		{"a fraction for a whole number", "List", 200, `{"Books":[{"Title":"a","Pages":1.5}]}`, "types"},
		{"more than 32 bits", "List", 200, `{"Books":[{"Title":"a","Pages":2147483648}]}`, "types"},
		{"no base64", "List", 200, `{"Books":[{"Title":"a","Cover":"*"}]}`, "types"},
		{"too long a list", "List", 200, `{"Books":[{"Title":"a"},{"Title":"b"},{"Title":"c"}]}`, "bounds"},
		{"too long a text", "List", 200, `{"Books":[{"Title":"long"}]}`, "bounds"},
		{"too short a text", "List", 200, `{"Books":[{"Title":""}]}`, "bounds bounds"},
		{"no match", "List", 200, `{"Books":[{"Title":" "}]}`, "bounds"},
		{"no value", "List", 200, `{"Books":[{"Title":"a","State":"LOST"}]}`, "bounds"},
		{"too low", "List", 200, `{"Books":[{"Title":"a","Pages":0}]}`, "bounds"},
		{"bounds of a map's values", "List", 200, `{"Books":[],"Notes":{"x":""}}`, "bounds bounds"},

		{"an undeclared error", "List", 400, `{"__type":"DustException","message":"no"}`, "errors"},
		{"another operation's error", "Close", 400, `{"__type":"ClosedException","message":"no"}`, "errors"},
		{"an error of the wrong status", "List", 500, `{"__type":"ClosedException","message":"no"}`, "error-body"},
		{"an error without a type", "List", 400, `{"message":"no"}`, "error-body"},
		{"words of the wrong type", "List", 400, `{"__type":"ClosedException","message":7,"Message":"no"}`, "error-body"},
		{"an error without a body", "List", 400, "", "error-body"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := New(t.Context(), shapes.New(shelf()), endpoint.Target{})
			header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"1"}}
			r := s.Read(s.API.Operation(tt.op), &Answer{Status: tt.status, Header: header, Body: []byte(tt.body)})
			var rules []string
			for _, f := range r.Faults {
				rules = append(rules, f.Rule)
				if f.Expected == "" || f.Got == "" {
					t.Errorf("the fault %+v does not say what was expected and got", f)
				}
			}
			if got := strings.Join(rules, " "); got != tt.rules || r.Missing != "" {
				t.Errorf("read(%d %s) breaks %q, want %q; %s %+v", tt.status, tt.body, got, tt.rules, r.Missing, r.Faults)
			}
		})
	}
}

func TestHeadersOfReplies(t *testing.T) {
	s := New(t.Context(), shapes.New(shelf()), endpoint.Target{})
	for _, tt := range []struct {
		name   string
		header http.Header
		rules  string
	}{
		{"parameters", http.Header{"Content-Type": {"application/x-amz-json-1.1; charset=utf-8"}, "X-Amzn-Requestid": {"1"}}, ""},
		{"no content type", http.Header{"X-Amzn-Requestid": {"1"}}, "envelope"},
		{"another protocol's", http.Header{"Content-Type": {"application/x-amz-json-1.0"}, "X-Amzn-Requestid": {"1"}}, "envelope"},
		{"no request id", http.Header{"Content-Type": {"application/x-amz-json-1.1"}}, "request-id"},
	} {
		r := s.Read(s.API.Operation("List"), &Answer{Status: 200, Header: tt.header, Body: []byte(`{"Books":[]}`)})
		var rules []string
		for _, f := range r.Faults {
			rules = append(rules, f.Rule)
		}
		if got := strings.Join(rules, " "); got != tt.rules {
			t.Errorf("%s: the reply breaks %q, want %q", tt.name, got, tt.rules)
		}
	}
}

func TestAnswersThatComeFromNoOperation(t *testing.T) {
	s := New(t.Context(), shapes.New(shelf()), endpoint.Target{})
	for _, tt := range []struct {
		status int
		media  string
		body   string
	}{
		{404, "text/plain", "404 page not found"},
		{405, "", ""},
		{500, "text/html; charset=utf-8", "<!doctype html>"},
		{200, "application/xml", "<Response/>"},
		{501, "application/json", `{"error":"not implemented"}`},
		{400, "application/x-amz-json-1.1", `{"__type":"UnknownOperationException"}`},
	} {
		r := s.Read(s.API.Operation("List"), &Answer{Status: tt.status, Header: http.Header{"Content-Type": {tt.media}}, Body: []byte(tt.body)})
		if r.Missing == "" || len(r.Faults) > 0 {
			t.Errorf("read(%d %s) = missing %q, faults %+v; want missing, and no faults", tt.status, tt.body, r.Missing, r.Faults)
		}
	}
}

// TestErrorCodesAreSanitized shows that the code of an error is read as clients
// read it, whatever is before and after it, and wherever it is.
func TestErrorCodesAreSanitized(t *testing.T) {
	for _, tt := range []struct {
		header, value string // beside the body
		body          string
		status        int
		code, fault   string
	}{
		{"", "", `{"__type":"ClosedException","message":"no"}`, 400, "ClosedException", ""},
		{"", "", `{"__type":"com.example#ClosedException:http://example.com/a#b","message":"no"}`, 400, "ClosedException", ""},
		{"", "", `{"__type":"ClosedException:http://example.com/#x","message":"no"}`, 400, "ClosedException", ""},
		{"", "", `{"code":"com.example#ClosedException","message":"no"}`, 400, "ClosedException", ""},
		{"X-Amzn-ErrorType", "ClosedException:http://example.com/", `{"message":"no"}`, 400, "ClosedException", ""},
		{"X-Amzn-Query-Error", "ClosedException;Sender", `{"message":"no"}`, 400, "", "a code, in __type"},
		{"X-Amzn-ErrorType", "com.example#ClosedException:http://example.com/", `{"__type":"ClosedException","message":"no"}`, 400, "ClosedException", ""},
		{"X-Amzn-Query-Error", "ClosedException;Sender", `{"__type":"ClosedException","message":"no"}`, 400, "ClosedException", ""},

		{"X-Amzn-ErrorType", "DustException", `{"__type":"ClosedException","message":"no"}`, 400, "ClosedException", "X-Amzn-ErrorType"},
		{"X-Amzn-Query-Error", "DustException;Sender", `{"__type":"ClosedException","message":"no"}`, 400, "ClosedException", "X-Amzn-Query-Error"},
	} {
		s := New(t.Context(), shapes.New(shelf()), endpoint.Target{})
		header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"1"}}
		if tt.header != "" {
			header.Set(tt.header, tt.value)
		}
		r := s.Read(s.API.Operation("List"), &Answer{Status: tt.status, Header: header, Body: []byte(tt.body)})
		if r.Code != tt.code {
			t.Errorf("%s %s %s: the code is %q, want %q", tt.header, tt.value, tt.body, r.Code, tt.code)
		}
		if tt.fault == "" && len(r.Faults) > 0 || tt.fault != "" && (len(r.Faults) != 1 || r.Faults[0].Rule != model.ReplyErrorBody || !strings.Contains(r.Faults[0].Expected, tt.fault)) {
			t.Errorf("%s %s %s: the faults are %+v, want one about %q", tt.header, tt.value, tt.body, r.Faults, tt.fault)
		}
	}
}

// TestUnknownOperationsMayBeNotFound shows that an operation that the API does
// not have may be answered with 400 or 404, and one that it has may not.
func TestUnknownOperationsMayBeNotFound(t *testing.T) {
	api := shelf()
	api.Errors = append(api.Errors, model.ErrorShape{Code: "NoSuchThingException", Status: 400, Common: true})
	s := New(t.Context(), shapes.New(api), endpoint.Target{})
	header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"1"}}
	for _, tt := range []struct {
		op     *model.Operation
		status int
		faults int
	}{
		{nil, 400, 0}, {nil, 404, 0}, {nil, 500, 1},
		{api.Operation("List"), 404, 1},
	} {
		r := s.Read(tt.op, &Answer{Status: tt.status, Header: header, Body: []byte(`{"__type":"NoSuchThingException","message":"no"}`)})
		faults := 0
		for _, f := range r.Faults {
			if f.Rule == model.ReplyErrorBody {
				faults++
			}
		}
		if faults != tt.faults {
			t.Errorf("%d to %v has the faults %+v, want %d about the body", tt.status, tt.op, r.Faults, tt.faults)
		}
	}
}

// TestNewerMembersAreNoted shows that members which the model does not know are
// named, each once, and are not in what is read.
func TestNewerMembersAreNoted(t *testing.T) {
	s := New(t.Context(), shapes.New(shelf()), endpoint.Target{})
	header := http.Header{"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"1"}}
	r := s.Read(s.API.Operation("List"), &Answer{Status: 200, Header: header, Body: []byte(`{"Books":[{"Title":"a","Colour":1},{"Title":"b","Colour":2}],"Next":{}}`)})
	slices.Sort(r.Newer)
	if got := strings.Join(r.Newer, " "); got != "Book.Colour ListOut.Next" {
		t.Errorf("the newer members are %q, want Book.Colour and ListOut.Next", got)
	}
	if got := value.Show(r.Out); got != `{"Books":[{"Title":"a"},{"Title":"b"}]}` {
		t.Errorf("read is %s, want the members that the model knows", got)
	}
}
