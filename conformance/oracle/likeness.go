package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// showLike shows rows as an item that is none of them may have been: what is
// not certain of them is as in the item, as far as that is allowed. So a row and
// the item differ in what is wrong only.
func (m *match) showLike(rows []row, item any) string {
	before := m.words
	defer func() { m.words = before }()
	shown := make([]object, len(rows))
	for i, r := range rows {
		m.words = before
		shown[i], _ = m.like(r.shown, item).(object)
	}
	return showAll(shown)
}

// like returns what was wanted, with the parts of what came that agree with it.
func (m *match) like(want, got any) any {
	switch want := want.(type) {
	case leaf:
		if want.agrees(m, got) {
			return got
		}
		if w, is := want.(word); is {
			return m.spelled(w)
		}
	case object:
		o, _ := got.(object)
		out := object{}
		// In the order of their names, the first to have a word settles it.
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if v := m.like(want[name], o[name]); v != nil {
				out[name] = v
			}
		}
		return out
	}
	return want
}

// spelled returns the text that a word may be, with what is known of it.
func (m *match) spelled(w word) string {
	var b strings.Builder
	for _, part := range w {
		if s, is := part.(symbol); is && m.words[s] != "" {
			part = m.words[s]
		} else if is {
			part = s.spelled()
		}
		fmt.Fprint(&b, part)
	}
	return b.String()
}
