package pattern

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// posix matches a class within a class that RE2 knows by its name.
var posix = regexp.MustCompile(`^\[:\^?(alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]`)

// class reads a class and returns it in RE2's syntax, with its brackets.
func (p *parser) class() (string, error) {
	if p.depth++; p.depth > maxDepth {
		return "", &Unsupported{fmt.Sprintf("room for more than %d classes in each other", maxDepth)}
	}
	defer func() { p.depth-- }()
	p.take("[")
	open := "["
	if p.take("^") {
		open = "[^"
	}
	content, err := p.content()
	if err != nil {
		return "", err
	}
	for p.take("&&") {
		// content has stopped here because a class follows.
		right, err := p.class()
		if err != nil {
			return "", err
		}
		if content, err = intersection("["+content+"]", right); err != nil {
			return "", err
		}
		if p.rest != "" && !strings.HasPrefix(p.rest, "]") && !strings.HasPrefix(p.rest, "&&[") {
			return "", &Unsupported{"intersection of classes that goes on, &&[...]" + fmt.Sprintf("%.2s", p.rest)}
		}
	}
	if !p.take("]") {
		return "", errors.New("missing ]")
	}
	return open + content + "]", nil
}

// content reads what stands in a class, to its end or to an intersection.
func (p *parser) content() (string, error) {
	var b strings.Builder
	for first := true; ; first = false {
		switch {
		case p.rest == "":
			return "", errors.New("missing ]")
		case p.rest[0] == ']' && !first, strings.HasPrefix(p.rest, "&&[") && !first:
			return b.String(), nil
		}
		if name := posix.FindString(p.rest); name != "" {
			p.take(name)
			b.WriteString(name)
			continue
		}
		content, low, err := p.item()
		if err != nil {
			return "", err
		}
		if content != "" {
			b.WriteString(content)
			continue
		}
		b.WriteString(inClass(low))
		if !strings.HasPrefix(p.rest, "-") || len(p.rest) < 2 || p.rest[1] == ']' || strings.HasPrefix(p.rest[1:], "&&[") {
			continue
		}
		p.take("-")
		content, high, err := p.item()
		switch {
		case err != nil:
			return "", err
		case content != "": // [a-\d] is a, - and the digits
			b.WriteString(`\-` + content)
		case high < low:
			return "", fmt.Errorf("the range %s-%s is out of order", inClass(low), inClass(high))
		default:
			b.WriteString("-" + inClass(high))
		}
	}
}

// item reads one part of a class: the content of a class, or "" and a code
// point.
func (p *parser) item() (content string, r rune, err error) {
	switch {
	case !strings.HasPrefix(p.rest, `\`):
		return "", p.next(), nil
	case p.take(`\b`):
		return "", '\b', nil
	}
	return p.escape()
}

// inClass returns a code point as it stands in a class.
func inClass(r rune) string {
	switch {
	case r < ' ' || r >= 0x7F:
		return hex(r)
	case strings.ContainsRune(`\[]^-&`, r):
		return `\` + string(r)
	}
	return string(r)
}

// hex returns a code point by its number.
func hex(r rune) string { return fmt.Sprintf(`\x{%X}`, r) }
