package pattern

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	// maxCount is how often RE2 repeats something, repetitions within
	// repetitions multiplied.
	maxCount = 1000
	// maxSize is how many atoms a translation has at most, each counted as often
	// as it is repeated: matching takes as many steps for each character.
	maxSize = 5000
)

// A writer writes a pattern in RE2's syntax.
type writer struct {
	maxLength int64
	folds     bool
	// min and max are what is left to a check of the length.
	min, max int64
}

// A piece is a part of a translation.
type piece struct {
	text string
	// count is how often RE2 counts the part as repeated.
	count int
	// size is the number of its atoms.
	size int
}

// all writes the whole pattern.
func (w *writer) all(root *node) (string, error) {
	w.loosenEnds(root)
	w.measure(root)
	p, err := w.alternatives(root, true)
	return p.text, err
}

// loosenEnds drops the upper counts at the ends of a pattern that no anchor
// holds: [a-z]{1,4096} is found in a text in which [a-z]+ is found.
func (w *writer) loosenEnds(root *node) {
	if len(root.kids) != 1 || len(root.kids[0].kids) == 0 {
		return
	}
	kids := root.kids[0].kids
	for _, end := range []*node{kids[0], kids[len(kids)-1]} {
		if end.op == repetition && end.max > 1 && !end.possessive {
			end.max = -1
		}
	}
}

// measure leaves the counts of a pattern such as ^[a-z]{1,4096}$ to a check of
// the length, where RE2 can't count so far.
func (w *writer) measure(root *node) {
	if len(root.kids) != 1 || len(root.kids[0].kids) != 3 {
		return
	}
	start, r, end := root.kids[0].kids[0], root.kids[0].kids[1], root.kids[0].kids[2]
	isStart := start.op == assertion && (start.text == "^" || start.text == `\A`)
	isEnd := end.op == assertion && (end.text == "$" || end.text == `\z`)
	if !isStart || !isEnd || r.op != repetition || r.kids[0].one() == nil || max(r.min, r.max) <= maxCount {
		return
	}
	if r.min > 1 {
		w.min = int64(r.min)
	}
	w.max = int64(max(r.max, 0))
	r.min, r.max = min(r.min, 1), -1
}

// one returns the code points of a node that always matches one of them, as a
// whole, and nil for any other.
func (n *node) one() ranges {
	switch {
	case n.op == atom:
		return n.set
	case n.op == group && n.kids[0].op == alternation:
		// An alternation of classes is a class; what exactly is in it nobody asks.
		for _, kid := range n.kids[0].kids {
			if len(kid.kids) != 1 || kid.kids[0].one() == nil {
				return nil
			}
		}
		if len(n.kids[0].kids) == 1 {
			return n.kids[0].kids[0].kids[0].one()
		}
		return ranges{0, 0x10FFFF}
	}
	return nil
}

// least returns how many code points a node matches at least.
func (n *node) least() int {
	switch n.op {
	case atom:
		return 1
	case repetition:
		return min(n.min*n.kids[0].least(), maxCount)
	case sequence:
		sum := 0
		for _, kid := range n.kids {
			sum += kid.least()
		}
		return sum
	case group, alternation:
		least := n.kids[0].least()
		for _, kid := range n.kids {
			least = min(least, kid.least())
		}
		return least
	}
	return 0
}

// alternatives writes an alternation. last says that nothing follows it in the
// pattern.
func (w *writer) alternatives(n *node, last bool) (piece, error) {
	all := piece{count: 1}
	for i, kid := range n.kids {
		p, err := w.sequence(kid, last)
		if err != nil {
			return piece{}, err
		}
		if i > 0 {
			all.text += "|"
		}
		all.add(p)
	}
	return all, nil
}

// add puts a part behind another.
func (p *piece) add(next piece) {
	p.text += next.text
	p.count = max(p.count, next.count)
	p.size += next.size
}

// sequence writes a sequence.
func (w *writer) sequence(n *node, last bool) (piece, error) {
	all := piece{count: 1}
	for i, kid := range n.kids {
		if kid.op == repetition && kid.possessive && !w.keeps(kid, n.kids[i+1:], last) {
			return piece{}, &Unsupported{"possessive repetition"}
		}
		p, err := w.one(kid, last && i == len(n.kids)-1)
		if err != nil {
			return piece{}, err
		}
		all.add(p)
	}
	return all, nil
}

// one writes one part of a sequence.
func (w *writer) one(n *node, last bool) (piece, error) {
	switch n.op {
	case assertion:
		return piece{text: n.text, count: 1}, nil
	case atom:
		return piece{text: n.text, count: 1, size: 1}, nil
	case group:
		inner := n.kids[0]
		if inner.op != alternation {
			inner = &node{op: alternation, kids: []*node{inner}}
		}
		p, err := w.alternatives(inner, last)
		p.text = n.text + p.text + ")"
		return p, err
	}
	body := n.kids[0]
	if body.op == repetition {
		// What is repeated twice over stands in a group of its own.
		body = &node{op: group, text: "(?:", kids: []*node{{op: alternation, kids: []*node{{op: sequence, kids: []*node{body}}}}}}
	}
	p, err := w.one(body, false)
	if err != nil {
		return piece{}, err
	}
	return w.repeat(n, p)
}

// repeat writes a repetition of a part.
func (w *writer) repeat(n *node, body piece) (piece, error) {
	low, high := n.min, n.max
	// Each turn counts as far as RE2 does.
	step := maxCount / body.count
	if high > step && w.maxLength >= 0 && int64(high) >= w.maxLength && n.kids[0].least() > 0 {
		high = -1 // no text is longer
	}
	lazy := ""
	if n.lazy {
		lazy = "?"
	}
	all := piece{count: 1}
	for first := true; first || low > 0 || high > 0; first = false {
		if all.size > maxSize {
			break
		}
		from, to := min(low, step), min(high, step)
		if high < 0 {
			to = -1
			if low > step {
				to = from
			}
		} else if low > step {
			to = from
		}
		turns := max(from, to, 1)
		all.add(piece{text: body.text + times(from, to) + lazy, count: body.count * turns, size: max(body.size, 1) * turns})
		low -= from
		if high >= 0 {
			high -= to
		} else if to < 0 {
			break
		}
	}
	if all.size > maxSize {
		return piece{}, &Unsupported{"count " + strconv.Itoa(max(n.min, n.max)) + " of this size"}
	}
	return all, nil
}

// times returns the sign for a repetition.
func times(low, high int) string {
	switch {
	case low == 0 && high < 0:
		return "*"
	case low == 1 && high < 0:
		return "+"
	case low == 0 && high == 1:
		return "?"
	case low == high:
		return fmt.Sprintf("{%d}", low)
	case high < 0:
		return fmt.Sprintf("{%d,}", low)
	}
	return fmt.Sprintf("{%d,%d}", low, high)
}

// keeps reports whether a possessive repetition matches what a greedy one
// does: it could give nothing back that what follows would take.
func (w *writer) keeps(n *node, after []*node, last bool) bool {
	if fixed(n) {
		return true
	}
	set := n.kids[0].one()
	if set == nil || w.folds {
		return false
	}
	if len(after) == 0 {
		return last
	}
	next := after[0]
	switch {
	case next.op == assertion:
		return next.text == "$" || next.text == `\z`
	case next.op == repetition && next.min > 0:
		next = next.kids[0]
	}
	follows := next.one()
	return follows != nil && len(set.and(follows)) == 0
}

// fixed reports whether there is one way alone in which a node can match.
func fixed(n *node) bool {
	if n.op == repetition && n.min != n.max || n.op == alternation && len(n.kids) > 1 {
		return false
	}
	for _, kid := range n.kids {
		if !fixed(kid) {
			return false
		}
	}
	return n.op != atom || n.set != nil
}

// String returns the bounds and the expression, for messages.
func (t Translation) String() string {
	var b strings.Builder
	b.WriteString(t.RE2)
	if t.Min > 0 {
		fmt.Fprintf(&b, ", at least %d characters", t.Min)
	}
	if t.Max > 0 {
		fmt.Fprintf(&b, ", at most %d characters", t.Max)
	}
	return b.String()
}
