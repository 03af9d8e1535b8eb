package model_test

import (
	"slices"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestMayAnswerCountsDeclaredCommonAndNamedErrors(t *testing.T) {
	api := library()
	op := api.Operation("PutBooks")
	op.Clauses = []model.Clause{{
		ID: "dusty", Provenance: model.Assumed,
		Choice:  "rejected",
		Choices: []string{"rejected", model.ErrorChoice("DustException")},
	}}
	api.Clauses = []model.Clause{{ID: "v", Rule: model.Validation{Error: "ValidationException", Ranges: []string{"LimitException"}}}}
	got := api.MayAnswer(op)
	want := []string{"FullException", "ValidationException", "LimitException", "DustException"}
	if !slices.Equal(got, want) {
		t.Errorf("MayAnswer = %v, want %v", got, want)
	}
}

func TestErrorOf(t *testing.T) {
	if got := model.ErrorOf(model.ErrorChoice("FullException")); got != "FullException" {
		t.Errorf("ErrorOf(ErrorChoice(FullException)) = %q", got)
	}
	if got := model.ErrorOf("failed-batch"); got != "" {
		t.Errorf("ErrorOf(failed-batch) = %q, want nothing", got)
	}
}

func TestBaseKind(t *testing.T) {
	for kind, want := range map[string]string{"expiry": "expiry", "expiry/past": "expiry"} {
		if got := model.BaseKind(kind); got != want {
			t.Errorf("BaseKind(%s) = %s, want %s", kind, got, want)
		}
	}
}

// TestFacetsFollowTheirKind keeps the table in order: a facet follows its
// base, and no kind is there twice.
func TestFacetsFollowTheirKind(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range model.Kinds() {
		if seen[k.Name] {
			t.Errorf("the kind %s is in the table twice", k.Name)
		}
		seen[k.Name] = true
	}
	last := ""
	closed := map[string]bool{}
	for _, k := range model.Kinds() {
		base := model.BaseKind(k.Name)
		if base != last && closed[base] {
			t.Errorf("the kind %s stands apart from its base", k.Name)
		}
		closed[last] = true
		last = base
	}
}
