package reproduce

import (
	"maps"
	"slices"
)

// Contents are what the contract wants of an answer that succeeds. A program that
// gets another answer than the recorded one compares it with these: where they
// differ, the fault is still there.
type Contents struct {
	// Answer is a body that the contract allows.
	Answer []byte
	// Members are the names of members that are compared, wherever they stand: those
	// that callers have put, and nothing that a service may set, leave out or reword.
	Members []string
	// Next is the member with the token of the next page, or "". An answer that has
	// one is not all that there is, and may have fewer rows.
	Next string
	// Part reports that the request asks for a part of a list, so that what is to come
	// depends on how the target divides it.
	Part bool
}

// compared are contents as a program compares them, in lines of its own form.
type compared struct {
	lines        []string
	exact, loose []string
}

// wanted returns the contents in the lines of a program. A name of which some leaf has
// no exact line, or that varies from run to run, is compared loosely throughout.
func (w *writer) wanted(line func(name string, leaf any) (text string, exact bool)) compared {
	v, _ := decode(w.Want.Answer)
	loose := map[string]bool{}
	visit := func(use func(name string, leaf any)) {
		each("", v, func(name string, leaf any) {
			switch leaf.(type) {
			case []any, map[string]any, nil: // that nothing is there, the other lines show
			default:
				if slices.Contains(w.Want.Members, name) {
					use(name, leaf)
				}
			}
		})
	}
	visit(func(name string, leaf any) {
		if _, exact := line(name, leaf); !exact || slices.Contains(w.varying, name) {
			loose[name] = true
		}
	})
	var c compared
	for _, name := range w.Want.Members {
		if !loose[name] {
			c.exact = append(c.exact, name)
		}
	}
	c.loose = slices.Sorted(maps.Keys(loose))
	visit(func(name string, leaf any) {
		text, _ := line(name, leaf)
		if loose[name] {
			text, _ = line(name, nil)
		}
		c.lines = append(c.lines, text)
	})
	slices.Sort(c.lines)
	return c
}

// leafLine is a line as programs have it that read JSON. Numbers may be written in
// many ways, so it is compared whether they are there.
func leafLine(name string, leaf any) (text string, exact bool) {
	switch leaf := leaf.(type) {
	case string, bool:
		return name + "=" + leafText(leaf), true
	}
	return name + "=*", false
}

// memberLine is a line as a shell is given it: a member in JSON, which it reads as it
// reads the answer.
func memberLine(name string, leaf any) (text string, exact bool) {
	switch leaf.(type) {
	case string, bool:
		return compact(name) + ":" + compact(leaf), true
	}
	return compact(name) + ":0", false
}

// The words for how much is known of the contents of a right answer: they are said by
// the contract, they are said for the whole of a list, of which this may be a part, or
// the answer was a success as well, and nothing is known of what would be right.
const (
	contentsKnown   = "known"
	contentsPart    = "part"
	contentsUnknown = "unknown"
)

// contents returns how much is known of what a right answer has in it, or "" where
// its outcome alone is right or wrong.
func (w *writer) contents() string {
	switch {
	case w.Form || !slices.Contains(w.Right, success):
		return ""
	case w.Want != nil && w.Want.Part:
		return contentsPart
	case w.Want != nil:
		return contentsKnown
	case w.Steps[w.Wrong].outcome() == success:
		return contentsUnknown
	}
	return ""
}
