package setup

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/generate"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// Probe finds out in a few calls, before any property is tried, how facts are
// set on the target, and what can't be set up. If there is a fixtures file,
// nothing else is tried: the suite must not touch more than it allows.
func (s *Setup) Probe() *report.Setup {
	if len(s.API.Facts) == 0 {
		s.probe(s.probeAccount)
		return nil
	}
	rep := s.probeFacts()
	s.probe(s.probeExamples)
	account := s.Target.Scope().Account
	s.probe(s.probeAccount)
	if s.Target.Scope().Account != account {
		rep = s.probeFacts() // some are about the account
	}
	s.probe(s.probeNames)
	rep.Lacks = append(rep.Lacks, s.replaced...)
	if s.OneAccount != "" {
		rep.Lacks = append(rep.Lacks, "there is no other account: "+s.OneAccount)
	}
	if s.Target.Clock == nil {
		rep.Lacks = append(rep.Lacks, "the clock can't be moved")
	}
	return rep
}

// probeFacts finds out how facts are set.
func (s *Setup) probeFacts() *report.Setup {
	rep := &report.Setup{Strategy: report.ByNone}
	clear(s.strategies)
	s.probe(func(t *Stage) {
		if t.Target.Fixtures != nil {
			*rep = probeFixtures(t)
			return
		}
		var by, passedOver []string
		for i := range t.API.Facts {
			fact := &t.API.Facts[i]
			st := strategyFor(t, fact.Name)
			switch {
			case st.impossible != "":
				if st.impossible != unset {
					passedOver = append(passedOver, st.impossible)
				}
				rep.Lacks = append(rep.Lacks, fact.Name+" can't be set")
			case st.op == nil:
				rep.Strategy = report.ByControl
				by = append(by, "the target's power to set facts")
			default:
				rep.Strategy = report.ByWire
				by = append(by, st.op.Name)
				passedOver = append(passedOver, st.passedOver...)
				rep.Lacks = append(rep.Lacks, lacksOf(t, fact, st)...)
			}
		}
		rep.By = strings.Join(slices.Compact(by), ", ")
		rep.Why = strings.TrimRight(strings.Join(passedOver, "; "), " .,")
	})
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
		s.Broken = cmp.Or(s.Broken, fmt.Errorf("the suite failed while it probed the target: %s", tb.Message()))
	}
}

// WhyMissing says why an operation is missing from the target, or returns "".
// If no case called the operation so far, it is called with an empty input.
func (s *Setup) WhyMissing(op *model.Operation) string {
	if op == nil {
		return ""
	}
	if !s.Answered[op.Name] && s.Missing[op.Name] == "" && !s.probed[op.Name] {
		s.probed[op.Name] = true
		s.probe(func(t *Stage) {
			// Whether it is missing does not depend on what the target knows by now,
			// so nothing is waited for.
			t.Result.Thorough = false
			t.Ask(op, []byte("{}"), nil)
		})
	}
	if s.Missing[op.Name] != "" {
		return s.NotImplemented(op.Name)
	}
	return ""
}

// lacksOf says what a strategy can't set up.
func lacksOf(t *Stage, fact *model.Fact, st *strategy) []string {
	var lacks []string
	for _, v := range t.ValuesOf(fact) {
		if v != fact.Initially && !slices.Contains(t.SettableValues(st.op), v) {
			lacks = append(lacks, fmt.Sprintf("%s can't be set to %s", fact.Name, v))
		}
	}
	if !slices.Contains(t.SettableValues(st.op), fact.Initially) {
		lacks = append(lacks, fmt.Sprintf("once decided, %s can't be made %s again", fact.Name, fact.Initially))
	}
	for _, name := range fact.Key {
		if values := st.only[name]; values != nil && !slices.Contains(fact.Partition, name) {
			lacks = append(lacks, fmt.Sprintf("%s can only be %s", name, oneOf(values)))
		}
	}
	if most := t.On(fact.Name).Capacity(100); most < 100 {
		lacks = append(lacks, fmt.Sprintf("there can be no more than %s in one %s", report.Counted(most, "key"), strings.Join(fact.Partition, ", ")))
	}
	if st.unconfirmed {
		lacks = append(lacks, "nothing shows whether "+fact.Name+" was set")
	}
	return lacks
}

// quietly runs a part of a probe, and returns why it was skipped, or "".
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

// oneOf names a few values, or says how many they are.
func oneOf(values []string) string {
	if len(values) > 8 {
		return fmt.Sprintf("one of %d values, such as %s", len(values), values[0])
	}
	return strings.Join(values, " or ")
}
