package pattern

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// matcher returns a function that reports whether a translation takes a text.
func (t Translation) matcher() func(text string) bool {
	expr := regexp.MustCompile(t.RE2)
	return func(text string) bool {
		n := int64(utf8.RuneCountInString(text))
		return n >= t.Min && (t.Max == 0 || n <= t.Max) && expr.MatchString(text)
	}
}

func TestTranslate(t *testing.T) {
	long := strings.Repeat
	for _, tt := range []struct {
		pattern string
		max     int64
		want    string
		yes, no []string
	}{
		// What RE2 knows stays as it is written.
		{`.*\S.*`, -1, `.*\S.*`, []string{"a", " a"}, []string{"", " "}},
		{`^[\w-.]+(?:a|b)*?$`, -1, `^[\w-.]+(?:a|b)*?$`, []string{"x-."}, []string{" "}},
		{`a{2,1000}`, -1, `a{2,1000}`, []string{"aa"}, []string{"a"}},
		{`[[:alpha:]]`, -1, `[[:alpha:]]`, []string{"a"}, []string{"1"}},

		// Code units, and code points of 32 bits.
		{`^\u002F\u002f$`, -1, `^\x{2F}\x{2F}$`, []string{"//"}, []string{"/"}},
		{`^[\uD800\uDC00-\uDBFF\uDFFF]$`, -1, `^[\x{10000}-\x{10FFFF}]$`, []string{"😀"}, []string{"a", "é"}},
		{`^\uD83D\uDE00$`, -1, `^\x{1F600}$`, []string{"😀"}, []string{"😁"}},
		{`^\u{1F600}$`, -1, `^\x{1F600}$`, []string{"😀"}, []string{"u"}},
		{`^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\r\n\t]*$`, -1, "", []string{"a\té", "\uFFFD"}, []string{"\x00"}},
		{`\\u002F`, -1, `\\u002F`, []string{`\u002F`}, []string{"/"}},

		// Counts over 1000.
		{`^[a-zA-Z0-9]{0,4096}$`, -1, `^[a-zA-Z0-9]*$, at most 4096 characters`, []string{"", long("a", 4096)}, []string{"-", long("a", 4097)}},
		{`^[a-z]{3,4096}$`, -1, `^[a-z]+$, at least 3 characters, at most 4096 characters`, []string{"abc", long("a", 4096)}, []string{"ab", "", long("a", 4097)}},
		{`\A(a|b){1001}\z`, -1, `\A(a|b)+\z, at least 1001 characters, at most 1001 characters`, []string{long("ab", 500) + "a"}, []string{long("ab", 500), long("ab", 501)}},
		{`^.{1001,}$`, -1, `^.+$, at least 1001 characters`, []string{long("é", 1001), long("é", 5000)}, []string{long("é", 1000), long("é", 1000) + "\n"}},
		{`^a[b]{0,2500}c$`, -1, `^a[b]{0,1000}[b]{0,1000}[b]{0,500}c$`, []string{"ac", "a" + long("b", 2500) + "c"}, []string{"a" + long("b", 2501) + "c"}},
		{`^a[b]{1500,2500}c$`, -1, `^a[b]{1000}[b]{500,1000}[b]{0,500}c$`,
			[]string{"a" + long("b", 1500) + "c", "a" + long("b", 2500) + "c"}, []string{"a" + long("b", 1499) + "c", "a" + long("b", 2501) + "c"}},
		{`^ab{2500}c$`, -1, `^ab{1000}b{1000}b{500}c$`, []string{"a" + long("b", 2500) + "c"}, []string{"a" + long("b", 2499) + "c", "a" + long("b", 2501) + "c"}},
		{`^ab{2500,}c$`, -1, `^ab{1000}b{1000}b{500,}c$`, []string{"a" + long("b", 3500) + "c"}, []string{"a" + long("b", 2499) + "c"}},
		{`^a(b{1,100}c){2,20}$`, -1, `^a(b{1,100}c){2,10}(b{1,100}c){0,10}$`,
			[]string{"a" + long("bc", 2), "a" + long("bbc", 20)}, []string{"abc", "a" + long("bc", 21), "a" + long("b", 101) + "cbc"}},
		// A count that no text reaches is none.
		{`^a[b]{1,2048}$`, 2048, `^a[b]+$`, []string{"ab"}, []string{"a"}},
		{`^a(b?){1,2048}$`, 2048, `^a(b?){1,1000}(b?){0,1000}(b?){0,48}$`, []string{"a"}, nil},
		{`^a[b]{1,2048}$`, 2049, `^a[b]{1,1000}[b]{0,1000}[b]{0,48}$`, []string{"ab"}, []string{"a", "a" + long("b", 2049)}},
		{`^[A-Z]{2}+$`, 2, `^[A-Z]{2}$`, []string{"AB"}, []string{"A", "ABC"}},
		// At an end that nothing holds, only the least count matters.
		{`x{1,4096}`, -1, `x+`, []string{"x", long("x", 5000)}, []string{""}},
		{`ax{3,4096}`, -1, `ax{3,}`, []string{"axxx", "a" + long("x", 5000)}, []string{"axx"}},
		{`x{3,4096}a`, -1, `x{3,}a`, []string{"xxxa", long("x", 5000) + "a"}, []string{"xxa"}},
		{`^(a{1,4096}|b{2})$`, -1, "", []string{"a", "bb", long("a", 4096)}, []string{"b", long("a", 4097)}},
		{`^a{0,1001}?b$`, -1, `^a{0,1000}?a??b$`, []string{"b", long("a", 1001) + "b"}, []string{long("a", 1002) + "b"}},

		// Java's classes.
		{`^\p{Print}+$`, -1, `^[ -~]+$`, []string{"a ~"}, []string{"a\t", "é", "\x7f"}},
		{`^[\p{Alnum}_]+$`, -1, `^[a-zA-Z0-9_]+$`, []string{"aZ9_"}, []string{"-", "é"}},
		{`^\P{Punct}+$`, -1, "", []string{"aé 9"}, []string{"-", "[", "]", "\\", "^", "`", "~"}},
		{`^\p{Punct}+$`, -1, "", []string{"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"}, []string{"a", " ", "§"}},
		{`^[^\p{Graph}]+$`, -1, `^[^!-~]+$`, []string{" é"}, []string{"a"}},
		{`^[\P{Digit}x]$`, -1, "", []string{"x", "a"}, []string{"1"}},
		{`^\p{^XDigit}$`, -1, "", []string{"g"}, []string{"f", "0"}},
		{`^[\p{Space}\p{Blank}\p{Cntrl}]+$`, -1, "", []string{" \t\n\x0b\x00\x7f"}, []string{"a"}},
		{`^\p{ASCII}{0,1500}$`, -1, `^[\x{0}-\x{7F}]*$, at most 1500 characters`, []string{"a"}, []string{"é"}},
		{`^\p{LD}\p{L1}$`, -1, "", []string{"éÿ", "٣a"}, []string{"_a", "aĀ"}},
		{`^\p{javaLowerCase}\p{javaUpperCase}\p{javaWhitespace}$`, -1, "", []string{"éÉ\u2003"}, []string{"Éé ", "éÉ\u00A0"}},
		{`^\p{IsAlphabetic}\p{IsLatin}\p{IsPunctuation}\p{IsWhite_Space}$`, -1, "", []string{"ꙴé!\u00A0", "ⅷa§ "}, []string{"1a! ", "aж! "}},
		{`^\p{gc=Lu}\p{script=Greek}\p{IsL}\p{Uppercase_Letter}$`, -1, "", []string{"ÉλaA"}, []string{"éλaA", "ÉlaA"}},
		{`^\h\R$`, -1, "", []string{" \r\n", "\u00A0\u2028", "\t\n"}, []string{"a\n", "\n\n", " \r\n\n"}},
		{`^\H\e\cA\x41\x{42}\0101$`, -1, "", []string{"a\x1b\x01ABA"}, []string{" \x1b\x01ABA"}},
		{`^a\Z`, -1, `^a(?:\n?\z)`, []string{"a", "a\n"}, []string{"a\n\n", "ab"}},
		{`^\é\-\_\Qa.b\E+\e$`, -1, "", []string{"é-_a.ba.b\x1b"}, []string{"é-_aXb\x1b"}},

		// Classes of classes.
		{`^[\p{Print}&&[^|:/]]+$`, -1, `^[ -.0-9;-{}-~]+$`, []string{"a b"}, []string{"a|b", "a:b", "/", "é"}},
		{`^[a-z&&[def]]+$`, -1, `^[d-f]+$`, []string{"def"}, []string{"a", "&", "["}},
		{`^[^a-z&&[^b]]+$`, -1, "", []string{"b", "B"}, []string{"a", "c"}},
		{`^[a-z&&[^b]&&[^c]]+$`, -1, "", []string{"ad"}, []string{"b", "c"}},
		{`^[a&&[b]]$`, -1, `^[\x{D800}]$`, nil, []string{"a", "b", "&", ""}},
		{`^[^a&&[b]]$`, -1, "", []string{"a", "b"}, []string{"ab"}},
		{`^[\p{Print}[:digit:]é-ü\b-]+$`, -1, "", []string{"9é\b-"}, []string{"ÿ"}},
		{`^[a-\d\u0041]+$`, -1, `^[a\-\d\x{41}]+$|^[a\-\dA]+$`, []string{"a-9A"}, []string{"b"}},
		{`^[]\u0061]+$`, -1, "", []string{"]a"}, []string{"b"}},
		{`^[\p{Print}&]+$`, -1, `^[ -~\&]+$`, []string{"a&"}, []string{"é"}},

		// Repetitions of repetitions, and possessive ones.
		{`^[0-9A-Z]{2}+$`, -1, `^[0-9A-Z]{2}$`, []string{"A1"}, []string{"A", "A1B2"}},
		{`^\d{1}+:\d{12}+:a$`, -1, `^\d{1}:\d{12}:a$`, []string{"1:123456789012:a"}, []string{"11:123456789012:a"}},
		{`^(ab){2}+$`, -1, `^(ab){2}$`, []string{"abab"}, []string{"ab", "ababab"}},
		{`^[a-z]++[0-9]*+$`, -1, "", nil, nil}, // see below: what follows may be nothing
		{`^[a-z]*+:[0-9]++$`, -1, `^[a-z]*:[0-9]+$`, []string{"a:1", ":1"}, []string{"a:"}},
		{`^[a-z]?+[0-9]+$`, -1, `^[a-z]?[0-9]+$`, []string{"a1", "1"}, []string{"ab1"}},
		{`[a-z]*+`, -1, `[a-z]*`, []string{""}, nil},
		{`^a{2}{3}$`, -1, `^(?:a{2}){3}$`, []string{"aaaaaa"}, []string{"aaa", "aaaa"}},
		{`^a**$`, -1, `^(?:a*)*$`, []string{"", "aa"}, []string{"b"}},
		{`^a{2}*$`, -1, `^(?:a{2})*$`, []string{"", "aa", "aaaa"}, []string{"a"}},

		// Groups with names, and flags.
		{`^(?<year>\d{4})\p{Alpha}$`, -1, `^(\d{4})[a-zA-Z]$`, []string{"2020a"}, []string{"2020é"}},
		{`^(?iu)\p{Lower}(?-i:\p{Upper})$`, -1, `^(?i)[a-z](?-i:[A-Z])$`, []string{"AA", "aA"}, []string{"aa"}},
		{`^(?u)\p{Lower}(?d:a)$`, -1, `^(?:)[a-z](?:a)$`, []string{"aa"}, []string{"Aa"}},
		{`^{\p{Alpha}}$`, -1, `^\{[a-zA-Z]\}$`, []string{"{a}"}, []string{"a"}},
	} {
		got, err := Translate(tt.pattern, tt.max)
		if len(tt.yes)+len(tt.no) == 0 {
			if unsupported := (*Unsupported)(nil); !errors.As(err, &unsupported) {
				t.Errorf("Translate(%s) = %s, %v, want that it is not supported", tt.pattern, got, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("Translate(%s): %v", tt.pattern, err)
			continue
		}
		found := tt.want == ""
		for want := range strings.SplitSeq(tt.want, "|^") {
			found = found || got.String() == want || got.String() == "^"+want || got.String() == tt.want
		}
		if !found {
			t.Errorf("Translate(%s, %d) = %s, want %s", tt.pattern, tt.max, got, tt.want)
		}
		matches := got.matcher()
		for _, text := range tt.yes {
			if !matches(text) {
				t.Errorf("Translate(%s, %d) = %s, which does not take %.60q (%d)", tt.pattern, tt.max, got, text, len(text))
			}
		}
		for _, text := range tt.no {
			if matches(text) {
				t.Errorf("Translate(%s, %d) = %s, which takes %.60q (%d)", tt.pattern, tt.max, got, text, len(text))
			}
		}
	}
}

func TestUnsupported(t *testing.T) {
	for pattern, want := range map[string]string{
		`^(?!aws:)[a-z]+$`:          `look-ahead (?!`,
		`^(?=.*[a-z]).+$`:           `look-ahead (?=`,
		`^[a-z]+(?<!-)$`:            `look-behind (?<!`,
		`(?<=a)b`:                   `look-behind (?<=`,
		`(?>a+)b`:                   `atomic group (?>`,
		`(a)\1`:                     `back-reference \1`,
		`(?<x>a)\k<x>`:              `back-reference \k`,
		`\p{InGreek}`:               `class \p{InGreek}`,
		`[\p{Nonsense}]`:            `class \p{Nonsense}`,
		`\p{blk=Greek}`:             `class \p{blk=Greek}`,
		`\i\c*`:                     `escape \i`,
		`\X`:                        `escape \X`,
		`a*+a`:                      `possessive repetition`,
		`(?:ab|a)++b`:               `possessive repetition`,
		`(?i)a*+A`:                  `possessive repetition`,
		`(?x)a b\u0041`:             `flag (?x)`,
		`(?#note)a\e`:               `group (?#n`,
		`^a[b]{1,131072}c$`:         `count 131072 of this size`,
		`^a(b{50}c{50}){1,1000}c$`:  `count 1000 of this size`,
		`^a\b{1000000000}c$`:        `count 1000000000 of this size`,
		`a{1,99999999999999999999}`: `count 99999999999999999999`,
		`[a-z&&[bc]x]`:              `intersection of classes`,
		strings.Repeat("(", 600) + `\e` + strings.Repeat(")", 600):     `room for more than 500 groups`,
		strings.Repeat("[a&&", 600) + `[b]` + strings.Repeat("]", 600): `room for more than 500 classes`,
		`a` + strings.Repeat("{1}", 600):                               `room for more than 500 repetitions`,
	} {
		_, err := Translate(pattern, -1)
		var unsupported *Unsupported
		if !errors.As(err, &unsupported) || !strings.HasPrefix(unsupported.Construct, want) {
			t.Errorf("Translate(%.40s) = %v, want that RE2 has no %s", pattern, err, want)
		} else if err.Error() != "RE2 has no "+unsupported.Construct {
			t.Errorf("the error is %q", err)
		}
	}
}

func TestMistakes(t *testing.T) {
	for _, pattern := range []string{
		`(`, `)`, `(a`, `a)`, `[a`, `[`, `[^`, `[a&&[b]`, `*a`, `a|*`, `+`, `?`, `{2}`, `a{3,2}`, `[z-a]`, `\`, `[\`, `a\`, `(?<name`, `\p{L`, `\x4`, `\xGG`, `\x{110000}`, `\c1`, `\x{41`,
	} {
		got, err := Translate(pattern, -1)
		if unsupported := (*Unsupported)(nil); err == nil || errors.As(err, &unsupported) {
			t.Errorf("Translate(%s) = %s, %v, want a mistake", pattern, got, err)
		}
	}
}

// TestSameAsRE2 translates patterns that RE2 knows by the long way, as if it
// did not, and holds the translation to match what they match.
func TestSameAsRE2(t *testing.T) {
	sample.SkipRace(t)
	atoms := []string{"a", "b", ".", `\d`, `\W`, `[ab]`, `[^a-c]`, `[\w-]`, `(a|bc)`, `(?:b?)`, `(a|)`, `(?i:a)`, `^`, `$`, `\b`, `[]b]`, `\p{Lu}`, `\x41`, `[[:digit:]x]`, "é", "-", "{", "]"}
	counts := []string{"", "", "", "*", "+", "?", "{2}", "{0,3}", "{1,}", "+?", "{2,4}?"}
	texts := []string{"", "a", "b", "ab", "abc", "bca", "aab", "aaaa", "A1", "é", "-a-", "{]", "a\nb", "1234", "Aa", "cba cba", "bcbcbc", "x9", "a b", "\x00"}
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string) string { return from[rng.IntN(len(from))] }
	tried := 0
	for range 20_000 {
		var b strings.Builder
		for range 1 + rng.IntN(5) {
			b.WriteString(pick(atoms) + pick(counts))
			if rng.IntN(6) == 0 {
				b.WriteString("|")
			}
		}
		pattern := b.String()
		want, err := regexp.Compile(pattern)
		if err != nil {
			continue
		}
		tried++
		got, err := translateLong(pattern)
		if err != nil {
			t.Fatalf("%s: %v", pattern, err)
		}
		expr := regexp.MustCompile(got.RE2)
		for _, text := range texts {
			if expr.MatchString(text) != want.MatchString(text) {
				t.Fatalf("%s becomes %s: of %q they say %t and %t", pattern, got, text, want.MatchString(text), expr.MatchString(text))
			}
		}
	}
	if tried < 5_000 {
		t.Errorf("only %d patterns were tried", tried)
	}
}

// translateLong is [Translate] without the look whether RE2 knows the pattern.
func translateLong(pattern string) (Translation, error) {
	p := parser{rest: pattern}
	root, err := p.all()
	if err != nil {
		return Translation{}, err
	}
	w := writer{maxLength: -1, folds: p.folds}
	text, err := w.all(root)
	return Translation{RE2: text, Min: w.min, Max: w.max}, err
}

// TestCounts holds translated counts to what they count, one by one.
func TestCounts(t *testing.T) {
	sample.SkipRace(t)
	for _, c := range [][2]int{{0, 1001}, {999, 1001}, {1001, 1001}, {1001, 2000}, {2000, 2000}, {1001, -1}} {
		low, high := c[0], c[1]
		counts := fmt.Sprintf("{%d,%d}", low, high)
		if high < 0 {
			counts = fmt.Sprintf("{%d,}", low)
		}
		for _, body := range []string{"a", "(?:aa?)"} {
			pattern := "^x?" + body + counts + "$"
			got, err := Translate(pattern, -1)
			if err != nil {
				t.Errorf("%s: %v", pattern, err)
				continue
			}
			most := high
			if body != "a" {
				most = 2 * high
			}
			matches := got.matcher()
			for _, n := range []int{0, low - 1, low, most, most + 1} {
				if n < 0 {
					continue
				}
				want := n >= low && (high < 0 || n <= most)
				if matches(strings.Repeat("a", n)) != want {
					t.Errorf("%s becomes %s, which says %t of %d", pattern, got, !want, n)
				}
			}
		}
	}
}

// FuzzTranslate holds that no pattern makes the translation panic, and that
// what it returns compiles.
func FuzzTranslate(f *testing.F) {
	for _, pattern := range []string{
		`^[\p{Print}&&[^|:/]]+$`, `\u002F{1,2000}`, `(?<a>b)*+\h`, `[\uD800\uDC00-\uDBFF\uDFFF]`, `\Qa\E{3}{4}`, `(?i-s:a)|\p{IsAlphabetic}`, `[a-\d&&[b]]`, `^(a{2,3}|b){1001}$`, `\c`, `\0`, `[]`, `[^]`,
	} {
		f.Add(pattern, int64(-1))
		f.Add(pattern, int64(10))
	}
	f.Fuzz(func(t *testing.T, pattern string, maxLength int64) {
		if len(pattern) > 200 {
			return
		}
		got, err := Translate(pattern, maxLength)
		if err == nil {
			_, err = regexp.Compile(got.RE2)
		}
		if err != nil && got.RE2 != "" {
			t.Errorf("Translate(%q, %d) = %s, %v", pattern, maxLength, got, err)
		}
	})
}
