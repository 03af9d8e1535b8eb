package draft

import (
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A word is what the names of operations begin with.
type word struct {
	text string
	verb model.Verb
	// create reports that such an operation makes what there is not.
	create bool
}

// words are what names of operations begin with, and what such an operation does.
var words = []word{
	{text: "BatchPut", verb: model.Puts}, {text: "BatchDelete", verb: model.Deletes}, {text: "BatchGet", verb: model.Lists},
	{text: "Put", verb: model.Puts}, {text: "Create", verb: model.Puts, create: true}, {text: "Register", verb: model.Puts, create: true},
	{text: "Update", verb: model.Updates}, {text: "Modify", verb: model.Updates},
	{text: "Describe", verb: model.Lists}, {text: "List", verb: model.Lists}, {text: "Get", verb: model.Lists},
	{text: "Delete", verb: model.Deletes}, {text: "Remove", verb: model.Deletes}, {text: "Deregister", verb: model.Deletes},
}

// beginning returns the word with which the name of an operation begins, and the rest.
func beginning(name string) (w word, rest string, ok bool) {
	for _, w := range words {
		if rest, ok := strings.CutPrefix(name, w.text); ok && rest != "" && rest[0] >= 'A' && rest[0] <= 'Z' {
			return w, rest, true
		}
	}
	return word{}, "", false
}

// nounOf returns what an operation is about: the rest of its name, or its singular,
// which is a noun that is known, if it can be one.
func nounOf(rest string, known []string) string {
	forms := []string{rest}
	if stem, ok := strings.CutSuffix(rest, "ies"); ok {
		forms = append(forms, stem+"y")
	}
	for _, suffix := range []string{"s", "es"} {
		if stem, ok := strings.CutSuffix(rest, suffix); ok {
			forms = append(forms, stem)
		}
	}
	for _, form := range forms {
		if slices.Contains(known, form) {
			return form
		}
	}
	// What describes a summary of something describes it.
	for _, part := range descriptions {
		if stem, ok := strings.CutSuffix(rest, part); ok && slices.Contains(known, stem) {
			return stem
		}
	}
	return singular(rest)
}

// singular returns a word that may be a plural.
func singular(word string) string {
	switch {
	case strings.HasSuffix(word, "ies"):
		return strings.TrimSuffix(word, "ies") + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "ches"):
		return strings.TrimSuffix(word, "es")
	case strings.HasSuffix(word, "ss"), strings.HasSuffix(word, "us"), strings.HasSuffix(word, "is"):
		return word
	}
	return strings.TrimSuffix(word, "s")
}

// an returns a noun with its article.
func an(noun string) string {
	if strings.ContainsRune("AEIO", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// descriptions are what names of structures have after the noun that they describe.
var descriptions = []string{"Summary", "ListEntry", "ListItem", "Description", "Metadata", "Type", "Detail", "Details", "Item", "Entry", "Info", "Data", "Configuration", "Properties"}

// describes reports whether the name of a structure, or of a member, is that of one thing,
// or of several.
func describes(name, noun string) bool {
	name, noun = strings.ToLower(name), strings.ToLower(noun)
	beginnings := []string{noun, noun + "s", noun + "es"}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		beginnings = append(beginnings, stem+"ies")
	}
	for _, beginning := range beginnings {
		if rest, ok := strings.CutPrefix(name, beginning); ok && isDescription(rest) {
			return true
		}
	}
	return false
}

// isDescription reports whether a text in small letters is made of words for descriptions.
func isDescription(text string) bool {
	switch text {
	case "", "s", "list", "summaries":
		return true
	}
	for _, d := range descriptions {
		if rest, ok := strings.CutPrefix(text, strings.ToLower(d)); ok && isDescription(rest) {
			return true
		}
	}
	return false
}

// isName reports whether a member reads like the name of a thing.
func isName(member, noun string) bool {
	m, n := strings.ToLower(member), strings.ToLower(noun)
	for _, suffix := range []string{"name", "id", "identifier"} {
		if m == suffix || m == n+suffix {
			return true
		}
	}
	return m == n
}

// kebab returns a name in small letters with hyphens.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && !(name[i-1] >= 'A' && name[i-1] <= 'Z') {
			b.WriteByte('-')
		}
		if upper {
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
