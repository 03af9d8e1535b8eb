package runtime

import (
	"errors"

	"github.com/fakesmith/fakesmith/fake/internal/form"
)

// strictness is what a [Decoder] keeps of a document that somebody wrote, such
// as a state in a file. There a member that nobody knows is a slip of the pen,
// and one that is given twice is too: both are errors. What is wrong is noted with
// its line and column, and reading goes on as far as the document is JSON.
type strictness struct {
	problems []error
	// seen has the names of members so far, for each object that is being read.
	seen []map[string]bool
	// nameAt is where the name of the last member begins.
	nameAt int
}

// UnmarshalStrict reads a JSON document that somebody wrote into v. All that is
// wrong with it is returned at once, each problem in a line of its own, with its
// line and column.
func UnmarshalStrict(data []byte, v interface{ DecodeJSON(*Decoder) bool }) error {
	return readStrict(data, func(d *Decoder) {
		if !v.DecodeJSON(d) && len(d.strict.problems) == 0 {
			d.fail(mistyped, "expected an object, found null")
		}
	})
}

// readStrict reads a document that somebody wrote with read.
func readStrict(data []byte, read func(*Decoder)) error {
	d := newDecoder(data)
	defer d.release()
	d.strict = new(strictness)
	read(d)
	d.end()
	return errors.Join(d.strict.problems...)
}

// note notes what is wrong at an offset of the document, if it is a strict one,
// and reports whether it is.
func (d *Decoder) note(offset int, path, complaint string) bool {
	if d.strict == nil {
		return false
	}
	d.strict.problems = append(d.strict.problems, errors.New(form.Place(d.buf, offset, path)+complaint))
	return true
}

// noted returns how many problems were noted in a strict document.
func (d *Decoder) noted() int {
	if d.strict == nil {
		return 0
	}
	return len(d.strict.problems)
}

// enter notes that an object or a list begins.
func (s *strictness) enter(depth int) {
	s.seen = append(s.seen[:depth], nil)
}

// member notes a member of the innermost object, whose name begins at an offset.
func (s *strictness) member(d *Decoder, offset int) {
	depth := len(d.frames) - 1
	name := string(d.Name())
	s.nameAt = offset
	if s.seen[depth] == nil {
		s.seen[depth] = map[string]bool{}
	}
	if s.seen[depth][name] {
		d.note(offset, d.where(), "it is given twice; leave one out")
	}
	s.seen[depth][name] = true
}
