package reproduce

import (
	"bytes"
	"flag"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var interpreters = flag.Bool("interpreters", false, "have FuzzLiterals ask a shell and Python as well")

// nasty are texts that are easily quoted wrongly, or that end what they stand in.
var nasty = []string{
	"", "plain", "it's", `"double"`, "a\nb\n", "\n\n", "\ttab", `back\slash \n \\`, "$HOME ${RUN} $(date) `date`", "100% %s %d", `\`,
	"日本 é \u2028\u2029 \U0001f600", "-n", "-", "{", "END", "a\x00b", "\x7f\x01", "'\"'\"'", `\'`, "${$}{", "!history", "a  b ", "'; id; '",
	"*/ /*", `"""`, "'''", "a\rb", "a\u0085b", "a\x80\xffb\xc3", "+build ignore", "go:build ignore", "coding: utf-7", "\u202Eabc\u202c", "\"\u2028\u202e\"", "\ufeffBOM",
	"`+x+`", "\x1b[31m", "${x}'$(id)'", "!/bin/sh", "\x00\x00", "\x80", "\xe2\x80", "é\x01",
}

// TestShellReadsText shows that a shell reads a word as the text that it stands
// for, and that what printf is told to print comes out to the byte.
func TestShellReadsText(t *testing.T) {
	for _, shell := range []string{"sh", "bash", "dash"} {
		if _, err := exec.LookPath(shell); err != nil {
			t.Logf("NOT SHOWN how %s reads words: it is not there", shell)
			continue
		}
		checkShell(t, shell, nasty...)
	}
}

// checkShell has a shell print texts that are written as words, as what printf is
// told, and as comments, which must not be printed.
func checkShell(t *testing.T, shell string, texts ...string) {
	t.Helper()
	var script strings.Builder
	var want bytes.Buffer
	script.WriteString("export LC_ALL=C\nNL='\n'\n")
	for _, text := range texts {
		parts := splice(text, nil)
		script.WriteString(comment("#", text) + "printf %s " + shellText(text) + "; printf '|'; printf " + printfArguments(parts) + "; printf '|\\n'\n")
		want.WriteString(strings.ReplaceAll(text, "\x00", `\000`) + "|" + text + "|\n")
	}
	checkVisible(t, script.String(), "\n")
	file := filepath.Join(t.TempDir(), "words.sh") // a NUL in it has to reach the shell
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := exec.Command(shell, file).CombinedOutput()
	if err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s, %v, prints\n%q, want\n%q\n%s", shell, err, got, want.String(), script.String())
	}
}

// checkVisible checks that a program has nothing in it that can't be seen, but
// for line ends and whatever else is said.
func checkVisible(t *testing.T, program, but string) {
	t.Helper()
	at := strings.IndexFunc(program, func(r rune) bool { return !unicode.IsPrint(r) && !strings.ContainsRune(but, r) })
	if at >= 0 || !utf8.ValidString(program) {
		at = max(at, 0)
		t.Errorf("the program has what can't be seen in it, first in %q", program[at:min(at+40, len(program))])
	}
}

// TestPythonReadsText shows that Python reads a literal as the text that it stands
// for.
func TestPythonReadsText(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("NOT SHOWN how Python reads texts: there is no python3")
	}
	checkPython(t, nasty...)
}

// checkPython has Python print texts that are written as literals, and as
// comments, which must not be printed.
func checkPython(t *testing.T, texts ...string) {
	t.Helper()
	var script strings.Builder
	script.WriteString("import sys\n")
	for _, text := range texts {
		script.WriteString(comment("#", text) + "sys.stdout.buffer.write(" + pyText(text) + ".encode('utf-8', 'surrogateescape') + b'|')\n")
	}
	checkVisible(t, script.String(), "\n")
	file := filepath.Join(t.TempDir(), "texts.py")
	if err := os.WriteFile(file, []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := exec.Command("python3", file).CombinedOutput()
	if want := strings.Join(texts, "|") + "|"; err != nil || string(got) != want {
		t.Errorf("Python, %v, prints\n%q, want\n%q\n%s", err, got, want, script.String())
	}
}

// TestGoReadsText shows that Go reads a literal as the text that it stands for, and
// a comment as a comment.
func TestGoReadsText(t *testing.T) {
	for _, text := range nasty {
		checkGo(t, text)
	}
}

// checkGo parses a program that has a text in it, as a comment at its top and at
// the end, and as a literal, and checks that it stands there and that nothing else
// does.
func checkGo(t *testing.T, text string) {
	t.Helper()
	source := comment("//", text) + "\npackage p\n\n" + comment("//", text) + "\nvar v = []string{" + goText(text) + ", " + goTexts([]string{text}) + "}\n" + comment("//", text)
	checkVisible(t, source, "\n")
	formatted, err := format.Source([]byte(source))
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	for _, source := range []string{source, string(formatted)} {
		file, err := parser.ParseFile(token.NewFileSet(), "p.go", source, parser.ParseComments)
		if err != nil {
			t.Fatalf("%v\n%s", err, source)
		}
		if len(file.Decls) != 1 {
			t.Fatalf("%d declarations, want 1\n%s", len(file.Decls), source)
		}
		list := file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.ValueSpec).Values[0].(*ast.CompositeLit)
		if len(list.Elts) != 2 {
			t.Fatalf("%d texts, want 2\n%s", len(list.Elts), source)
		}
		for _, e := range list.Elts {
			if got, err := strconv.Unquote(e.(*ast.BasicLit).Value); err != nil || got != text {
				t.Errorf("%q reads as %q, %v\n%s", text, got, err, source)
			}
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if c.Text != "//" && !strings.HasPrefix(c.Text, "// ") && !strings.HasPrefix(c.Text, "//\t") || strings.HasPrefix(c.Text, "// +") {
					t.Errorf("%q is a comment that Go may act on\n%s", c.Text, source)
				}
			}
		}
	}
}

// TestComment shows that a comment is one line, holds its text, and is none of those
// that a language acts on.
func TestComment(t *testing.T) {
	for _, text := range nasty {
		checkComment(t, text)
	}
	for text, want := range map[string]string{
		"": "#\n", "plain": "# plain\n", "a\nb": `# a\nb` + "\n", "a\x00\u0085": `# a\x00\u0085` + "\n", "+build x": `# \x2bbuild x` + "\n", `a\`: `# a\x5c` + "\n",
	} {
		if got := comment("#", text); got != want {
			t.Errorf("comment(%q) = %q, want %q", text, got, want)
		}
	}
}

func checkComment(t *testing.T, text string) {
	t.Helper()
	line := comment("#", text)
	body, ended := strings.CutSuffix(line, "\n")
	if !ended || strings.Contains(body, "\n") || !strings.HasPrefix(body, "#") || strings.HasSuffix(body, `\`) {
		t.Errorf("comment(%q) = %q, want one line", text, line)
	}
	checkVisible(t, line, "\n")
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if utf8.ValidString(word) && !strings.Contains(line, word) {
			t.Errorf("comment(%q) = %q lacks %q", text, line, word)
		}
	}
}

// FuzzLiterals puts random text into comments and literals of each language, and
// checks that they stay what they are, and hold the text. The interpreters are
// asked on demand only, since each takes a process.
func FuzzLiterals(f *testing.F) {
	for _, text := range nasty {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkComment(t, text)
		checkGo(t, text)
		for _, written := range []string{shellText(text), "printf " + printfArguments(splice(text, nil)), pyText(text)} {
			checkVisible(t, written, "")
		}
		if len(text) > 2000 || !*interpreters {
			return
		}
		if _, err := exec.LookPath("sh"); err == nil {
			checkShell(t, "sh", text)
		}
		if _, err := exec.LookPath("python3"); err == nil {
			checkPython(t, text)
		}
	})
}
