package defect

import (
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// TestPlaces finds what follows a comment that names clauses: in a function, a
// loop, a switch and a literal, and nowhere if nothing follows.
func TestPlaces(t *testing.T) {
	s, err := Parse(&model.API{Package: "p"}, map[string][]byte{"p.go": []byte(`package p

// clause outside: It is about a function.
func f(all []int) {
	// clause one: It is about the
	// whole loop, and clause two: about it as well.
	for range all {
		before()
		// clauses in.A[].b, in.C: Within.
		within()
		// clause last: Nothing follows here.
	}
	switch x {
	// clause case: It is about a case.
	case 1:
		// clause deep: It is about what is done then.
		deep()
	}
	_ = T{
		// clause field: It is about a field.
		F: 1,
	}
}
`)})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{
		"in.A[].b": "within()", "in.C": "within()", "deep": "deep()", "field": "F: 1",
	} {
		if places := s.anchors[id]; len(places) != 1 || s.text(places[0][0]) != want {
			t.Errorf("clause %s is at %d places, want one with %s", id, len(places), want)
		}
	}
	for id, want := range map[string]string{"one": "for range all {", "case": "case 1:"} {
		if places := s.anchors[id]; len(places) != 1 || s.text(places[0][0])[:len(want)] != want {
			t.Errorf("clause %s is at %d places, want one that begins with %s", id, len(places), want)
		}
	}
	for _, id := range []string{"last", "outside"} {
		if places := s.anchors[id]; len(places) != 0 {
			t.Errorf("clause %s is at %d places, want none", id, len(places))
		}
	}
}
