package oracle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// A leaf is an expected value of which not everything is certain. It marshals
// as one of the values that it may be.
type leaf interface {
	// agrees reports whether a value may be the one. The value is nil if it is
	// not there.
	agrees(m *match, got any) bool
}

// A moment is a timestamp: exact to the millisecond, or about right.
type moment struct {
	time.Time
	exact bool
}

func (t moment) agrees(m *match, got any) bool {
	at, ok := instant(got)
	if t.exact {
		return ok && at.UnixMilli() == t.UnixMilli()
	}
	return ok && at.Sub(t.Time).Abs() < m.Slack
}

// MarshalJSON implements [json.Marshaler].
func (t moment) MarshalJSON() ([]byte, error) { return []byte(epoch(t.Time)), nil }

// A folded is a text of which neither case nor surrounding space counts.
type folded string

func (f folded) agrees(_ *match, got any) bool {
	s, ok := got.(string)
	return ok && folding(s) == folding(string(f))
}

// Anything is a value that nothing is known of, not even whether it is there.
type anything struct{}

func (anything) agrees(*match, any) bool { return true }

// A lack is a member that must have been there and is not: it may be left out
// or be empty.
type lack struct{}

func (lack) agrees(_ *match, got any) bool { return got == nil || got == "" }

// MarshalJSON implements [json.Marshaler].
func (lack) MarshalJSON() ([]byte, error) { return []byte(`""`), nil }

// plain returns a value that agrees with v, without leaves.
func plain(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, e := range v {
			if e = plain(e); e != nil {
				out[name] = e
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = plain(e)
		}
		return out
	case moment:
		return epoch(v.Time)
	case folded:
		return string(v)
	case lack:
		return ""
	case words:
		return SomeWords
	case anything:
		return nil
	case perhaps:
		return plain(v.likely)
	case oneOf:
		return v.likely
	case veiled:
		if v.choice == "withheld" {
			return nil
		}
		return plain(v.value)
	case sealed:
		return v.other()
	case word:
		return v.String()
	case labelSet:
		if len(v) == 0 {
			return nil
		}
		return []any(v)
	case unfound:
		return v.asked
	case entryList:
		return v.list()
	case chosen:
		return v.separator + v.text
	}
	return v
}

// A word is a text in which the service has put a short word of its own
// making: texts, and symbols for those words between them.
type word []any

// A symbol stands for a word of the service's own making. No two of one
// account and region are the same.
type symbol struct {
	n    int
	home Scope
	// form is that of the word, or "".
	form string
}

// spelled returns a word that it may be: its number, or that in the letters of its form.
func (s symbol) spelled() string {
	letters, n := model.WordForm(s.form)
	if letters == "" {
		return fmt.Sprintf("w%d", s.n)
	}
	var word strings.Builder
	for rest := s.n; word.Len() < n; rest /= len(letters) {
		word.WriteByte(letters[rest%len(letters)])
	}
	return word.String()
}

func (w word) agrees(m *match, got any) bool {
	s, ok := got.(string)
	if !ok {
		return false
	}
	if known, whole := w.known(m.words); whole {
		return s == known
	}
	var pattern strings.Builder
	var open []symbol
	for _, part := range w {
		n, isWord := part.(symbol)
		known, bound := m.words[n]
		switch {
		case !isWord:
			pattern.WriteString(regexp.QuoteMeta(part.(string)))
		case bound:
			pattern.WriteString(regexp.QuoteMeta(known))
		default:
			pattern.WriteString("(" + cmp.Or(n.form, ".+") + ")")
			open = append(open, n)
		}
	}
	found := regexp.MustCompile("^(?s:" + pattern.String() + ")$").FindStringSubmatch(s)
	if found == nil {
		return false
	}
	for i, n := range open {
		if !m.bind(n, found[i+1]) {
			return false
		}
	}
	return true
}

// rooted returns the text with a slash before it, unless it has one. A word of the
// service's own making begins with none.
func (w word) rooted() word {
	for i, part := range w {
		if first, isText := part.(string); !isText || first != "" {
			return append(word{"/" + strings.TrimPrefix(first, "/")}, w[i+min(1, len(first)):]...)
		}
	}
	return word{"/"}
}

// known returns the text, and reports whether no word in it is open.
func (w word) known(words map[symbol]string) (text string, whole bool) {
	for _, part := range w {
		s, isText := part.(string)
		if !isText {
			if s, isText = words[part.(symbol)]; !isText {
				return "", false
			}
		}
		text += s
	}
	return text, true
}

// String returns a text that it may be.
func (w word) String() string {
	var b strings.Builder
	for _, part := range w {
		if s, isWord := part.(symbol); isWord {
			part = s.spelled()
		}
		fmt.Fprint(&b, part)
	}
	return b.String()
}

// MarshalJSON implements [json.Marshaler].
func (w word) MarshalJSON() ([]byte, error) { return json.Marshal(w.String()) }

// A match holds a reply against an outcome.
type match struct {
	*Oracle
	// words are those of the oracle, and those that the reply has settled.
	words map[symbol]string
}

// bind notes which word the service has made.
func (m *match) bind(s symbol, word string) bool {
	words := map[symbol]string{s: word}
	for other, known := range m.words {
		if known == word && other.home == s.home {
			return false
		}
		words[other] = known
	}
	m.words = words
	return true
}

// same reports whether a value agrees with the one that is wanted. A member
// that is nil is not there, and neither is a list without elements; the order
// of a list does not count.
func (m *match) same(want, got any) bool {
	switch want := want.(type) {
	case leaf:
		return want.agrees(m, got)
	case object:
		o, ok := got.(object)
		if !ok {
			return false
		}
		for name := range o {
			if _, wanted := want[name]; !wanted && given(o[name]) && !m.standsFor(name, o[name]) {
				return false
			}
		}
		for name := range want {
			if _, there := o[name]; !there && m.standsFor(name, want[name]) {
				continue
			}
			if !m.same(want[name], o[name]) {
				return false
			}
		}
		return true
	case []any:
		list, ok := got.([]any)
		if len(want) != len(list) || !ok && got != nil {
			return false
		}
		left := append([]any(nil), want...)
		for _, e := range list {
			i := m.among(left, e)
			if i < 0 {
				return false
			}
			left = append(left[:i], left[i+1:]...)
		}
		return true
	case json.Number:
		n, isNumber := got.(json.Number)
		a, ok1 := new(big.Rat).SetString(string(want))
		b, ok2 := new(big.Rat).SetString(string(n))
		return isNumber && ok1 && ok2 && a.Cmp(b) == 0
	}
	return want == got
}

// standsFor reports whether a value is what a member of that name stands for if it is
// absent, so that it makes no difference whether it is there.
func (m *match) standsFor(name string, v any) bool {
	text, has := m.contract.defaults[name]
	return has && show(v) == text
}

// among returns the place of the first value that another agrees with, or -1.
func (m *match) among(values []any, got any) int {
	for i, want := range values {
		before := m.words
		if m.same(want, got) {
			return i
		}
		m.words = before
	}
	return -1
}
