package runtime

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/fake"
)

// maxDepth bounds how deep a document may nest. It is far beyond what any API
// needs, and far below what a stack can bear.
const maxDepth = 1000

// next skips white space and returns the byte that begins the next token
// without consuming it, or 0 at the end of the input. A NUL byte in the input
// reads as 0 too, and no caller takes it for a token.
func (d *Decoder) next() byte {
	for d.pos < len(d.buf) {
		c := d.buf[d.pos]
		if c > ' ' || c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c
		}
		d.pos++
	}
	return 0
}

// syntax notes that the input is not JSON, at the cursor.
func (d *Decoder) syntax(want string) {
	if d.err != nil {
		return
	}
	found := "the end of the input"
	if d.pos < len(d.buf) {
		found = fmt.Sprintf("%q", rune(d.buf[d.pos]))
	}
	d.fail(malformed, "expected "+want+", found "+found)
}

// A flaw is what a body suffers from.
type flaw int

const (
	malformed flaw = iota // it is not JSON
	trailing              // something follows the document
	mistyped              // a value is not of its shape's type
)

// fail notes the first error. From then on every method of d does nothing. In a
// strict document that is so only of what is not JSON.
func (d *Decoder) fail(f flaw, complaint string) {
	if d.err != nil || d.note(d.pos, d.where(), complaint) && f == mistyped {
		return
	}
	d.flaw = f
	where := d.where()
	if where != "" {
		where += ": "
	}
	d.err = &fake.Error{
		Code:    SerializationException,
		Message: fmt.Sprintf("%s%s (at byte %d of the body)", where, complaint, d.pos),
	}
}

// mistyped notes that a value is of another type than the shape's, unless
// what stands there is no value at all. A strict document is read on after it.
func (d *Decoder) mistyped(want string) {
	switch d.next() {
	case '"':
		d.fail(mistyped, "expected "+want+", found a string")
	case '{':
		d.fail(mistyped, "expected "+want+", found an object")
	case '[':
		d.fail(mistyped, "expected "+want+", found a list")
	case 't', 'f':
		d.fail(mistyped, "expected "+want+", found a boolean")
	case 'n':
		d.fail(mistyped, "expected "+want+", found null")
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		d.fail(mistyped, "expected "+want+", found a number")
	default:
		d.syntax(want)
	}
	if d.strict != nil && d.err == nil {
		d.skip(len(d.frames))
	}
}

// null consumes a null, if one comes next, and reports whether it did.
func (d *Decoder) null() bool {
	return d.next() == 'n' && d.literal("null")
}

// literal consumes a word that begins with the byte at the cursor.
func (d *Decoder) literal(word string) bool {
	if end := d.pos + len(word); end <= len(d.buf) && string(d.buf[d.pos:end]) == word {
		d.pos = end
		return true
	}
	d.syntax(word)
	return false
}

// Patterns for looking at eight bytes at a time.
const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// specials returns the high bit of each byte of a word that a string may not
// hold as it stands, or that needs a look: a quote, a backslash, a control
// character, or one beyond ASCII. A borrow can only set a bit too many above a
// byte that is itself special, so the lowest is always right.
func specials(w uint64) uint64 {
	// Among the bytes that differ from a quote in one bit, control characters and
	// the quote are those below 0x21.
	return (w | ((w ^ 2*ones) - 0x21*ones) | ((w ^ '\\'*ones) - ones)) & highs
}

// special returns the first place from i on of a byte that is special, len(b) if
// there is none.
func special(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		if m := specials(binary.LittleEndian.Uint64(b[i : i+8])); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			break
		}
	}
	return i
}

// text consumes a string and returns its value, which is good until the next
// call: a part of the input, or of d's scratch space where the string had
// escapes. The cursor must be at the opening quote.
func (d *Decoder) text() ([]byte, bool) {
	b := d.buf
	start := d.pos + 1
	i := special(b, start)
	if i < len(b) && b[i] == '"' {
		d.pos = i + 1
		return b[start:i], true
	}
	return d.oddText(start, i)
}

// oddText goes on with a string that is not plain ASCII, or does not end: what
// comes first of all that may show that lies at i.
func (d *Decoder) oddText(start, i int) ([]byte, bool) {
	b := d.buf
	beyond := false
	for i < len(b) && b[i] >= utf8.RuneSelf {
		// Characters beyond ASCII come in runs.
		beyond = true
		for i < len(b) && b[i] >= utf8.RuneSelf {
			i++
		}
		i = special(b, i)
	}
	switch {
	case i == len(b):
		d.pos = i
		d.syntax(`'"' at the end of a string`)
	case b[i] == '\\':
		return d.escapedText(start, i)
	case b[i] != '"':
		d.pos = i
		d.fail(malformed, fmt.Sprintf("control character %U within a string", b[i]))
	case beyond && !utf8.Valid(b[start:i]):
		d.pos = start
		d.fail(malformed, "a string is not valid UTF-8")
	default:
		d.pos = i + 1
		return b[start:i], true
	}
	return nil, false
}

// escapedText goes on with a string whose first escape is at i.
func (d *Decoder) escapedText(start, i int) ([]byte, bool) {
	b := d.buf
	out := append(d.scratch[:0], b[start:i]...)
	for i < len(b) {
		switch c := b[i]; {
		case c == '"':
			d.scratch = out
			d.pos = i + 1
			if !utf8.Valid(out) {
				d.pos = start
				d.fail(malformed, "a string is not valid UTF-8")
				return nil, false
			}
			return out, true
		case c == '\\':
			r, n := escape(b[i:])
			if n == 0 {
				d.pos = i
				d.fail(malformed, "a string has an escape that is not valid")
				return nil, false
			}
			out = utf8.AppendRune(out, r)
			i += n
		case c < ' ':
			d.pos = i
			d.fail(malformed, fmt.Sprintf("control character %U within a string", c))
			return nil, false
		default:
			out = append(out, c)
			i++
		}
	}
	d.pos = len(b)
	d.syntax(`'"' at the end of a string`)
	return nil, false
}

// escape reads the escape at the start of b. It returns the rune and the
// length of the escape, which is 0 if it is not valid: a surrogate without
// its other half stands for no character, and is not.
func escape(b []byte) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	switch c := b[1]; c {
	case '"', '\\', '/':
		return rune(c), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r := hex4(b)
		if r < 0 {
			return 0, 0
		}
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		if low := hex4(b[6:]); low >= 0 {
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				return r, 12
			}
		}
	}
	return 0, 0
}

// hex4 reads an escape of the form \uXXXX, or returns -1.
func hex4(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	var r rune
	for _, c := range b[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// number consumes a number and returns its text, which must be followed by
// something that can follow a value. The cursor must be at a digit or minus.
// whole reports that it has neither fraction nor exponent.
func (d *Decoder) number() (text []byte, whole, ok bool) {
	b, start := d.buf, d.pos
	i := start
	if b[i] == '-' {
		i++
	}
	switch {
	case i < len(b) && b[i] == '0':
		i++
	default:
		if i = digits(b, i); i < 0 {
			return d.notNumber(start)
		}
	}
	whole = true
	if i < len(b) && b[i] == '.' {
		whole = false
		if i = digits(b, i+1); i < 0 {
			return d.notNumber(start)
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		whole = false
		i++
		if i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if i = digits(b, i); i < 0 {
			return d.notNumber(start)
		}
	}
	if i < len(b) {
		switch b[i] {
		case ',', '}', ']', ' ', '\n', '\t', '\r':
		default:
			return d.notNumber(start)
		}
	}
	d.pos = i
	return b[start:i], whole, true
}

func (d *Decoder) notNumber(start int) ([]byte, bool, bool) {
	d.pos = start
	d.fail(malformed, "a number is not written as JSON writes numbers")
	return nil, false, false
}

// digits returns the end of the digits at i, or -1 if there are none.
func digits(b []byte, i int) int {
	start := i
	for i < len(b) && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// skip consumes a value of any type, checking that it is one.
func (d *Decoder) skip(depth int) bool {
	if depth > maxDepth {
		d.fail(malformed, fmt.Sprintf("the document nests deeper than %d levels", maxDepth))
		return false
	}
	switch d.next() {
	case '"':
		_, ok := d.text()
		return ok
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		_, _, ok := d.number()
		return ok
	case 't':
		return d.literal("true")
	case 'f':
		return d.literal("false")
	case 'n':
		return d.literal("null")
	case '[':
		d.pos++
		if d.next() == ']' {
			d.pos++
			return true
		}
		for d.skip(depth + 1) {
			switch d.next() {
			case ',':
				d.pos++
			case ']':
				d.pos++
				return true
			default:
				d.syntax("',' or ']' after a list's element")
				return false
			}
		}
		return false
	case '{':
		return d.skipObject(depth)
	}
	d.syntax("a value")
	return false
}

func (d *Decoder) skipObject(depth int) bool {
	d.pos++
	if d.next() == '}' {
		d.pos++
		return true
	}
	for {
		if d.next() != '"' {
			d.syntax("'\"' before a member's name")
			return false
		}
		if _, ok := d.text(); !ok {
			return false
		}
		if d.next() != ':' {
			d.syntax("':' after a member's name")
			return false
		}
		d.pos++
		if !d.skip(depth + 1) {
			return false
		}
		switch d.next() {
		case ',':
			d.pos++
		case '}':
			d.pos++
			return true
		default:
			d.syntax("',' or '}' after a member")
			return false
		}
	}
}
