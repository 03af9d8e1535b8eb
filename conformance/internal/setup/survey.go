package setup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Probe finds out, in a few calls and before any property is tried, how facts are
// set up on the target, and what can't be. A person's file comes first:
// it is not for the suite to touch more than it allows.
func (s *Setup) Probe() *report.Setup {
	if len(s.API.Facts) == 0 {
		return nil
	}
	rep := &report.Setup{Strategy: report.ByNone}
	s.probe(func(t *Stage) {
		if t.Target.Fixtures != nil {
			*rep = surveyFile(t)
			return
		}
		var by, instead []string
		for i := range t.API.Facts {
			fact := &t.API.Facts[i]
			w := strategyFor(t, fact.Name)
			switch {
			case w.none != "":
				rep.Strategy = report.ByNone
				instead = append(instead, w.none)
				rep.Lacks = append(rep.Lacks, fact.Name+" can't be set")
			case w.op == nil:
				rep.Strategy = report.ByControl
				by = append(by, "the target's power to set facts")
			default:
				rep.Strategy = report.ByWire
				by = append(by, w.op.Name)
				instead = append(append(instead, "the target does not offer to set facts"), w.instead...)
				rep.Lacks = append(rep.Lacks, lackOf(t, fact, w)...)
			}
		}
		rep.By = strings.Join(slices.Compact(by), ", ")
		rep.Why = strings.TrimRight(strings.Join(instead, "; "), " .,")
	})
	if s.Target.Clock == nil {
		rep.Lacks = append(rep.Lacks, "the clock can't be moved")
	}
	return rep
}

// probe calls a function once with a case that belongs to no clause.
func (s *Setup) probe(look func(*Stage)) {
	done := false
	tb := generate.NewTB("probe")
	testcase.SettingsOf(&s.Options).Check(tb, func(rt *rapid.T) {
		if done {
			return
		}
		done = true
		t := s.NewStage(rt, &testcase.Result{Limit: 1, Thorough: true}, testcase.WholeContract("probe", ""), "probe")
		t.Probing = true
		rt.Cleanup(t.CleanUp)
		look(t)
	})
	if tb.Failed() {
		s.Broken = cmp.Or(s.Broken, fmt.Errorf("the suite broke down while it looked around: %s", tb.Message()))
	}
}

// WhyMissing says why an operation is not there, or "" if it is. One that nobody
// could make a case of, and that has not answered so far, is asked for nothing.
func (s *Setup) WhyMissing(op *model.Operation) string {
	if op == nil {
		return ""
	}
	if !s.Answered[op.Name] && s.Missing[op.Name] == "" && !s.looked[op.Name] {
		s.looked[op.Name] = true
		s.probe(func(t *Stage) { t.Ask(op, []byte("{}"), nil) })
	}
	if s.Missing[op.Name] != "" {
		return s.NotImplemented(op.Name)
	}
	return ""
}

// lackOf says what a way can't set up.
func lackOf(t *Stage, fact *model.Fact, w *strategy) []string {
	var lacks []string
	for _, v := range t.ValuesOf(fact) {
		if v != fact.Initially && !slices.Contains(t.SettableValues(w.op), v) {
			lacks = append(lacks, fmt.Sprintf("%s can't be set to %s", fact.Name, v))
		}
	}
	if !slices.Contains(t.SettableValues(w.op), fact.Initially) {
		lacks = append(lacks, fmt.Sprintf("once decided, %s can't be made %s again", fact.Name, fact.Initially))
	}
	for _, name := range fact.Key {
		if values := w.only[name]; values != nil && !slices.Contains(fact.Partition, name) {
			lacks = append(lacks, fmt.Sprintf("%s can only be %s", name, strings.Join(values, " or ")))
		}
	}
	if most := t.On(fact.Name).Capacity(100); most < 100 {
		lacks = append(lacks, fmt.Sprintf("there can be no more than %s in one %s", report.Counted(most, "key"), strings.Join(fact.Partition, ", ")))
	}
	if w.unread {
		lacks = append(lacks, "nothing shows whether "+fact.Name+" was set")
	}
	return lacks
}

// surveyFile looks whether all is as a fixtures file says, by reading alone. It
// leaves out what is otherwise, and places where something is already that is
// not the suite's to delete.
func surveyFile(t *Stage) report.Setup {
	w := t.Target.Fixtures
	rep := report.Setup{Strategy: report.ByFile, By: "the facts in the file, which are not changed", Why: "the file says what may be touched, whatever else the target offers"}
	scope := t.Target.Scope()
	if w.Account != "" && w.Account != scope.Account || w.Region != "" && w.Region != scope.Region {
		rep.Strategy = report.ByNone
		rep.Lacks = append(rep.Lacks, fmt.Sprintf("the file is of account %s in %s, and this is account %s in %s", w.Account, w.Region, scope.Account, scope.Region))
		return rep
	}
	var all []testcase.Fixture
	for _, f := range w.Facts {
		of := value.Object{}
		for name, text := range f.Of {
			of[name] = text
		}
		all = append(all, testcase.Fixture{Fact: f.Fact, Of: of, Value: f.Value})
	}
	t.Fixtures.Facts = all // so that they can be asked for
	var usable []testcase.Fixture
	for i := range t.API.Facts {
		fact := t.On(t.API.Facts[i].Name)
		seen := map[string]string{}
		for _, f := range all {
			if f.Fact != fact.Subject.Name {
				continue
			}
			place := value.KeyOf(f.Of, fact.Subject.Partition)
			if _, known := seen[place]; !known {
				seen[place] = occupied(t, fact, f.Of)
			}
			why := seen[place]
			if why == "" {
				why = otherwise(fact, f)
			}
			if why != "" {
				rep.Lacks = append(rep.Lacks, why)
				continue
			}
			usable = append(usable, f)
		}
	}
	t.Fixtures.Facts = usable
	rep.Lacks = append(slices.Compact(rep.Lacks), lackOfFile(t, usable)...)
	if len(usable) == 0 {
		rep.Strategy = report.ByNone
	}
	return rep
}

// quietly runs a part of a probe, and returns why it was given up, or "".
func quietly(t *Stage, part func(*Stage)) (why string) {
	view := t.View()
	view.Result = &testcase.Result{Limit: 1, Thorough: true}
	view.Probing = true
	defer func() {
		// A case is given up by a panic of rapid's.
		if p := recover(); p != nil {
			why = strings.Join(append(view.Result.Reasons, view.Result.Unsupported), "")
			if why == "" {
				panic(p)
			}
		}
	}()
	part(view)
	return ""
}

// occupied says why a place that a file names can't be used, or "": it can't be
// read, or what the fact guards is there already.
func occupied(t *Stage, fact *Stage, of value.Object) string {
	what := value.KeyOf(of, fact.Subject.Partition)
	for _, op := range t.GuardedBy(fact.Subject.Name) {
		guarded := t.Of(op)
		found := 0
		why := quietly(t, func(q *Stage) { found = len(q.Of(op).List(value.Pick(of, guarded.Subject.Partition))) })
		if why != "" {
			return fmt.Sprintf("%s is left alone: %s", what, why)
		}
		if found > 0 {
			return fmt.Sprintf("%s is left alone: it has %s already", what, report.Counted(found, guarded.Subject.Name))
		}
	}
	return ""
}

// otherwise says why a fact of a file can't be used, or "": it is read, and is
// not as the file says.
func otherwise(t *Stage, f testcase.Fixture) string {
	if t.Operations.List == nil || t.Missing[t.Operations.List.Name] != "" {
		return ""
	}
	read := t.Subject.Fact.Initially
	why := quietly(t, func(q *Stage) {
		for _, found := range q.On(f.Fact).List(value.Pick(f.Of, t.Subject.Partition)) {
			if value.KeyOf(found, t.Subject.Key) == value.KeyOf(f.Of, t.Subject.Key) {
				read, _ = found[t.Subject.Fact.Value].(string)
			}
		}
	})
	if why != "" {
		return fmt.Sprintf("%s is left alone: %s", value.KeyOf(f.Of, t.Subject.Partition), why)
	}
	if read != f.Value {
		return fmt.Sprintf("%s is left alone: its %s is %s, and not %s as the file says", value.KeyOf(f.Of, t.Subject.Key), f.Fact, read, f.Value)
	}
	return ""
}

// ReportLeftovers looks, after all was checked, whether the places that a fixtures file
// names are as they were found, and says what is not.
func (s *Setup) ReportLeftovers(report *report.Setup) {
	if s.Fixtures == nil {
		return
	}
	s.probe(func(t *Stage) {
		for i := range t.API.Facts {
			fact, seen := t.On(t.API.Facts[i].Name), map[string]bool{}
			for _, f := range t.Fixtures.Facts {
				place := value.KeyOf(f.Of, fact.Subject.Partition)
				if f.Fact != fact.Subject.Name || seen[place] {
					continue
				}
				seen[place] = true
				if occupied(t, fact, f.Of) != "" {
					clear(t, fact, f.Of)
				}
				if why := occupied(t, fact, f.Of); why != "" {
					report.Left = append(report.Left, strings.Replace(why, " is left alone", "", 1))
				}
			}
		}
	})
}

// clear deletes what the suite may have put in a place that a file names.
func clear(t *Stage, fact *Stage, of value.Object) {
	for _, op := range t.GuardedBy(fact.Subject.Name) {
		q := t.Of(op)
		for _, key := range q.FixtureKeysIn(value.Pick(of, q.Subject.Partition), q.ValuesOf(fact.Subject.Fact)) {
			q.DeferCleanup(key)
		}
	}
	t.CleanUp()
}

// lackOfFile says what the usable facts of a file can't set up.
func lackOfFile(t *Stage, usable []testcase.Fixture) []string {
	var lacks []string
	for i := range t.API.Facts {
		fact := t.On(t.API.Facts[i].Name)
		most := 0
		for _, v := range t.ValuesOf(fact.Subject.Fact) {
			if !slices.ContainsFunc(usable, func(f testcase.Fixture) bool { return f.Fact == fact.Subject.Name && f.Value == v }) {
				lacks = append(lacks, fmt.Sprintf("nothing whose %s is %s", fact.Subject.Name, v))
			}
			most = max(most, givenCapacity(fact, []string{v}))
		}
		lacks = append(lacks, fmt.Sprintf("no more than %s of one %s in one %s", report.Counted(most, "key"), fact.Subject.Name, strings.Join(fact.Subject.Partition, ", ")))
	}
	return lacks
}
