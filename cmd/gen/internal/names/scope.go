package names

import "fmt"

// A scope is a part of Go code within which names differ.
type scope struct {
	taken   map[string]bool
	waiting []wish
}

// A wish is a name that something would like to have.
type wish struct {
	// to is where the name goes.
	to *string
	// kind follows the name if it is taken.
	kind string
	// others are names to be tried before that.
	others []string
}

// newScope returns a scope in which generated code has some names for itself.
func newScope(ours ...string) *scope {
	s := &scope{taken: map[string]bool{}}
	for _, name := range ours {
		s.taken[name] = true
	}
	return s
}

// wish has something keep the name that it has, if no other has it. Who comes
// first is served first, and all wishes are served before any name is made up.
func (s *scope) wish(to *string, kind string, others ...string) {
	if s.taken[*to] {
		s.waiting = append(s.waiting, wish{to, kind, others})
		return
	}
	s.taken[*to] = true
}

// settle gives other names to those whose wish was not granted.
func (s *scope) settle() {
	for _, w := range s.waiting {
		*w.to = s.free(append(w.others, *w.to+w.kind))
		s.taken[*w.to] = true
	}
	s.waiting = nil
}

// free returns the first of some names that is not taken, or the last of them
// with a number.
func (s *scope) free(names []string) string {
	for _, name := range names {
		if !s.taken[name] {
			return name
		}
	}
	last := names[len(names)-1]
	for n := 2; ; n++ {
		if name := fmt.Sprint(last, n); !s.taken[name] {
			return name
		}
	}
}
