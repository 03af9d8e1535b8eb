package matrix

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReasonsAreKnown shows that the page knows each reason which the suite has reported
// for a mutant that it did not detect, so that "missed" means that the clause was checked,
// or that the mutant answers no request as it should.
func TestReasonsAreKnown(t *testing.T) {
	for _, profile := range []string{"typical", "severe"} {
		data, err := os.ReadFile(filepath.Join("../../../../../records", "mutants-"+profile+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var r mutantsRecord
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatal(err)
		}
		known := 0
		for _, m := range r.Mutants {
			switch {
			case m.Killed, m.Equivalent != "", m.Why == "pass", strings.Contains(m.Why, "is answered with"):
			case reason(nil, m.ID, m.Why) == missed:
				t.Errorf("under %s, no reason matches that of %s: %s", profile, m.ID, m.Why)
			default:
				known++
			}
		}
		if known == 0 || reason(nil, "a/b", "pass") != missed {
			t.Errorf("under %s, %d mutants have a reason", profile, known)
		}
	}
}
