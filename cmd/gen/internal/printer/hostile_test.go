package printer

import (
	"bytes"
	"go/ast"
	"go/build/constraint"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/hostile"
)

// checkComment holds a comment to what it may be: lines of Go that begin with
// two slashes and a blank, of which none is an instruction, and which hold the
// words of the text.
func checkComment(t *testing.T, text string) {
	t.Helper()
	for _, width := range []int{clauseWidth, 20, 1} {
		lines := Wrap(text, width)
		for _, line := range lines {
			if line != "//" && !strings.HasPrefix(line, "// ") && !strings.HasPrefix(line, "//   - ") || strings.ContainsAny(line, "\n\r") {
				t.Errorf("Wrap(%q, %d) has the line %q", text, width, line)
			}
			if constraint.IsGoBuild(line) || constraint.IsPlusBuild(line) || instructs(strings.TrimSpace(strings.TrimPrefix(line, "//"))) {
				t.Errorf("Wrap(%q, %d) has the line %q, which is an instruction", text, width, line)
			}
		}
		comment := strings.Join(lines, "\n")
		for _, src := range []string{comment + "\n\npackage p\n", comment + "\npackage p\n", "package p\n\n" + comment + "\nvar x int\n", "package p\n\nfunc f() {\n" + comment + "\n}\n"} {
			formatted, err := format.Source([]byte(src))
			if err != nil {
				t.Fatalf("the comment of %q is no Go: %v\n%s", text, err, src)
			}
			for line := range bytes.Lines(formatted) {
				if line = bytes.TrimSpace(line); bytes.HasPrefix(line, []byte("//go:")) || bytes.HasPrefix(line, []byte("// +build")) {
					t.Errorf("the comment of %q becomes an instruction:\n%s", text, formatted)
				}
			}
			checkDeclarations(t, formatted)
		}
		// The words are there, but for what Go does not take and the signs of lists.
		words := func(s string) []string {
			s = strings.NewReplacer("//", " ", "-", " ", `"`, "").Replace(s)
			return strings.Fields(s)
		}
		if got, want := words(strings.ReplaceAll(comment, "\n//", "\n ")), words(source(text)); !slices.Equal(got, want) {
			t.Errorf("Wrap(%q, %d) has the words\n%q, want\n%q", text, width, got, want)
		}
	}
}

// checkDeclarations holds a file to the declarations x and f: a text that is
// more than a comment or a literal would make others.
func checkDeclarations(t *testing.T, src []byte) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", src, parser.ParseComments)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.Name == "f" && len(d.Body.List) == 0 {
				continue
			}
		case *ast.GenDecl:
			if d.Tok == token.VAR && len(d.Specs) == 1 {
				continue
			}
		}
		t.Errorf("a text has become a declaration:\n%s", src)
	}
}

func TestCommentsAreNoInstructions(t *testing.T) {
	for _, text := range hostile.Texts {
		checkComment(t, text)
	}
}

// FuzzComment holds that what is written of any text is a comment, and holds
// the text.
func FuzzComment(f *testing.F) {
	for _, text := range hostile.Texts {
		f.Add(text)
	}
	f.Fuzz(checkComment)
}

// FuzzQuote holds that what is written of any text is the literal of it.
func FuzzQuote(f *testing.F) {
	for _, text := range hostile.Texts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		expr, err := parser.ParseExpr(Quote(text))
		if err != nil {
			t.Fatalf("the literal of %q is no Go: %v\n%s", text, err, Quote(text))
		}
		lit, ok := expr.(*ast.BasicLit)
		if !ok {
			t.Fatalf("the literal of %q is a %T: %s", text, expr, Quote(text))
		}
		if got, err := strconv.Unquote(lit.Value); err != nil || got != text {
			t.Errorf("the literal of %q holds %q: %v", text, got, err)
		}
	})
}
