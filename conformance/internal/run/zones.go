package run

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// begin begins with the cases of the properties about time among some clauses. The
// places that a fixtures file names are too few for that: there they wait, each
// by itself.
func (s *Suite) begin(clauses []model.Placed) {
	if !script.Waits(s.Session) || s.Target.Reset != nil || s.Fixtures != nil {
		return
	}
	for _, p := range clauses {
		// Of those of one kind the last takes longest, and so it is begun first.
		for _, l := range slices.Backward(s.LawsFor(p.Clause)) {
			if l.Begin == nil {
				continue
			}
			for n := range min(script.Sowings, testcase.CasesOf(&s.Options, l.Once, l.Cases)) {
				s.generate(p, n, func(rt *rapid.T) {
					t := script.New(s.Setup, rt, &testcase.Result{Limit: 1}, p, l.Name)
					kept := false
					rt.Cleanup(func() {
						if !kept {
							t.CleanUp()
						}
					})
					w := l.Begin(t)
					kept = true
					// What was read early was as it should be. The other looks come when
					// every read has to show what was put.
					t.Record.Stale = false
					s.pending[p.Clause.ID+l.Name] = append(s.pending[p.Clause.ID+l.Name], w)
				})
			}
		}
	}
}

// tend takes the looks for which it is time.
func (s *Suite) tend(clauses []model.Placed) {
	if len(s.pending) == 0 {
		return
	}
	for _, p := range clauses {
		for _, l := range s.LawsFor(p.Clause) {
			for _, w := range s.pending[p.Clause.ID+l.Name] {
				for _, k := range w.Looks {
					if w.Result.Failure != nil || s.Ctx.Err() != nil || !k.Due(s.TargetTime()) {
						continue
					}
					s.generate(p, 0, func(rt *rapid.T) {
						t := script.New(s.Setup, rt, &w.Result, p, l.Name)
						t.Record, t.Subject = w.Record, w.About
						t.Result.Thorough = true
						t.LookAt(w, k)
					})
				}
			}
		}
	}
}

// cleanUp removes what was begun and not awaited.
func (s *Suite) cleanUp(clauses []model.Placed) {
	if len(s.pending) == 0 {
		return
	}
	for _, p := range clauses {
		for _, l := range s.LawsFor(p.Clause) {
			for _, w := range s.pending[p.Clause.ID+l.Name] {
				t := script.New(s.Setup, nil, &testcase.Result{}, p, l.Name)
				t.Record = w.Record
				t.CleanUp()
			}
		}
	}
	clear(s.pending)
}
