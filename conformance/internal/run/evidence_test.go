package run

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// TestEvidenceIsBounded shows that what a session keeps until its end stays small,
// and that a body is told from another by its digest when it is cut.
func TestEvidenceIsBounded(t *testing.T) {
	s := &Suite{}
	kept := 0
	for range 60 {
		c := &report.Counterexample{}
		for i := range 20 {
			step := report.Step{Call: "List", Request: []byte(`{"a":1}`), Got: strings.Repeat("g", 4000)}
			step.Answer, step.Cut = excerpt.Body([]byte(strings.Repeat("x", 60_000+i)), excerpt.MostBody)
			c.Steps = append(c.Steps, step)
		}
		s.keep(c)
		kept += c.Size()
		if last := c.Steps[19]; string(last.Request) != `{"a":1}` || last.Cut == nil || last.Cut.Bytes != 60_019 || *last.Cut != excerpt.DigestOf(strings.Repeat("x", 60_019)) {
			t.Fatalf("a step is %+v", last)
		}
	}
	if kept > 3*excerpt.MostSession {
		t.Errorf("%d bytes are kept", kept)
	}
	if raw, cut := excerpt.Body([]byte(strings.Repeat("x", excerpt.MostBody+1)), excerpt.MostBody); cut == nil || len(raw) > excerpt.MostBody/8 {
		t.Errorf("of a large body %d bytes are kept, and it is cut: %v", len(raw), cut)
	}
}
