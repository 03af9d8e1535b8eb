package wire

import (
	"net/http"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/internal/protocolcases"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/smithy"
)

// FuzzReply holds that no response makes the reader panic, that what it says of
// one is bounded, that an error has a code of moderate length, and that a reply
// with which nothing is wrong has nothing wrong with it when its output is written
// and read once more.
func FuzzReply(f *testing.F) {
	suites, err := protocolcases.Own()
	if err != nil {
		f.Fatal(err)
	}
	apis := map[string]*model.API{}
	for _, s := range suites {
		api, err := smithy.Read(s.Name+".json", s.Model)
		if err != nil {
			f.Fatal(err)
		}
		apis[s.Service] = api
		for _, c := range s.Cases {
			if c.Message.Body != nil {
				f.Add(s.Service, c.Operation, c.Message.Status, c.Message.Headers["Content-Type"], c.Message.Headers["x-amzn-query-error"], []byte(*c.Message.Body))
			}
		}
	}
	for _, body := range []string{"<html>", "null", `{"__type":7}`, `{"__type":"a#b#c:d","message":{}}`, "{\"Text\":\"\xff\"}", `{"Text":"a","Text":"b"}`} {
		f.Add("Post", "Echo", 404, "text/html", "a;b;c", []byte(body))
	}
	f.Add("Post", "Echo", 200, "application/x-amz-json-1.1", "", []byte(`{"Choice":{"Newer":""}}`))
	f.Fuzz(func(t *testing.T, service, operation string, status int, media, header string, body []byte) {
		api := apis[service]
		if api == nil {
			return
		}
		checkReply(t, api, api.Operation(operation), &Answer{Status: status, Header: http.Header{
			"Content-Type": {media}, "X-Amzn-Query-Error": {header}, "X-Amzn-Errortype": {header}, "X-Amzn-Requestid": {"1"},
		}, Body: body})
	})
}

func checkReply(t *testing.T, api *model.API, op *model.Operation, a *Answer) {
	const most = 20_000
	set := shapes.New(api)
	conn := New(t.Context(), set, endpoint.Target{})
	reply := conn.Read(op, a)
	said := len(reply.String()) + len(reply.Missing)
	for _, f := range reply.Faults {
		said += len(f.Rule) + len(f.Expected) + len(f.Got)
	}
	if len(reply.Code) > 1000 || said > most {
		t.Errorf("of %d bytes, %d are said, and the code has %d", len(a.Body), said, len(reply.Code))
	}
	if reply.Missing != "" || len(reply.Faults) > 0 || reply.Out == nil {
		return
	}
	for _, member := range reply.Newer {
		// A union of which the service has a newer option is left with none.
		if name, _, _ := strings.Cut(member, "."); api.Shape(name) != nil && api.Shape(name).Union {
			return
		}
	}
	written := *a
	written.Body = value.Encode(reply.Out)
	if again := conn.Read(op, &written); len(again.Faults) > 0 || again.Missing != "" {
		t.Errorf("nothing is wrong with %s, and with %s there is: %v %s", a.Body, written.Body, again.Faults, again.Missing)
	}
}
