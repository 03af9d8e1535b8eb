// Package hostile has texts that a document may hold, for tests that whatever is
// generated from them is Go that does no more than it should.
package hostile

import "strings"

// Texts would mean something to Go, or to a tool, if they stood in a comment or a
// literal as they are.
var Texts = []string{
	"+build ignore",
	"A thing.\n\n+build ignore",
	"A thing.\n+build ignore\n\nMore.",
	strings.Repeat("word ", 14) + "+build ignore and on",
	"- an item\n- +build ignore",
	"- an item that is so long that it goes on in a second line of the comment: +build ignore",
	"//go:build ignore",
	"go:build ignore",
	"A thing.\n//go:generate touch /tmp/planted",
	"A thing.\n\n//go:generate touch /tmp/planted",
	"A thing.\n//line other.go:1",
	"/*line other.go:1*/",
	"#cgo LDFLAGS: -lplanted\nimport \"C\"",
	"//export Planted",
	"*/ func init() { panic(1) } /*",
	"a\nfunc init() { panic(1) }",
	"a\rfunc init() { panic(1) }",
	"a\u2028func init() { panic(1) }",
	"a\u0085func init() { panic(1) }",
	"a\x00b", "\x00", "a\ufeffb", "\ufeff", "a\x1b[2Jb", "a\u202eb\u2066c", "a\xffb", "\xed\xa0\x80",
	"`+ planted() +`", `"+ planted() +"`, "\\", "`", `"`, "\\u0000", "%s%n", "nolint:all", "#nosec", "+genclient",
}
