package openapi_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// TestDocumentIsWhole looks for what a later edit of our document could leave
// out without being wrong: words, meaning, and kinds of clause that nothing
// shows any more.
func TestDocumentIsWhole(t *testing.T) {
	api := modelDocument(t)
	said := func(what, doc string) {
		if doc == "" || !strings.HasSuffix(doc, ".") {
			t.Errorf("%s is described as %q, want a sentence", what, doc)
		}
		if strings.ContainsAny(doc, "<>") {
			t.Errorf("the description of %s has markup in it: %q", what, doc)
		}
	}
	for _, s := range api.Shapes {
		said(s.Name, s.Doc)
		for _, m := range s.Members {
			said(s.Name+"."+m.Name, m.Doc)
		}
	}
	for _, e := range api.Errors {
		said(e.Code, e.Doc)
	}
	for _, op := range api.Operations {
		said(op.Name, op.Doc)
		if !op.Modelled() {
			t.Errorf("%s has no contract", op.Name)
		}
	}
	used := map[string]bool{}
	for _, p := range api.AllClauses() {
		used[p.Clause.Kind] = true
		said("clause "+p.Clause.ID, p.Clause.Description)
		if p.Clause.Provenance == model.Assumed && strings.HasSuffix(p.Clause.Source, "introduction") {
			t.Errorf("clause %s is assumed, and its source does not tell what is silent: %q", p.Clause.ID, p.Clause.Source)
		}
	}
	for _, other := range []*model.API{opened(t, "../parameters/ssm.json"), opened(t, "../pipelines/sagemaker.json")} {
		for _, p := range other.AllClauses() {
			used[p.Clause.Kind] = true
		}
	}
	for _, kind := range model.Kinds() {
		if !used[kind.Name] {
			t.Errorf("no clause is of the kind %s", kind.Name)
		}
	}
}

// opened is one of the other contracts, which show kinds of clause that the first has no
// use for.
func opened(t *testing.T, file string) *model.API {
	t.Helper()
	api, _, err := frontend.Open(file, filepath.Join(filepath.Dir(file), "contract.json"))
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// TestDocumentSettlesWhatIsSilent holds the document to its defaults at the
// points where the public documentation of the exceptions is silent.
func TestDocumentSettlesWhatIsSilent(t *testing.T) {
	choices := map[string]string{}
	for _, p := range modelDocument(t).AllClauses() {
		if p.Clause.Provenance == model.Assumed {
			choices[p.Clause.ID] = p.Clause.Choice
		}
	}
	for id, want := range map[string]string{
		"omitted-members":         "cleared",
		"duplicate-keys":          "once",
		"incomplete-key":          "error:InvalidParameterValueException",
		"key-identity":            "exact",
		"unknown-rule":            "error:NoSuchConfigRuleException",
		"no-configuration-needed": "not-needed",
		"never-evaluated":         "rejected",
		"later-compliant":         "stays",
		"rejected-keys":           "failed-batch",
		"mixed-batch":             "rest-stored",
		"past-expiry":             "error:InvalidParameterValueException",
		"expiry-precision":        "milliseconds",
		"describe-page-cap":       "honoured",
		"describe-keys-unpaged":   "ignored",
		"describe-absent-keys":    "omitted",
		"describe-unknown-rule":   "allowed",
		"delete-unknown-rule":     "error:NoSuchRemediationExceptionException",
		"delete-duplicates":       "once",
		"delete-some-absent":      "failed-batch",
		"rule-exceptions":         "deleted",
	} {
		if got, ok := choices[id]; !ok || got != want {
			t.Errorf("clause %s chooses %q, want %q as an assumption", id, got, want)
		}
	}
}
