package printer

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestAbout(t *testing.T) {
	for _, c := range []struct {
		name, text string
		kind       model.ShapeKind
		want       string
	}{
		{"ResourceID", "The id of the resource.", model.String, "ResourceID is the id of the resource."},
		{"Tags", "The tags of the rule.", model.List, "Tags are the tags of the rule."},
		{"Tags", "Tags for a new rule.", model.List, "Tags for a new rule."},
		{"ListThings", "Returns all things.", "", "ListThings returns all things."},
		{"Ready", "Whether it is ready.", model.Boolean, "Ready says whether it is ready."},
		{"It", "What to send.", model.Structure, "It says what to send."},
		{"Message", "What to send.", model.String, "Message is what to send."},
		{"Owner", "AWS or the user.", model.String, "Owner: AWS or the user."},
		{"Names", "Names of rules.", model.List, "Names of rules."},
		{"A Batch", "Things that failed.", model.Structure, "A Batch: things that failed."},
		{"Limit", " \n", model.Integer, "Limit: "}, // callers ask whether there is a text at all
	} {
		if got := About(c.name, c.text, c.kind); got != c.want {
			t.Errorf("About(%q, %q, %s) = %q, want %q", c.name, c.text, c.kind, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"one", "// one"},
		{"one two  three\nfour", "// one two\n// three four"},
		{"a-word-longer-than-the-line x", "// a-word-longer-than-the-line\n// x"},
		{"one\n\ntwo", "// one\n//\n// two"},
		{"one\n\n- two\n- three four five\n\nsix", "// one\n//\n//   - two\n//   - three\n//     four\n//     five\n//\n// six"},
		{"- two\n\n- three", "//   - two\n//   - three"},
		{"*/ //", "// */ //"},
	} {
		if got := strings.Join(Wrap(c.text, 13), "\n"); got != c.want {
			t.Errorf("Wrap(%q) =\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}
