package openapi_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// Our document was written down from the public model of AWS Config. These
// tests show that it agrees with copies of that model which others made: the
// Go SDK's types, and the model files that two other SDKs carry. Both sides
// are taken apart into small facts, such as
//
//	member PutRemediationExceptionsRequest.Message -> StringWithCharLimit1024
//
// and the facts are compared one by one, in both directions.

// facts maps what is stated to what is stated about it.
type facts map[string]string

// a difference is a fact in which our document and another are known to
// differ, and why. An empty string stands for a fact that is not stated.
type difference struct {
	fact, ours, theirs, why string
}

const documentName = "putremediationexceptions.json"

// modelDocument is our document as package model sees it.
func modelDocument(t *testing.T) *model.API {
	t.Helper()
	return read(t, documentSource(t))
}

func documentSource(t *testing.T) []byte {
	t.Helper()
	src, err := os.ReadFile("../" + documentName)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func read(t *testing.T, src []byte) *model.API {
	t.Helper()
	api, err := openapi.Read(documentName, src)
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// apiFacts takes our model apart.
func apiFacts(api *model.API) facts {
	fs := facts{}
	for _, op := range api.Operations {
		fs["operation "+op.Name+" input"] = op.Input
		fs["operation "+op.Name+" output"] = op.Output
		fs["operation "+op.Name+" errors"] = strings.Join(op.Errors, " ")
		for _, code := range op.Errors {
			if e := api.Error(code); e != nil {
				fs["error "+code] = fmt.Sprint(e.Status)
			}
		}
		fs.addShape(api, op.Input)
		fs.addShape(api, op.Output)
	}
	return fs
}

func (fs facts) addShape(api *model.API, name string) {
	s := api.Shape(name)
	if _, done := fs["shape "+name]; done || s == nil {
		return
	}
	fs["shape "+name] = string(s.Kind)
	var values []string
	for _, v := range s.Enum {
		values = append(values, v.Value)
	}
	fs.add("enum "+name, strings.Join(values, " "))
	fs.add("min "+name, bound(s.Min))
	fs.add("max "+name, bound(s.Max))
	fs.add("pattern "+name, s.Pattern)
	fs.add("elem "+name, s.Elem)
	fs.addShape(api, s.Elem)
	for _, m := range s.Members {
		at := name + "." + m.Name
		fs["member "+at] = m.Shape
		if m.Required {
			fs["required "+at] = "true"
		}
		fs.addShape(api, m.Shape)
	}
}

// add states a fact unless there is nothing to state.
func (fs facts) add(fact, value string) {
	if value != "" {
		fs[fact] = value
	}
}

func bound(b *model.Bound) string {
	if b == nil {
		return ""
	}
	return fmt.Sprint(b.Int)
}

// compare returns every fact in which ours and theirs differ without being
// known to, and every known difference that is none.
func compare(ours, theirs facts, known []difference) []string {
	expected := map[string]difference{}
	for _, d := range known {
		expected[d.fact] = d
	}
	var wrong []string
	all := maps.Clone(ours)
	maps.Copy(all, theirs)
	for _, fact := range slices.Sorted(maps.Keys(all)) {
		us, them := ours[fact], theirs[fact]
		d, ok := expected[fact]
		delete(expected, fact)
		switch {
		case ok && (us != d.ours || them != d.theirs):
			wrong = append(wrong, fmt.Sprintf("%s: ours %q, theirs %q; known is ours %q, theirs %q", fact, us, them, d.ours, d.theirs))
		case !ok && us != them:
			wrong = append(wrong, fmt.Sprintf("%s: ours %q, theirs %q", fact, us, them))
		}
	}
	for fact := range expected {
		wrong = append(wrong, fact+": a known difference, but neither side states it")
	}
	return wrong
}

// agree fails the test for each fact in which two models differ, and if theirs
// states fewer facts than it should, so that little was compared.
func agree(t *testing.T, ours, theirs facts, known []difference, least int) {
	t.Helper()
	for _, wrong := range compare(ours, theirs, known) {
		t.Error(wrong)
	}
	for _, d := range known {
		t.Logf("known to differ: %s: ours %q, theirs %q: %s", d.fact, d.ours, d.theirs, d.why)
	}
	if len(theirs) < least {
		t.Errorf("only %d facts were compared, want at least %d", len(theirs), least)
	}
	t.Logf("%d facts compared, %d known to differ", len(theirs), len(known))
}

// TestAgreementBites changes our document in one place each time, and expects
// to be reported with that place.
func TestAgreementBites(t *testing.T) {
	sample.SkipRace(t)
	source := string(documentSource(t))
	truth := apiFacts(modelDocument(t))
	for _, tt := range []struct{ name, old, new, fact string }{
		{"bound", `"maxItems": 100`, `"maxItems": 101`, "max RemediationExceptionResourceKeys"},
		{"pattern", `"pattern": ".*\\S.*"`, `"pattern": "\\S"`, "pattern ConfigRuleName"},
		{"enum order", `"DETECTIVE", "PROACTIVE"`, `"PROACTIVE", "DETECTIVE"`, "enum EvaluationMode"},
		{"required", `"required": ["ConfigRuleName", "ResourceKeys"]`, `"required": ["ConfigRuleName"]`,
			"required PutRemediationExceptionsRequest.ResourceKeys"},
		{"width", `"Integer": {"type": "integer", "format": "int32"`, `"Integer": {"type": "integer", "format": "int64"`, "shape Integer"},
		{"target", `"allOf": [{"$ref": "#/components/schemas/StringWithCharLimit1024"}`,
			`"allOf": [{"$ref": "#/components/schemas/StringWithCharLimit256"}`, "member PutRemediationExceptionsRequest.Message"},
		{"status", `"x-status": 400`, `"x-status": 404`, "error InvalidParameterValueException"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			changed := strings.Replace(source, tt.old, tt.new, 1)
			if changed == source {
				t.Fatalf("the document has no %s", tt.old)
			}
			wrong := compare(apiFacts(read(t, []byte(changed))), truth, nil)
			if !slices.ContainsFunc(wrong, func(w string) bool { return strings.HasPrefix(w, tt.fact+": ") }) {
				t.Errorf("%s became %s, and the comparison says %q", tt.old, tt.new, wrong)
			}
		})
	}
	t.Run("known difference that is none", func(t *testing.T) {
		known := []difference{{fact: "max RemediationExceptions", ours: "25", theirs: "24"}}
		if wrong := compare(truth, truth, known); len(wrong) != 1 {
			t.Errorf("the comparison says %q, want one complaint", wrong)
		}
	})
}
