package emit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// hostile are texts that a document may hold, and that would mean something to
// Go, or to a tool, if they stood in a comment or a literal as they are.
var hostile = []string{
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

// checkComment holds a comment to what it may be: lines of Go that begin with
// two slashes and a blank, of which none is an instruction, and which hold the
// words of the text.
func checkComment(t *testing.T, text string) {
	t.Helper()
	for _, width := range []int{clauseWidth, 20, 1} {
		lines := wrap(text, width)
		for _, line := range lines {
			if line != "//" && !strings.HasPrefix(line, "// ") && !strings.HasPrefix(line, "//   - ") || strings.ContainsAny(line, "\n\r") {
				t.Errorf("wrap(%q, %d) has the line %q", text, width, line)
			}
			if constraint.IsGoBuild(line) || constraint.IsPlusBuild(line) || instructs(strings.TrimSpace(strings.TrimPrefix(line, "//"))) {
				t.Errorf("wrap(%q, %d) has the line %q, which is an instruction", text, width, line)
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
			t.Errorf("wrap(%q, %d) has the words\n%q, want\n%q", text, width, got, want)
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
	for _, text := range hostile {
		checkComment(t, text)
	}
}

// FuzzComment holds that what is written of any text is a comment, and holds
// the text.
func FuzzComment(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(checkComment)
}

// FuzzLiteral holds that what is written of any text is the literal of it.
func FuzzLiteral(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, literal := range []string{quote(text), modelLiteral([]string{text}, nil).GoString()} {
			expr, err := parser.ParseExpr(literal)
			if err != nil {
				t.Fatalf("the literal of %q is no Go: %v\n%s", text, err, literal)
			}
			if list, ok := expr.(*ast.CompositeLit); ok {
				expr = list.Elts[0]
			}
			lit, ok := expr.(*ast.BasicLit)
			if !ok {
				t.Fatalf("the literal of %q is a %T: %s", text, expr, literal)
			}
			if got, err := strconv.Unquote(lit.Value); err != nil || got != text {
				t.Errorf("the literal of %q holds %q: %v", text, got, err)
			}
		}
	})
}

// TestHostileTextAnywhere puts hostile texts wherever a document has text, and
// holds every file to have no instruction in it, and the right declarations.
func TestHostileTextAnywhere(t *testing.T) {
	plain := hostileAPI("A text.")
	want := declarations(t, plain)
	for _, text := range hostile {
		if diff := slices.Compare(declarations(t, hostileAPI(text)), want); diff != 0 {
			t.Errorf("with the text %q other things are declared", text)
		}
	}
}

// hostileAPI is an API with a text wherever a document can have any.
func hostileAPI(text string) *model.API {
	return &model.API{
		Name: text, Version: text, Package: "p", Doc: text, Source: text, Protocol: "awsJson1_1", TargetPrefix: text, SigningName: text,
		Shapes: []model.Shape{
			{Name: "In", GoName: "In", Kind: model.Structure, Doc: text, Members: []model.Member{
				{Name: text, GoName: "A", Doc: text, Shape: "Text", Required: true},
				{Name: "B" + text, GoName: "B", Doc: text, Shape: "Word"},
				{Name: "C" + text, GoName: "C", Doc: text, Shape: "List"},
				{Name: "D" + text, GoName: "D", Doc: text, Shape: "Map"},
			}},
			{Name: "Text", Kind: model.String, Doc: text, Pattern: text, Min: &model.Bound{Int: 1}},
			{Name: "Word", GoName: "Word", Kind: model.Enum, Doc: text, Enum: []model.EnumValue{{Value: text, GoName: "WordOne"}}},
			{Name: "List", Kind: model.List, Doc: text, Elem: "Text"},
			{Name: "Map", Kind: model.Map, Doc: text, Elem: "Text"},
		},
		Errors:     []model.ErrorShape{{Code: "E" + text, GoName: "EOne", Doc: text, Status: 400}},
		Operations: []model.Operation{{Name: "Send", GoName: "Send", Doc: text, Input: "In", Output: "In", Errors: []string{"E" + text}}},
	}
}

// declarations returns the names that the generated files declare at their top
// level, with the file of each, after a look at their comments.
func declarations(t *testing.T, api *model.API) []string {
	t.Helper()
	files, err := Files(api, Options{ImportPath: "example.com/m"})
	if err != nil {
		t.Fatalf("with the text %q: %v", api.Doc, err)
	}
	var names []string
	for _, f := range files {
		file, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Source, parser.ParseComments)
		if err != nil {
			t.Fatalf("with the text %q: %v", api.Doc, err)
		}
		for _, group := range file.Comments {
			for _, c := range group.List {
				if !strings.HasPrefix(c.Text, "// ") && c.Text != "//" && !strings.HasPrefix(c.Text, "//   - ") ||
					constraint.IsPlusBuild(c.Text) || constraint.IsGoBuild(c.Text) {
					t.Errorf("with the text %q, %s has the comment %q", api.Doc, f.Name, c.Text)
				}
			}
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				names = append(names, fmt.Sprint(f.Name, " func ", d.Name.Name))
			case *ast.GenDecl:
				names = append(names, fmt.Sprint(f.Name, " ", d.Tok, " ", len(d.Specs)))
			}
		}
	}
	return names
}
