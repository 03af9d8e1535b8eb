package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A node is a part of a pattern.
type node struct {
	op op
	// text is an atom or an assertion in RE2's syntax, or the opening of a group.
	text string
	// set holds the code points that an atom matches one of, as ranges. It is
	// nil for an atom that is not of one code point.
	set ranges
	// kids are the parts of a sequence, an alternation or a group, or what is
	// repeated.
	kids []*node
	// min and max are the counts of a repetition; a max of -1 is none.
	min, max         int
	lazy, possessive bool
}

// An op says what a node is.
type op int

const (
	atom op = iota
	assertion
	sequence
	alternation
	group
	repetition
)

// A parser reads a pattern.
type parser struct {
	rest string
	// folds reports that flags change what the atoms match.
	folds bool
	depth int
}

// maxDepth is how deep groups may stand within each other.
const maxDepth = 500

// all reads the whole pattern.
func (p *parser) all() (*node, error) {
	n, err := p.alternatives()
	if err == nil && p.rest != "" {
		err = errors.New("unmatched )")
	}
	return n, err
}

// alternatives reads sequences with | between them, to the end of a group.
func (p *parser) alternatives() (*node, error) {
	n := &node{op: alternation}
	for {
		s, err := p.sequence()
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, s)
		if !p.take("|") {
			return n, nil
		}
	}
}

// sequence reads atoms and their repetitions.
func (p *parser) sequence() (*node, error) {
	n := &node{op: sequence}
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		one, err := p.one()
		if err == nil {
			one, err = p.repeated(one)
		}
		if err != nil {
			return nil, err
		}
		n.kids = append(n.kids, one)
	}
	return n, nil
}

// take drops a text from the start of what is left, if that begins so.
func (p *parser) take(text string) bool {
	rest, ok := strings.CutPrefix(p.rest, text)
	p.rest = rest
	return ok
}

// next drops the first code point of what is left.
func (p *parser) next() rune {
	r, size := utf8.DecodeRuneInString(p.rest)
	p.rest = p.rest[size:]
	return r
}

// one reads an atom, an assertion or a group.
func (p *parser) one() (*node, error) {
	switch c := p.rest[0]; c {
	case '(':
		return p.group()
	case '[':
		content, err := p.class()
		if err != nil {
			return nil, err
		}
		return single(content)
	case '\\':
		return p.escaped()
	case '^', '$':
		p.next()
		return &node{op: assertion, text: string(c)}, nil
	case '.':
		p.next()
		return single(".")
	case '*', '+', '?':
		return nil, fmt.Errorf("nothing to repeat before %c", c)
	case '{':
		if count.MatchString(p.rest) {
			return nil, errors.New("nothing to repeat before {")
		}
	}
	return literal(p.next()), nil
}

// single returns the atom of a class, or of whatever else matches one code
// point.
func single(text string) (*node, error) {
	set, err := parseRanges(text)
	if err != nil {
		return nil, err
	}
	return &node{op: atom, text: text, set: set}, nil
}

// literal returns the atom that matches one code point.
func literal(r rune) *node {
	text := regexp.QuoteMeta(string(r))
	if r < ' ' || r >= 0x7F {
		text = hex(r)
	}
	return &node{op: atom, text: text, set: ranges{r, r}}
}

// flags matches the flags of a group, with those that are switched off, and
// what ends them.
var flags = regexp.MustCompile(`^\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])`)

// group reads a group.
func (p *parser) group() (*node, error) {
	open := "("
	switch {
	case strings.HasPrefix(p.rest, "(?="), strings.HasPrefix(p.rest, "(?!"):
		return nil, &Unsupported{"look-ahead " + p.rest[:3]}
	case strings.HasPrefix(p.rest, "(?<="), strings.HasPrefix(p.rest, "(?<!"):
		return nil, &Unsupported{"look-behind " + p.rest[:4]}
	case strings.HasPrefix(p.rest, "(?>"):
		return nil, &Unsupported{"atomic group (?>"}
	case strings.HasPrefix(p.rest, "(?<"), strings.HasPrefix(p.rest, "(?P<"):
		_, rest, ok := strings.Cut(p.rest, ">")
		if !ok {
			return nil, errors.New("the name of a group does not end")
		}
		p.rest = rest
	case strings.HasPrefix(p.rest, "(?"):
		m := flags.FindStringSubmatch(p.rest)
		if m == nil {
			return nil, &Unsupported{fmt.Sprintf("group %.4s", p.rest)}
		}
		p.rest = p.rest[len(m[0]):]
		// u and d are about Unicode and line ends, which RE2 does anyhow.
		known := strings.NewReplacer("u", "", "d", "")
		on, off := known.Replace(m[1]), known.Replace(m[2])
		if unknown := strings.Trim(on+off, "ims"); unknown != "" {
			return nil, &Unsupported{"flag (?" + unknown + ")"}
		}
		p.folds = p.folds || on+off != ""
		open = "(?" + on
		if off != "" {
			open += "-" + off
		}
		if m[3] == ")" {
			if on+off == "" {
				open += ":" // flags that mean nothing here
			}
			return &node{op: assertion, text: open + ")"}, nil
		}
		open += ":"
	default:
		p.next()
	}
	if p.depth++; p.depth > maxDepth {
		return nil, &Unsupported{fmt.Sprintf("room for more than %d groups in each other", maxDepth)}
	}
	inner, err := p.alternatives()
	p.depth--
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		return nil, errors.New("missing )")
	}
	return &node{op: group, text: open, kids: []*node{inner}}, nil
}

// count matches a repetition in braces.
var count = regexp.MustCompile(`^\{([0-9]+)(,([0-9]*))?\}`)

// repeated reads the repetitions that follow a node.
func (p *parser) repeated(n *node) (*node, error) {
	for range maxDepth {
		r := &node{op: repetition, kids: []*node{n}, max: -1}
		switch {
		case p.take("*"):
		case p.take("+"):
			r.min = 1
		case p.take("?"):
			r.max = 1
		default:
			m := count.FindStringSubmatch(p.rest)
			if m == nil {
				return n, nil
			}
			p.rest = p.rest[len(m[0]):]
			if err := r.counts(m[1], m[2], m[3]); err != nil {
				return nil, err
			}
		}
		if !p.take("?") {
			r.possessive = p.take("+")
		} else {
			r.lazy = true
		}
		n = r
	}
	return nil, &Unsupported{fmt.Sprintf("room for more than %d repetitions of one thing", maxDepth)}
}

// counts sets the counts of a repetition: {low}, {low,} or {low,high}.
func (n *node) counts(low, comma, high string) error {
	const most = 1 << 30
	var err error
	if n.min, err = strconv.Atoi(low); err != nil || n.min > most {
		return &Unsupported{"count " + low}
	}
	switch {
	case comma == "":
		n.max = n.min
	case high != "":
		if n.max, err = strconv.Atoi(high); err != nil || n.max > most {
			return &Unsupported{"count " + high}
		}
		if n.max < n.min {
			return fmt.Errorf("the counts in {%s,%s} are out of order", low, high)
		}
	}
	return nil
}
