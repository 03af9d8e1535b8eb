package run

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// begin begins the cases of properties about time, so that they wait while other
// clauses are checked. A fixtures file has too few places for that: with one,
// each case waits by itself.
func (s *Suite) begin(clauses []model.Placed) {
	if !script.Waits(s.Session) || s.Target.Reset != nil || s.Fixtures != nil {
		return
	}
	for _, p := range clauses {
		// The last property of a kind takes longest, so it begins first.
		for _, prop := range slices.Backward(s.PropertiesFor(p.Clause)) {
			if prop.Begin == nil {
				continue
			}
			for n := range min(script.MostPending, testcase.CasesOf(&s.Options, prop.Once, prop.Cases)) {
				s.generate(p, n, func(rt *rapid.T) {
					t := script.New(s.Setup, rt, &testcase.Result{Limit: 1}, p, prop.Name)
					kept := false
					rt.Cleanup(func() {
						if !kept {
							t.CleanUp()
						}
					})
					w := prop.Begin(t)
					kept = true
					// All reads so far were as expected. Those to come are late
					// enough to return all writes.
					t.Record.Stale = false
					s.pending[p.Clause.ID+prop.Name] = append(s.pending[p.Clause.ID+prop.Name], w)
				})
			}
		}
	}
}

// look takes the looks at pending cases that are due.
func (s *Suite) look(clauses []model.Placed) {
	if len(s.pending) == 0 {
		return
	}
	for _, p := range clauses {
		for _, prop := range s.PropertiesFor(p.Clause) {
			for _, w := range s.pending[p.Clause.ID+prop.Name] {
				for _, k := range w.Looks {
					if w.Result.Failure != nil || s.Ctx.Err() != nil || !k.Due(s.TargetTime()) {
						continue
					}
					s.generate(p, 0, func(rt *rapid.T) {
						t := script.New(s.Setup, rt, &w.Result, p, prop.Name)
						t.Record, t.Subject = w.Record, w.Subject
						t.Result.Thorough = true
						t.LookAt(w, k)
					})
				}
			}
		}
	}
}

// cleanUp removes what pending cases have created.
func (s *Suite) cleanUp(clauses []model.Placed) {
	if len(s.pending) == 0 {
		return
	}
	for _, p := range clauses {
		for _, prop := range s.PropertiesFor(p.Clause) {
			for _, w := range s.pending[p.Clause.ID+prop.Name] {
				t := script.New(s.Setup, nil, &testcase.Result{}, p, prop.Name)
				t.Record = w.Record
				t.CleanUp()
			}
		}
	}
	clear(s.pending)
}
