// Package doctext makes the plain text of doc comments of the HTML in which
// the owners of APIs describe them.
package doctext

import (
	"html"
	"regexp"
	"strings"
)

var (
	blockTag = regexp.MustCompile(`(?i)<(/?(p|ul|ol|dl|note|important|br|div|dt|dd|h[1-6])|/li)\b[^>]*>`)
	itemTag  = regexp.MustCompile(`(?i)<li\b[^>]*>\s*(<p>)?\s*`)
	nameTag  = regexp.MustCompile(`(?is)<fullname>.*?</fullname>`)
	anyTag   = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
)

// blank reports whether a character is white space in HTML; that of &nbsp; is not.
func blank(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// Plain makes plain text of a description, which may be HTML: one line for a
// paragraph, with an empty line between two, and "- " before an item of a
// list. Text in which no tag is closed is taken as it stands.
func Plain(description string) string {
	if !strings.Contains(description, "</") && !strings.Contains(description, "/>") {
		return strings.TrimSpace(description)
	}
	s := nameTag.ReplaceAllString(description, "")
	s = itemTag.ReplaceAllString(s, "<p>- ")
	s = blockTag.ReplaceAllString(s, "\x00")
	s = html.UnescapeString(anyTag.ReplaceAllString(s, ""))
	var b strings.Builder
	inList := false
	for p := range strings.SplitSeq(s, "\x00") {
		p = strings.TrimSpace(strings.Join(strings.FieldsFunc(p, blank), " "))
		if p == "" || p == "-" {
			continue
		}
		item := strings.HasPrefix(p, "- ")
		switch {
		case b.Len() == 0:
		case item && inList:
			b.WriteString("\n")
		default:
			b.WriteString("\n\n")
		}
		b.WriteString(p)
		inList = item
	}
	return b.String()
}
