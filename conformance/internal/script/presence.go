package script

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// expectOneOfEach expects a listing to have no two rows of one key, if putting a
// resource again is documented to replace it. No choice of the target explains
// a second row.
func (t *T) expectOneOfEach(rows []value.Object) {
	if t.Operations.Put == nil || t.Subject.Fact != nil {
		return
	}
	if c := t.Operations.Put.Clause("upsert"); c == nil || c.Provenance == model.Assumed {
		return
	}
	seen := map[string]bool{}
	for _, row := range rows {
		id := value.KeyOf(row, t.Subject.Key)
		if seen[id] {
			t.Contradict("there is one "+t.Subject.Name+" of each key", "one "+t.Subject.Name+" of the key "+value.Show(value.Pick(row, t.Subject.Key)), "%s", value.ShowAll(rows))
		}
		seen[id] = true
	}
}

// ExpectKeys is [T.Expect] for a property that is about which resources exist,
// and not about their other members.
func (t *T) ExpectKeys(want, got []value.Object) {
	t.Expect(t.OnlyKeysOf(want), t.OnlyKeysOf(got))
}
