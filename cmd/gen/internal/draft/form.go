package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/pattern"
)

// A form is that of a text which the service makes: what a clause of kind assigned says.
type form struct{ value, unique string }

// suits reports whether all texts of a form are valid for a shape, as far as examples tell.
// The group has the members that are part of the text.
func (d *drafting) suits(f form, s *model.Shape, g *group) bool {
	texts := []string{""}
	for _, part := range (model.Assigned{Value: f.value}).Parts() {
		var next []string
		if text, ok := part.Example(f.unique); ok {
			next = []string{text}
		} else if next = d.examples(g.memberShape(d.api, part.Name)); len(next) == 0 {
			return false
		}
		var all []string
		for _, before := range texts {
			for _, text := range next {
				all = append(all, before+text)
			}
		}
		texts = all
	}
	return !slices.ContainsFunc(texts, func(text string) bool { return !d.valid(text, s) })
}

// takes reports whether all texts of one shape are valid for another, as far as examples
// tell.
func (d *drafting) takes(one, other string) bool {
	if one == other {
		return true
	}
	return !slices.ContainsFunc(d.examples(d.api.Shape(other)), func(text string) bool { return !d.valid(text, d.api.Shape(one)) })
}

// valid reports whether a text is one of a shape.
func (d *drafting) valid(text string, s *model.Shape) bool {
	n := int64(utf8.RuneCountInString(text))
	if s.Min != nil && n < s.Min.Int || s.Max != nil && n > s.Max.Int {
		return false
	}
	if len(s.Enum) > 0 {
		return slices.ContainsFunc(s.Enum, func(v model.EnumValue) bool { return v.Value == text })
	}
	if s.Pattern == "" {
		return true
	}
	re := d.patterns[s.Pattern]
	if re == nil {
		re = regexp.MustCompile(s.Pattern) // as the reader of the model has made sure
		d.patterns[s.Pattern] = re
	}
	return re.MatchString(text)
}

// examples returns texts of a shape that differ much: short and long ones, of all kinds of
// characters that it permits.
func (d *drafting) examples(s *model.Shape) []string {
	if s == nil {
		return nil
	}
	var all []string
	add := func(text string) {
		if !slices.Contains(all, text) && d.valid(text, s) {
			all = append(all, text)
		}
	}
	for _, v := range s.Enum {
		add(v.Value)
	}
	lengths := []int64{1, 12}
	if s.Min != nil {
		lengths = append(lengths, s.Min.Int)
	}
	if s.Max != nil {
		lengths = append(lengths, min(s.Max.Int, 4096))
	} else {
		lengths = append(lengths, 256)
	}
	for _, n := range lengths {
		for _, c := range []string{"a", "A", "0", "-", "_", ".", ":", "/", "+", "@", " ", "é"} {
			add(strings.Repeat(c, int(n)))
			if n > 2 {
				add("a" + strings.Repeat(c, int(n)-2) + "a")
			}
		}
	}
	if made := d.formOf(s); made.value != "" {
		word, _ := model.TextPart{Name: "unique"}.Example(made.unique)
		add(strings.ReplaceAll(made.value, "{unique}", word))
	}
	return all
}

// wordOf returns the form of a word that can stand in the place of a part, with so many
// characters if it may have them, or "".
func wordOf(p pattern.Part, n int) string {
	n = max(n, p.Min)
	if p.Max >= 0 {
		n = min(n, p.Max)
	}
	for _, letters := range []string{"a-z0-9", "A-Z0-9", "0-9a-f", "0-9A-F", "a-z", "A-Z", "0-9"} {
		form := "[" + letters + "]{" + strconv.Itoa(n) + "}"
		if all, _ := model.WordForm(form); all != "" && p.Has(all) {
			return form
		}
	}
	return ""
}

// usual is how long a word is where a pattern permits several lengths.
const usual = 12

// formOf derives the form of a text from the pattern and the length of its shape: what the
// pattern has as it stands, what an ARN has between its colons, and a word of the last
// characters that the pattern has many of. It returns the zero value if there is none.
func (d *drafting) formOf(s *model.Shape) form {
	parts := pattern.Parts(s.Pattern)
	lengths := []int{usual}
	if s.Min != nil {
		for n := min(s.Min.Int, 99); n > usual; n-- { // as the rest of the text has some of it
			lengths = append(lengths, int(n))
		}
	}
	for at := len(parts) - 1; at >= 0; at-- {
		for _, n := range lengths {
			unique := wordOf(parts[at], n)
			if unique == "" {
				continue
			}
			value := ""
			for i, p := range parts {
				switch field := arnField(value); {
				case i == at:
					value += "{unique}"
				case field > 0 && p.Takes("us-east-1:123456789012"): // which has its colons as well
					value += d.arnFields(field)
				case field == partitionField && p.Takes("aws"):
					value += "aws"
				case field == serviceField && p.Takes(d.api.SigningName):
					value += d.api.SigningName
				case field == regionField && p.Takes("us-east-1"):
					value += "{region}"
				case field == accountField && p.Takes("123456789012"):
					value += "{account}"
				default:
					value += p.Least()
				}
			}
			f := form{value, unique}
			if !strings.ContainsAny(strings.NewReplacer("{unique}", "", "{region}", "", "{account}", "").Replace(value), "{}") && d.suits(f, s, nil) {
				return f
			}
		}
	}
	return form{}
}

// The places of an ARN, by the colons before them.
const (
	partitionField = 1 + iota
	serviceField
	regionField
	accountField
)

// arnField returns which place of an ARN begins behind a text, or 0.
func arnField(text string) int {
	if !strings.HasPrefix(text, "arn:") || !strings.HasSuffix(text, ":") {
		return 0
	}
	if n := strings.Count(text, ":"); n <= accountField {
		return n
	}
	return 0
}

// arnFields returns the places of an ARN from one on to that of the account.
func (d *drafting) arnFields(field int) string {
	return strings.Join([]string{"aws", d.api.SigningName, "{region}", "{account}"}[field-1:], ":")
}
