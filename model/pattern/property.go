package pattern

import (
	"errors"
	"strings"
	"unicode"
)

// java are the classes that Java knows beside Unicode's, as contents of a
// class in RE2's syntax. Those of POSIX are of ASCII alone.
var java = map[string]string{
	"Lower":  `a-z`,
	"Upper":  `A-Z`,
	"ASCII":  `\x{0}-\x{7F}`,
	"Alpha":  `a-zA-Z`,
	"Digit":  `0-9`,
	"Alnum":  `a-zA-Z0-9`,
	"Punct":  `!-\/:-@\[-` + "`" + `\{-~`,
	"Graph":  `!-~`,
	"Print":  ` -~`,
	"Blank":  ` \t`,
	"Cntrl":  `\x{0}-\x{1F}\x{7F}`,
	"XDigit": `0-9a-fA-F`,
	"Space":  ` \t-\r`,

	"L1":  `\x{0}-\x{FF}`,
	"LC":  `\p{Lu}\p{Ll}\p{Lt}`,
	"LD":  `\p{L}\p{Nd}`,
	"all": `\x{0}-\x{10FFFF}`,
	"Any": `\x{0}-\x{10FFFF}`,

	"javaLowerCase":     `\p{Ll}`,
	"javaUpperCase":     `\p{Lu}`,
	"javaTitleCase":     `\p{Lt}`,
	"javaLetter":        `\p{L}`,
	"javaDigit":         `\p{Nd}`,
	"javaLetterOrDigit": `\p{L}\p{Nd}`,
	"javaISOControl":    `\x{0}-\x{1F}\x{7F}-\x{9F}`,
	"javaSpaceChar":     `\p{Z}`,
	"javaWhitespace":    `\t-\r\x{1C}-\x{20}\x{1680}\x{2000}-\x{2006}\x{2008}-\x{200A}\x{2028}\x{2029}\x{205F}\x{3000}`,
}

// binary are the properties of Unicode that Java knows with Is before them, as
// tables and as general categories.
var binary = map[string][]string{
	"Alphabetic":   {"L", "Nl", "Other_Alphabetic"},
	"Letter":       {"L"},
	"Lowercase":    {"Ll", "Other_Lowercase"},
	"Uppercase":    {"Lu", "Other_Uppercase"},
	"Titlecase":    {"Lt"},
	"Digit":        {"Nd"},
	"Punctuation":  {"P"},
	"Control":      {"Cc"},
	"Ideographic":  {"Ideographic"},
	"White_Space":  {"White_Space"},
	"WhiteSpace":   {"White_Space"},
	"Hex_Digit":    {"Hex_Digit"},
	"HexDigit":     {"Hex_Digit"},
	"Join_Control": {"Join_Control"},
}

// categories are the long names of general categories.
var categories = map[string]string{
	"Letter": "L", "Cased_Letter": "LC", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo",
	"Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
	"Number": "N", "Decimal_Number": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
	"Punctuation": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe",
	"Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po",
	"Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So",
	"Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
	"Control": "Cc", "Format": "Cf", "Private_Use": "Co", "Surrogate": "Cs",
}

// property reads the name after \p or \P, and returns the content of a class.
func (p *parser) property(negated bool) (string, error) {
	var name string
	if p.take("{") {
		var closed bool
		if name, p.rest, closed = strings.Cut(p.rest, "}"); !closed {
			return "", errors.New(`\p{ is followed by a name and }`)
		}
	} else if p.rest != "" {
		name = string(p.next())
	}
	if rest, ok := strings.CutPrefix(name, "^"); ok {
		name, negated = rest, !negated
	}
	content, ok := named(name)
	if !ok {
		return "", &Unsupported{`class \p{` + name + `}`}
	}
	if !negated {
		return content, nil
	}
	if short, ok := strings.CutPrefix(content, `\p{`); ok && strings.IndexByte(short, '}') == len(short)-1 {
		return `\P{` + short, nil
	}
	return complement(content)
}

// named returns the content of the class with a name.
func named(name string) (string, bool) {
	if content, ok := java[name]; ok {
		return content, true
	}
	key, value, assigned := strings.Cut(name, "=")
	if !assigned {
		key, value = "", name
	}
	switch strings.ToLower(key) {
	case "", "gc", "general_category", "sc", "script", "scx", "script_extensions":
	default:
		return "", false
	}
	if short, ok := categories[value]; ok {
		value = short
	}
	if content, ok := java[value]; ok {
		return content, true
	}
	for _, known := range []string{value, strings.TrimPrefix(value, "Is")} {
		if _, err := parseRanges(`\p{` + known + `}`); err == nil {
			return `\p{` + known + `}`, true
		}
	}
	tables, ok := binary[strings.TrimPrefix(value, "Is")]
	if !ok {
		return "", false
	}
	var content strings.Builder
	for _, table := range tables {
		if property := unicode.Properties[table]; property != nil {
			content.WriteString(tableRanges(property).content())
		} else {
			content.WriteString(`\p{` + table + `}`)
		}
	}
	return content.String(), true
}

// tableRanges returns what is in a table of package unicode.
func tableRanges(table *unicode.RangeTable) ranges {
	var all ranges
	add := func(low, high, stride rune) {
		if stride == 1 {
			all = append(all, low, high)
			return
		}
		for r := low; r <= high; r += stride {
			all = append(all, r, r)
		}
	}
	for _, r := range table.R16 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	for _, r := range table.R32 {
		add(rune(r.Lo), rune(r.Hi), rune(r.Stride))
	}
	return all
}
