package oracle

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// An Outcome is what is to come of a call.
type Outcome struct {
	// Codes are errors with any of which the call may be rejected.
	Codes []string
	// Output is an answer that would do: one of a service that shows resources in
	// the order in which they came, as many on a page as fit. It is nil if the
	// call must be rejected. Where there are codes as well, either will do.
	Output map[string]any

	// open reports that nothing is known.
	open     bool
	op       *model.Operation
	page     page
	failures []failure
	// done and absent are the keys that the output lists as plain texts.
	done, absent []any
	// written is what the output of a put has of the resource.
	written object
	// before are the resources as they were, if an error may come as well.
	before map[Scope][]resource
	// asked are the requests that had tokens, as they were before.
	asked map[Scope][]repeatable
	// labels are what the output of a put says of labels.
	labels *labelling
}

// A Reply is what has come of a call.
type Reply struct {
	// Code is that of an error, and empty if the call succeeded.
	Code   string
	Output map[string]any
}

// success returns the outcome of a call that does what it is asked to.
func (c *call) success(p page, failures []failure) Outcome {
	out := object{}
	switch into := c.op.Effect.Into; {
	case into == "" && c.op.Effect.Verb == model.Gets:
		for _, r := range p.rows {
			out = r.shown
		}
	case into == "":
	case c.op.Effect.Verb == model.Gets:
		for _, r := range p.rows {
			out = put(out, into, r.shown)
		}
	default:
		rows := []any{}
		for _, r := range p.rows {
			if p.most == 0 || len(rows) < p.most {
				rows = append(rows, r.row(c.op))
			}
		}
		if p.most > 0 && (len(p.rows) > p.most || len(p.rows) == p.most && p.last == "empty-page") {
			out = put(out, model.Path(p.next), fmt.Sprintf("page-%d", len(c.tokens)+1))
		}
		out = put(out, into, rows)
	}
	if clause, rule := rule[model.Batch](c); clause != nil {
		out = tell(out, rule, failures)
	}
	return Outcome{Output: plain(out).(object), op: c.op, page: p, failures: failures}
}

// String says in a few words what is to come.
func (w Outcome) String() string {
	switch {
	case w.open:
		return "anything"
	case w.Output == nil:
		return strings.Join(w.distinct(), " or ")
	case len(w.Codes) > 0:
		return show(w.Output) + " or " + strings.Join(w.distinct(), " or ")
	}
	return show(w.Output)
}

func (w Outcome) distinct() []string { return slices.Compact(slices.Sorted(slices.Values(w.Codes))) }

// Agree reports whether a reply is one that the outcome allows: nil if it is,
// and otherwise what is wrong with it. What the reply has settled, such as the
// words that the service gave out, the oracle knows from then on.
func (o *Oracle) Agree(want Outcome, got Reply) error {
	switch {
	case want.open:
		return nil
	case got.Code != "" && slices.Contains(want.Codes, got.Code):
		if want.before != nil {
			o.partitions, o.requests = want.before, want.asked
		}
		return nil
	case want.Output == nil && got.Code == "":
		return errors.New("the call succeeds")
	case got.Code != "":
		return fmt.Errorf("the call is rejected with %s", got.Code)
	}
	m := &match{Oracle: o, words: o.words}
	for _, rule := range rulesOf[model.Batch](want.op) {
		if err := m.batches(want.op, rule, want.failures, got.Output); err != nil {
			return err
		}
	}
	if err := m.rows(want, got.Output); err != nil {
		return err
	}
	if err := m.names(want, got.Output); err != nil {
		return err
	}
	if err := m.tells(want, got.Output); err != nil {
		return err
	}
	if err := m.labels(want, got.Output); err != nil {
		return err
	}
	o.words = m.words
	return m.unspecified(want, got.Output)
}

// rows holds the list in an answer against what it may show, and notes the
// token that it comes with.
func (m *match) rows(want Outcome, got object) error {
	switch {
	case want.op.Effect.Verb == model.Gets:
		return m.single(want, got)
	case want.op.Effect.Into == "":
		return nil
	}
	p := want.page
	left := slices.Clone(p.rows)
	seen := slices.Clone(p.seen)
	list := at(got, want.op.Effect.Into.Elem())
	for _, e := range list {
		got := e
		if want.op.Effect.ShowsTexts() {
			e = object{"": e}
		} else if m.Lenient {
			e = modelled(want.op, e)
		}
		i := slices.IndexFunc(left, func(r row) bool {
			before := m.words
			same := m.same(r.shown, e)
			if !same {
				m.words = before
			}
			return same
		})
		if i < 0 && p.again && slices.ContainsFunc(seen[len(p.seen):], func(r row) bool { return m.same(r.shown, e) }) {
			continue
		}
		if i < 0 {
			return fmt.Errorf("%s is shown, and is not among the rows still to be shown: %s", show(got), m.showLike(left, e))
		}
		seen = append(seen, left[i])
		left = slices.Delete(left, i, i+1)
	}
	if shown := seen[len(p.seen):]; p.order != nil && !slices.IsSortedFunc(shown, p.order) {
		return errors.New("the rows come in another order")
	}
	if p.most > 0 && len(list) > p.most {
		return fmt.Errorf("a page of %d rows, where %d are the most", len(list), p.most)
	}
	owed := slices.DeleteFunc(left, func(r row) bool { return r.optional })
	next := ""
	if p.next != "" {
		next = text(got[p.next])
	}
	switch full := p.most > 0 && len(list) == p.most; {
	// A page that is not full may be followed by another one, whatever is on that.
	case next != "" && len(left) == 0 && p.last == "nothing" && full:
		return errors.New("there is a token, and nothing is left to be shown")
	case next == "" && len(left) == 0 && p.last == "empty-page" && full:
		return errors.New("the page is full, and there is no token for an empty one behind it")
	}
	if next != "" {
		m.tokens = append(m.tokens, token{text: next, listing: p.listing, seen: seen, owed: owed, first: p.first, writes: p.writes})
		return nil
	}
	if len(owed) > 0 {
		return fmt.Errorf("not shown: %s", showRows(owed))
	}
	return nil
}

// unspecified holds an answer to what no clause says: its other lists are empty.
func (m *match) unspecified(want Outcome, got object) error {
	if want.op.Effect.Verb == model.Gets && want.op.Effect.Into == "" {
		return nil // all of it has been held against the resource
	}
	known := []string{string(want.op.Effect.Into), want.page.next}
	for _, rule := range rulesOf[model.Batch](want.op) {
		known = append(known, string(rule.Group().Join(rule.Items)), rule.List)
	}
	for _, rule := range rulesOf[model.Named](want.op) {
		known = append(known, string(rule.Done), string(rule.Absent))
	}
	for _, rule := range rulesOf[model.LabelForm](want.op) {
		known = append(known, string(rule.Invalid))
	}
	for _, rule := range rulesOf[model.Output](want.op) {
		for _, b := range rule.As {
			known = append(known, string(b.Path))
		}
	}
	for name, v := range got {
		if list, isList := v.([]any); isList && len(list) > 0 && !slices.Contains(known, name) {
			return fmt.Errorf("%s is %s, and nothing says that there is anything in it", name, show(list))
		}
	}
	return nil
}

func showRows(rows []row) string {
	shown := make([]object, len(rows))
	for i, r := range rows {
		shown[i] = r.shown
	}
	return showAll(shown)
}
