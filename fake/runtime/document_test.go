package runtime

import (
	"strings"
	"testing"
)

func TestDocument(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{`null`, ""},
		{`7`, "7"},
		{` "a  b" `, `"a  b"`},
		{"{\"a\": [1, 2.50, {\"b\": null}],\n \"c\": true}", `{"a":[1,2.50,{"b":null}],"c":true}`},
	} {
		d := &Decoder{buf: []byte(tt.in)}
		if got := string(d.Document()); got != tt.want || d.err != nil {
			t.Errorf("Document() of %s = %s, %v, want %s", tt.in, got, d.err, tt.want)
		}
	}
	for _, in := range []string{"", "{", `{"a":}`, "tru", strings.Repeat("[", 2*maxDepth)} {
		d := &Decoder{buf: []byte(in)}
		if got := d.Document(); got != nil || d.err == nil {
			t.Errorf("Document() of %.20s = %s, want an error", in, got)
		}
	}
	for _, tt := range []struct{ in, want string }{
		{`{"a": 1}`, `{"a":1}`},
		{`{"a"`, `"{\"a\""`},
		{``, `""`},
	} {
		var e Encoder
		if e.Document([]byte(tt.in)); e.String() != tt.want {
			t.Errorf("Document(%s) writes %s, want %s", tt.in, e.String(), tt.want)
		}
	}
}
