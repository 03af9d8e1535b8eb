package runtime

import (
	"strconv"
	"strings"
	"sync"

	"github.com/fakesmith/fakesmith/fake"
)

// A Decoder reads one JSON document strictly, for code that knows what it
// expects. It keeps the first error to itself, after which every method
// returns false or a zero value, so that reading code is straight-line:
//
//	if !d.Object() {
//		return false
//	}
//	for d.Member() {
//		switch string(d.Name()) {
//		case "Size":
//			v.Size = runtime.Optional(d.Int32())
//		default:
//			d.Unknown()
//		}
//	}
//
// Strict means: nothing may follow the document; a value of another type than
// the one asked for is an error, never converted; strings are valid UTF-8,
// and no half of a surrogate pair stands alone; integers have neither
// fraction nor exponent and fit; a union has exactly one of its members; nesting
// is bounded. A member that is null is
// absent, one that the reader does not know is checked and ignored, and of
// members of the same name the last counts.
type Decoder struct {
	buf []byte
	pos int
	err *fake.Error
	// flaw says what err is about.
	flaw flaw
	// strict is set for a document that somebody wrote.
	strict *strictness

	frames  []frame
	scratch []byte
	// names holds the names of members that had escapes.
	names []byte

	// missing collects required members that were absent.
	missing Violations
	// verbatim has the names of members in them as they travel.
	verbatim bool
	// interned holds strings met lately, because requests repeat themselves:
	// a batch names the same type in each of its keys.
	interned [64]string
	// texts holds the strings of lists, and optional those that optional fields
	// point to. A list has many, so that each gets a part of some that is there.
	texts    strings.Builder
	optional []string
}

// A frame is an object or a list that is being read. It has no pointers, which
// spares the collector of garbage a look.
type frame struct {
	// The name of the member being read lies from one place to the other of the
	// document, or of names if it was escaped. The places are 0 if there is none.
	from, to int
	escaped  bool
	list     bool
	index    int // the element being read, in a list; members so far, in an object
	set      int // members of a union that are set
}

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// newDecoder returns a Decoder of the pool. Give it back with release.
func newDecoder(data []byte) *Decoder {
	d := decoders.Get().(*Decoder)
	d.buf, d.pos, d.err, d.missing = data, 0, nil, nil
	d.frames, d.names = d.frames[:0], d.names[:0]
	return d
}

func (d *Decoder) release() {
	d.buf, d.err, d.missing, d.strict, d.verbatim = nil, nil, nil, nil, false
	decoders.Put(d)
}

// end checks that nothing follows the document, and returns the first error.
func (d *Decoder) end() error {
	if d.err == nil && (d.next() != 0 || d.pos < len(d.buf)) {
		d.fail(trailing, "something follows the document")
	}
	if d.err != nil {
		return d.err
	}
	return nil
}

// Unmarshal reads a JSON document into v. It is what the UnmarshalJSON methods
// of generated types call. The error is an [*Error] with the code
// [SerializationException].
func Unmarshal(data []byte, v interface{ DecodeJSON(*Decoder) bool }) error {
	d := newDecoder(data)
	defer d.release()
	if !v.DecodeJSON(d) {
		d.fail(mistyped, "expected an object, found null")
	}
	return d.end()
}

// Object begins an object. It reports false where there is null instead, and
// after an error. When it reports true, Member must be called until it
// reports false.
func (d *Decoder) Object() bool {
	if d.err != nil {
		return false
	}
	switch d.next() {
	case '{':
		d.pos++
		return d.push(frame{})
	case 'n':
		d.literal("null")
		return false
	}
	d.mistyped("an object")
	return false
}

// Member goes to the next member of an object and reports whether there is
// one. Its value must be read before the next call, if only with Unknown.
func (d *Decoder) Member() bool {
	if d.err != nil {
		return false
	}
	f := &d.frames[len(d.frames)-1]
	c := d.next()
	switch {
	case c == '}':
		d.pos++
		d.frames = d.frames[:len(d.frames)-1]
		return false
	case f.index == 0:
	case c == ',':
		d.pos++
		c = d.next()
	default:
		f.from, f.to = 0, 0
		d.syntax("',' or '}' after a member")
		return false
	}
	f.from, f.to = 0, 0
	if c != '"' {
		d.syntax("'\"' before a member's name")
		return false
	}
	at := d.pos + 1
	if end := special(d.buf, at); end < len(d.buf) && d.buf[end] == '"' {
		f.from, f.to, f.escaped = at, end, false
		d.pos = end + 1
	} else if !d.oddName(f, at, end) {
		return false
	}
	f.index++
	if d.next() != ':' {
		d.syntax("':' after a member's name")
		return false
	}
	d.pos++
	if d.strict != nil {
		d.strict.member(d, at-1)
	}
	return true
}

// oddName reads the name of a member as oddText reads a text.
func (d *Decoder) oddName(f *frame, at, i int) bool {
	name, ok := d.oddText(at, i)
	if !ok {
		return false
	}
	f.from, f.to, f.escaped = at, at+len(name), false
	if f.to != d.pos-1 {
		// It had escapes, so it lies in scratch space that values need too.
		f.from, f.escaped = len(d.names), true
		d.names = append(d.names, name...)
		f.to = len(d.names)
	}
	return true
}

// Name returns the name of the member that Member went to. It is good until
// the next call of Member.
func (d *Decoder) Name() []byte { return d.name(&d.frames[len(d.frames)-1]) }

// name returns the name of the member of an object that is being read, nil if
// there is none yet.
func (d *Decoder) name(f *frame) []byte {
	switch {
	case f.to == 0:
		return nil
	case f.escaped:
		return d.names[f.from:f.to]
	}
	return d.buf[f.from:f.to]
}

// Unknown reads past the value of a member that the reader does not know.
func (d *Decoder) Unknown() {
	if d.err == nil {
		if d.strict != nil {
			d.note(d.strict.nameAt, d.where(), "there is no such member; leave it out, or correct its name")
		}
		d.skip(len(d.frames))
	}
}

// Array begins a list. It reports false where there is null instead, and
// after an error. When it reports true, Elem must be called until it reports
// false.
func (d *Decoder) Array() bool {
	if d.err != nil {
		return false
	}
	switch d.next() {
	case '[':
		d.pos++
		return d.push(frame{list: true, index: -1})
	case 'n':
		d.literal("null")
		return false
	}
	d.mistyped("a list")
	return false
}

// Elem goes to the next element of a list and reports whether there is one.
// An element that is null is an error: a list that is not sparse has no holes.
func (d *Decoder) Elem() bool {
	if !d.elem() {
		return false
	}
	if d.next() == 'n' {
		d.mistyped("an element")
		return d.strict != nil && d.Elem()
	}
	return true
}

// elem goes to the next element of a list, which may be null.
func (d *Decoder) elem() bool {
	if d.err != nil {
		return false
	}
	f := &d.frames[len(d.frames)-1]
	c := d.next()
	switch {
	case c == ']':
		d.pos++
		d.frames = d.frames[:len(d.frames)-1]
		return false
	case f.index < 0:
	case c == ',':
		d.pos++
	default:
		d.syntax("',' or ']' after a list's element")
		return false
	}
	f.index++
	return true
}

func (d *Decoder) push(f frame) bool {
	if len(d.frames) >= maxDepth {
		d.fail(malformed, "the document nests deeper than "+strconv.Itoa(maxDepth)+" levels")
		return false
	}
	if d.strict != nil {
		d.strict.enter(len(d.frames))
	}
	d.frames = append(d.frames, f)
	return true
}

// where names the value being read, e.g. "ResourceKeys[0].ResourceId".
func (d *Decoder) where() string {
	var b strings.Builder
	for i := range d.frames {
		switch f := &d.frames[i]; {
		case f.list && f.index >= 0:
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(f.index))
			b.WriteByte(']')
		case !f.list && f.to != 0:
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.Write(d.name(f))
		}
	}
	return b.String()
}

// Missing notes that a required member was absent, by its name in violations,
// e.g. "configRuleName". It is called after the last member of an object.
func (d *Decoder) Missing(name string) {
	if d.err != nil {
		return
	}
	var missing Violations
	missing.Missing(name)
	for i := len(d.frames) - 1; i >= 0; i-- {
		switch f := &d.frames[i]; {
		case !f.list:
			name := d.name(f)
			missing = missing.under(d.pathName(name), pointerTo(string(name)))
		case i > 0 && !d.frames[i-1].list:
			i--
			name := d.name(&d.frames[i])
			missing = missing.under(elemPath(d.pathName(name), f.index), pointerTo(string(name))+"/"+strconv.Itoa(f.index))
		default:
			missing = missing.under(memberPath(f.index), "/"+strconv.Itoa(f.index))
		}
	}
	d.missing = append(d.missing, missing...)
}

// pathName returns a member's name as it stands in the path of a violation.
func (d *Decoder) pathName(name []byte) string {
	if d.verbatim {
		return string(name)
	}
	return lowerFirst(string(name))
}
