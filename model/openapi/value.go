package openapi

import (
	"html"
	"regexp"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// text returns the value of a string, or "" for anything else.
func text(n *model.Node) string {
	if n == nil || n.Kind != model.NodeString {
		return ""
	}
	return n.Text
}

// firstText returns the first text that is not empty.
func firstText(nodes ...*model.Node) string {
	for _, n := range nodes {
		if s := text(n); s != "" {
			return s
		}
	}
	return ""
}

// members returns the members of an object, and none of anything else.
func members(n *model.Node) []model.NodeMember {
	if n == nil || n.Kind != model.NodeObject {
		return nil
	}
	return n.Members
}

// elems returns the elements of an array, and none of anything else.
func elems(n *model.Node) []*model.Node {
	if n == nil || n.Kind != model.NodeArray {
		return nil
	}
	return n.Elems
}

// keyPos returns the place of the member with that key.
func keyPos(n *model.Node, key string) model.Pos {
	for _, m := range members(n) {
		if m.Key == key {
			return m.KeyPos
		}
	}
	return n.Pos
}

var (
	blockTag = regexp.MustCompile(`(?i)<(/?(p|ul|ol|dl|note|important|br|div|dt|dd|h[1-6])|/li)\b[^>]*>`)
	itemTag  = regexp.MustCompile(`(?i)\s*<li\b[^>]*>\s*(<p>)?\s*`)
	nameTag  = regexp.MustCompile(`(?is)<fullname>.*?</fullname>`)
	anyTag   = regexp.MustCompile(`</?[a-zA-Z][^<>]*>`)
	blanks   = regexp.MustCompile(`[ \t\r\n]+`)
)

// plain makes plain text of a description, which may be HTML: one line for a
// paragraph, with an empty line between two, and "- " before an item of a
// list. Text in which no tag is closed is taken as it stands.
func plain(description string) string {
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
		p = strings.TrimSpace(blanks.ReplaceAllString(p, " "))
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
