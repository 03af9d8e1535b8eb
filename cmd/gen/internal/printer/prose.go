package printer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// The width of comments, without their indentation.
const (
	docWidth    = 77 // at the top level and on fields
	clauseWidth = 80 // within functions, where few lines are so long
)

// Wrap returns a text as lines of a comment, each with its slashes. A blank
// line parts paragraphs; a line that begins with "- " begins an item of a list.
// jennifer would make one /* */ of a text with line breaks.
func Wrap(text string, width int) []string {
	var lines []string
	inList := false
	for paragraph := range strings.SplitSeq(source(text), "\n\n") {
		for i, item := range strings.Split("\n"+strings.TrimLeft(paragraph, "\n"), "\n- ") {
			if strings.TrimSpace(item) == "" {
				continue
			}
			first, rest := "// ", "// "
			if i > 0 {
				first, rest = "//   - ", "//     "
			}
			// A blank line stands between paragraphs, and around a list.
			if len(lines) > 0 && !(inList && i > 0) {
				lines = append(lines, "//")
			}
			inList = i > 0
			lines = append(lines, fill(item, first, rest, width)...)
		}
	}
	return lines
}

// fill returns the words of a text as lines of at most that width, the first
// line after one prefix and all others after another. No line begins with a
// word that a tool could take for an instruction: such a word stays on the line
// of the one before it, and in quotes where there is none.
func fill(text, first, rest string, width int) []string {
	var lines []string
	line, fresh := []byte(first), true
	long := utf8.RuneCountInString(first)
	for _, word := range strings.Fields(text) {
		switch {
		case fresh && instructs(word):
			word = `"` + word + `"`
		case !fresh && long+1+utf8.RuneCountInString(word) > width && !instructs(word):
			lines = append(lines, string(line))
			line, fresh = append(line[:0], rest...), true
			long = utf8.RuneCountInString(rest)
		}
		if !fresh {
			line = append(line, ' ')
			long++
		}
		line = append(line, word...)
		long += utf8.RuneCountInString(word)
		fresh = false
	}
	if fresh {
		return lines
	}
	return append(lines, string(line))
}

// instructs reports whether a comment that begins with a word could be an
// instruction to a tool: a build constraint, a marker such as +genclient, a
// directive, a line for cgo, or a comment that turns off a linter.
func instructs(word string) bool {
	for _, begin := range []string{"+", "#", "go:", "line:", "lint:", "nolint", "cgo:"} {
		if strings.HasPrefix(word, begin) {
			return true
		}
	}
	return false
}

// source returns a text without what Go source does not take, or would not
// show as it is read: control characters but for blanks, byte order marks, and
// marks that turn the direction of the text around them.
func source(text string) string {
	plain := true
	for i := 0; plain && i < len(text); i++ {
		plain = ' ' <= text[i] && text[i] <= '~' || text[i] == '\n'
	}
	if plain {
		return text // as nearly all are
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == '\ufeff' || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
}

// Doc returns a doc comment.
func Doc(text string) *jen.Statement { return comment(text, docWidth) }

// Clause returns the comment that names a clause above the code that does what
// it says: // clause upsert: A put adds the exception, or replaces it.
func Clause(id, text string) *jen.Statement {
	return comment("clause "+id+": "+OneLine(text), clauseWidth)
}

// Remark returns a comment within a function.
func Remark(text string) *jen.Statement { return comment(text, clauseWidth) }

// RemarkAlone returns a comment that is all there is in a case. It is indented
// because gofmt takes one that is not for a comment on the next case.
func RemarkAlone(text string) *jen.Statement { return jen.Op("\t").Add(Remark(text)) }

func comment(text string, width int) *jen.Statement {
	s := &jen.Statement{}
	for i, line := range Wrap(text, width) {
		if i > 0 {
			s.Line()
		}
		s.Comment(line)
	}
	return s
}

// OneLine returns a text without line breaks.
func OneLine(text string) string { return strings.Join(strings.Fields(source(text)), " ") }

// tells are verbs with which descriptions of operations and members begin, so
// that "Returns the details." can become "DescribeThings returns the details."
var tells = wordSet(`Accepts Adds Applies Associates Attaches Cancels Changes
	Contains Copies Creates Defines Deletes Delivers Describes Determines Disables
	Enables Exempts Gets Grants Holds Identifies Indicates Is Limits Lists Marks
	Modifies Names Provides Puts Records Removes Replaces Represents Returns Runs
	Description Sets Shows Specifies Starts Stops Stores Tells Updates Uses`)

// articles begin a description of a thing, askers one of what the thing says.
var (
	articles = wordSet("A An The One How Where When Why")
	askers   = wordSet("What Which Whether Who")
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

// About returns a description as a sentence about the thing of that name, as
// Doc comments begin: About("ResourceID", "The id of the resource.") is
// "ResourceID is the id of the resource."
func About(name, text string, kind model.ShapeKind) string {
	text = strings.TrimSpace(text)
	word, _, _ := strings.Cut(text, " ")
	switch {
	case word == name:
		return text
	case word == "The" && (kind == model.List || kind == model.Map):
		return name + " are " + LowerFirst(text)
	case articles[word]:
		return name + " is " + LowerFirst(text)
	case tells[word]:
		return name + " " + LowerFirst(text)
	case askers[word] && (kind == model.Structure || word == "Whether"):
		return name + " says " + LowerFirst(text)
	case askers[word]:
		return name + " is " + LowerFirst(text)
	}
	return name + ": " + LowerStart(text)
}

// AThing returns the name with its indefinite article.
func AThing(name string) string {
	if strings.ContainsRune("AEIOU", rune(name[0])) {
		return "An " + name
	}
	return "A " + name
}

// LowerFirst returns a text that begins with a small letter.
func LowerFirst(text string) string {
	if text == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(r)) + text[n:]
}

// Sentence returns a text with a full stop.
func Sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasSuffix(text, ".") || strings.HasSuffix(text, ":") {
		return text
	}
	return text + "."
}

// LowerStart returns a text that begins with a small letter, unless its first
// word is a name or an abbreviation: "AWS", "ConfigRule" and "I" stay.
func LowerStart(text string) string {
	text = strings.TrimSpace(text)
	word, _, _ := strings.Cut(text, " ")
	if word == "I" || len(word) > 1 && strings.ToLower(word[1:]) != word[1:] {
		return text
	}
	return LowerFirst(text)
}

// Series returns names as they are listed in a sentence: "A, B and C".
func Series(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
