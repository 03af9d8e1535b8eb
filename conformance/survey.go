package conformance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// The ways in which facts are brought about, the best first.
const (
	byControl = "control"
	byWire    = "wire"
	byFile    = "file"
	byNone    = "none"
)

// survey finds out, in a few calls and before any law is tried, how facts are
// brought about on the target, and what can't be. A person's file comes first:
// it is not for the suite to touch more than it allows.
func (s *arrangements) survey() *WorldReport {
	if len(s.api.Facts) == 0 {
		return nil
	}
	report := &WorldReport{Way: byNone}
	s.probe(func(t *trial) {
		if t.target.World != nil {
			*report = t.surveyFile()
			return
		}
		var by, instead []string
		for i := range t.api.Facts {
			fact := &t.api.Facts[i]
			w := t.wayTo(fact.Name)
			switch {
			case w.none != "":
				report.Way = byNone
				instead = append(instead, w.none)
				report.Lacks = append(report.Lacks, fact.Name+" can't be set")
			case w.op == nil:
				report.Way = byControl
				by = append(by, "the target's power to set facts")
			default:
				report.Way = byWire
				by = append(by, w.op.Name)
				instead = append(append(instead, "the target does not offer to set facts"), w.instead...)
				report.Lacks = append(report.Lacks, t.lackOf(fact, w)...)
			}
		}
		report.By = strings.Join(slices.Compact(by), ", ")
		report.Why = strings.TrimRight(strings.Join(instead, "; "), " .,")
	})
	if s.target.Clock == nil {
		report.Lacks = append(report.Lacks, "the clock can't be moved")
	}
	return report
}

// probe calls a function once with a trial that belongs to no clause.
func (s *arrangements) probe(look func(*trial)) {
	done := false
	tb := &quietTB{name: "probe"}
	s.options.settings().check(tb, func(rt *rapid.T) {
		if done {
			return
		}
		done = true
		t := s.trial(rt, &outcome{limit: 1, thorough: true}, whole("probe", ""), "probe")
		t.probing = true
		rt.Cleanup(t.cleanUp)
		look(t)
	})
	if tb.failed {
		s.broken = cmp.Or(s.broken, fmt.Errorf("the suite broke down while it looked around: %s", tb.said))
	}
}

// absent says why an operation is not there, or "" if it is. One that nobody
// could make a case of, and that has not answered so far, is asked for nothing.
func (s *arrangements) absent(op *model.Operation) string {
	if op == nil {
		return ""
	}
	if !s.answered[op.Name] && s.missing[op.Name] == "" && !s.looked[op.Name] {
		s.looked[op.Name] = true
		s.probe(func(t *trial) { t.ask(op, []byte("{}"), nil) })
	}
	if why := s.missing[op.Name]; why != "" {
		return op.Name + " is not there: " + why
	}
	return ""
}

// lackOf says what a way can't bring about.
func (t *trial) lackOf(fact *model.Fact, w *way) []string {
	var lacks []string
	for _, v := range t.valuesOf(fact) {
		if v != fact.Initially && !slices.Contains(t.values(w.op), v) {
			lacks = append(lacks, fmt.Sprintf("%s can't be set to %s", fact.Name, v))
		}
	}
	if !slices.Contains(t.values(w.op), fact.Initially) {
		lacks = append(lacks, fmt.Sprintf("once decided, %s can't be made %s again", fact.Name, fact.Initially))
	}
	for _, name := range fact.Key {
		if values := w.only[name]; values != nil && !slices.Contains(fact.Partition, name) {
			lacks = append(lacks, fmt.Sprintf("%s can only be %s", name, strings.Join(values, " or ")))
		}
	}
	if most := t.on(fact.Name).capacity(100); most < 100 {
		lacks = append(lacks, fmt.Sprintf("there can be no more than %s in one %s", counted(most, "key"), strings.Join(fact.Partition, ", ")))
	}
	if w.unread {
		lacks = append(lacks, "nothing shows whether "+fact.Name+" was set")
	}
	return lacks
}

// surveyFile looks whether all is as a person's file says, by reading alone. It
// leaves out what is otherwise, and places where something is already that is
// not the suite's to delete.
func (t *trial) surveyFile() WorldReport {
	w := t.target.World
	report := WorldReport{Way: byFile, By: "the facts in the file, which are not changed", Why: "the file says what may be touched, whatever else the target offers"}
	scope := t.target.scope()
	if w.Account != "" && w.Account != scope.Account || w.Region != "" && w.Region != scope.Region {
		report.Way = byNone
		report.Lacks = append(report.Lacks, fmt.Sprintf("the file is of account %s in %s, and this is account %s in %s", w.Account, w.Region, scope.Account, scope.Region))
		return report
	}
	var all []givenFact
	for _, f := range w.Facts {
		of := object{}
		for name, text := range f.Of {
			of[name] = text
		}
		all = append(all, givenFact{f.Fact, of, f.Value})
	}
	t.given.facts = all // so that they can be asked for
	var usable []givenFact
	for i := range t.api.Facts {
		fact := t.on(t.api.Facts[i].Name)
		seen := map[string]string{}
		for _, f := range all {
			if f.fact != fact.about.Name {
				continue
			}
			place := keyOf(f.of, fact.about.Partition)
			if _, known := seen[place]; !known {
				seen[place] = t.occupied(fact, f.of)
			}
			why := seen[place]
			if why == "" {
				why = fact.otherwise(f)
			}
			if why != "" {
				report.Lacks = append(report.Lacks, why)
				continue
			}
			usable = append(usable, f)
		}
	}
	t.given.facts = usable
	report.Lacks = append(slices.Compact(report.Lacks), t.lackOfFile(usable)...)
	if len(usable) == 0 {
		report.Way = byNone
	}
	return report
}

// quietly runs a part of a probe, and returns why it was given up, or "".
func (t *trial) quietly(part func(*trial)) (why string) {
	view := t.view()
	view.outcome = &outcome{limit: 1, thorough: true}
	view.probing = true
	defer func() {
		// A case is given up by a panic of rapid's.
		if p := recover(); p != nil {
			why = strings.Join(append(view.outcome.reasons, view.outcome.unreachable), "")
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
func (t *trial) occupied(fact *trial, of object) string {
	what := keyOf(of, fact.about.Partition)
	for _, op := range t.guardedBy(fact.about.Name) {
		guarded := t.of(op)
		found := 0
		why := t.quietly(func(q *trial) { found = len(q.of(op).list(pick(of, guarded.about.Partition))) })
		if why != "" {
			return fmt.Sprintf("%s is left alone: %s", what, why)
		}
		if found > 0 {
			return fmt.Sprintf("%s is left alone: it has %s already", what, counted(found, guarded.about.Name))
		}
	}
	return ""
}

// otherwise says why a fact of a file can't be used, or "": it is read, and is
// not as the file says.
func (t *trial) otherwise(f givenFact) string {
	if t.ops.list == nil || t.missing[t.ops.list.Name] != "" {
		return ""
	}
	read := t.about.Fact.Initially
	why := t.quietly(func(q *trial) {
		for _, found := range q.on(f.fact).list(pick(f.of, t.about.Partition)) {
			if keyOf(found, t.about.Key) == keyOf(f.of, t.about.Key) {
				read, _ = found[t.about.Fact.Value].(string)
			}
		}
	})
	if why != "" {
		return fmt.Sprintf("%s is left alone: %s", keyOf(f.of, t.about.Partition), why)
	}
	if read != f.value {
		return fmt.Sprintf("%s is left alone: its %s is %s, and not %s as the file says", keyOf(f.of, t.about.Key), f.fact, read, f.value)
	}
	return ""
}

// leave looks, after all was judged, whether the places that a person's file
// names are as they were found, and says what is not.
func (s *arrangements) leave(report *WorldReport) {
	if s.given == nil {
		return
	}
	s.probe(func(t *trial) {
		for i := range t.api.Facts {
			fact, seen := t.on(t.api.Facts[i].Name), map[string]bool{}
			for _, f := range t.given.facts {
				place := keyOf(f.of, fact.about.Partition)
				if f.fact != fact.about.Name || seen[place] {
					continue
				}
				seen[place] = true
				if t.occupied(fact, f.of) != "" {
					t.clear(fact, f.of)
				}
				if why := t.occupied(fact, f.of); why != "" {
					report.Left = append(report.Left, strings.Replace(why, " is left alone", "", 1))
				}
			}
		}
	})
}

// clear deletes what the suite may have put in a place that a file names.
func (t *trial) clear(fact *trial, of object) {
	for _, op := range t.guardedBy(fact.about.Name) {
		q := t.of(op)
		for _, key := range q.givenIn(pick(of, q.about.Partition), q.valuesOf(fact.about.Fact)) {
			q.leaves(key)
		}
	}
	t.cleanUp()
}

// lackOfFile says what the usable facts of a file can't bring about.
func (t *trial) lackOfFile(usable []givenFact) []string {
	var lacks []string
	for i := range t.api.Facts {
		fact := t.on(t.api.Facts[i].Name)
		most := 0
		for _, v := range t.valuesOf(fact.about.Fact) {
			if !slices.ContainsFunc(usable, func(f givenFact) bool { return f.fact == fact.about.Name && f.value == v }) {
				lacks = append(lacks, fmt.Sprintf("nothing whose %s is %s", fact.about.Name, v))
			}
			most = max(most, fact.givenCapacity([]string{v}))
		}
		lacks = append(lacks, fmt.Sprintf("no more than %s of one %s in one %s", counted(most, "key"), fact.about.Name, strings.Join(fact.about.Partition, ", ")))
	}
	return lacks
}
