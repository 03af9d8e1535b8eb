package emit

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
		if got := about(c.name, c.text, c.kind); got != c.want {
			t.Errorf("about(%q, %q, %s) = %q, want %q", c.name, c.text, c.kind, got, c.want)
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
		if got := strings.Join(wrap(c.text, 13), "\n"); got != c.want {
			t.Errorf("wrap(%q) =\n%s\nwant\n%s", c.text, got, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	at := func(n int64) *model.Bound { return &model.Bound{Int: n} }
	for _, c := range []struct {
		shape model.Shape
		want  string
	}{
		{model.Shape{Kind: model.String}, ""},
		{model.Shape{Kind: model.String, Min: at(1), Max: at(128)}, "1 to 128 characters"},
		{model.Shape{Kind: model.String, Max: at(1)}, "at most 1 character"},
		{model.Shape{Kind: model.List, Min: at(2)}, "at least 2 elements"},
		{model.Shape{Kind: model.Map, Max: at(3)}, "at most 3 entries"},
		{model.Shape{Kind: model.Map, Max: at(1)}, "at most 1 entry"},
		{model.Shape{Kind: model.Blob, Min: at(4), Max: at(4)}, "exactly 4 bytes"},
		{model.Shape{Kind: model.Integer, Min: at(0), Max: at(100)}, "0 to 100"},
		{model.Shape{Kind: model.Double, Min: &model.Bound{Real: 0.5}}, "at least 0.5"},
	} {
		if got := limits(&c.shape); got != c.want {
			t.Errorf("limits(%+v) = %q, want %q", c.shape, got, c.want)
		}
	}
}
