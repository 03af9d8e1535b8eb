// Package excerpt cuts what is large down to what a report shows of it: the
// beginning, the end, the length, and a digest by which the whole can be told
// from another. It knows texts and JSON, and nothing of reports.
package excerpt

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/internal/plainjson"
	"github.com/fakesmith/fakesmith/internal/printable"
)

// How much is kept of what a target says, in bytes. All of it may be made by a
// target to be as large as it can.
const (
	// MostBody is how large a body is kept whole in a step: more than any page of
	// an honest listing has.
	MostBody = 64 << 10
	// MostKept is how much is kept of a text that says what was expected, or what
	// came, and MostShown how much of one that is made to be read.
	MostKept, MostShown = 32 << 10, 4 << 10
	// MostSteps is how much is kept of the bodies in one counterexample, and
	// MostSession how much in all of a session.
	MostSteps, MostSession = 1 << 20, 8 << 20
	// MostWords is how much is kept of a code or a name.
	MostWords = 256
)

// Deepest is how far JSON may be nested to be shown as such.
const Deepest = 100

// Text returns a text of at most some bytes as it is, and of a longer one the
// beginning and the end, with its length and digest in the place of the rest.
// What is returned may be a few dozen bytes longer than most.
func Text[T string | []byte](text T, most int) string {
	if len(text) <= most {
		return string(text)
	}
	return ends(text, most, fmt.Sprintf(" … (%v) … ", DigestOf(text)))
}

// Ends is [Text] without the length and the digest, for a text that may have been
// cut before, whose own length says nothing.
func Ends[T string | []byte](text T, most int) string {
	if len(text) <= most {
		return string(text)
	}
	return ends(text, most, " … ")
}

func ends[T string | []byte](text T, most int, between string) string {
	head, tail := most*2/3, len(text)-most/3
	for head > 0 && !utf8.RuneStart(text[head]) {
		head--
	}
	for tail < len(text) && !utf8.RuneStart(text[tail]) {
		tail++
	}
	return string(text[:head]) + between + string(text[tail:])
}

// A Digest tells a text from others.
type Digest struct {
	Bytes int `json:"bytes"`
	// SHA256 is in hexadecimal digits.
	SHA256 string `json:"sha256"`
}

// DigestOf returns the digest of a text.
func DigestOf[T string | []byte](text T) Digest {
	return Digest{len(text), fmt.Sprintf("%x", sha256.Sum256([]byte(text)))}
}

// String returns the digest in a few words.
func (d Digest) String() string { return fmt.Sprintf("%d bytes, SHA-256 %s", d.Bytes, d.SHA256) }

// Body returns a body as a report keeps it. JSON that is not large, not nested
// deeply, and not far longer with an indentation, stays JSON. Anything else
// becomes a JSON text of it. If it is longer than most bytes, that has a beginning
// and an end of it, and its digest is returned. A body that is a JSON text by
// itself is kept as the text of that.
func Body(body []byte, most int) (json.RawMessage, *Digest) {
	if len(body) <= most && utf8.Valid(body) && json.Valid(body) && first(body) != '"' {
		if size, deep := Indented(body, 0); deep <= Deepest && size <= 16*most {
			return bytes.Clone(body), nil
		}
	}
	if len(body) > most {
		digest := DigestOf(body)
		return Quote(Ends(body, most*3/32)), &digest
	}
	return Quote(string(body)), nil
}

// Quote returns a text as JSON. Bytes in it that are not UTF-8 are escaped.
func Quote(text string) json.RawMessage {
	quoted, err := plainjson.Marshal(printable.UTF8(text))
	if err != nil {
		panic(err) // a string can always be marshalled
	}
	return quoted
}

// first returns the first byte of a JSON value.
func first(text []byte) byte {
	for _, c := range text {
		if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
			return c
		}
	}
	return 0
}

// Indented returns how many bytes valid JSON has, indented by two spaces a level
// and all of it by some levels more, and how deeply it is nested.
func Indented(text []byte, levels int) (size, deepest int) {
	depth, inText := 0, false
	newLine := func() { size += 1 + 2*(depth+levels) }
	for i := 0; i < len(text); i++ {
		c := text[i]
		if inText {
			size++
			switch c {
			case '\\':
				i++
				size++
			case '"':
				inText = false
			}
			continue
		}
		switch c {
		case ' ', '\t', '\n', '\r':
			continue
		case '"':
			inText = true
		case '{', '[':
			depth++
			deepest = max(deepest, depth)
			newLine()
		case '}', ']':
			depth--
			newLine()
		case ',':
			newLine()
		case ':':
			size++
		}
		size++
	}
	return size, deepest
}
