package trace

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"strings"
)

// A Place is a line of the generated fake.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// findPlaces returns the lines that implement each clause. A comment of the form
// "clause ID: description" stands above the code in a generated function, or, where
// operations share a structure, "clauses ID, ID: description".
func findPlaces(code fs.FS, folder string) (map[string][]Place, error) {
	names, err := fs.Glob(code, "*/*.go")
	if err != nil {
		return nil, err
	}
	places := map[string][]Place{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := fs.ReadFile(code, name)
		if err != nil {
			return nil, err
		}
		lines := token.NewFileSet()
		file, err := parser.ParseFile(lines, name, src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, fmt.Errorf("the generated fake is not valid Go: %w", err)
		}
		for _, group := range file.Comments {
			if !inFunction(file, group) {
				continue
			}
			for i, comment := range group.List {
				for _, id := range named(group.List[i:]) {
					places[id] = append(places[id], Place{path.Join(folder, name), lines.Position(comment.Pos()).Line})
				}
			}
		}
	}
	return places, nil
}

// inFunction reports whether a comment stands within a function: one that
// stands elsewhere may name a clause, but no code below it implements the clause.
func inFunction(file *ast.File, comment *ast.CommentGroup) bool {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && f.Body.Lbrace < comment.Pos() && comment.End() <= f.Body.Rbrace {
			return true
		}
	}
	return false
}

// named returns the ids of the clauses that a comment names which begins with
// the first of the lines. The ids may go on over the lines that follow.
func named(lines []*ast.Comment) []string {
	first := words(lines[0])
	if len(first) == 0 || first[0] != "clause" && first[0] != "clauses" {
		return nil
	}
	var ids []string
	for i, line := range lines {
		rest := words(line)
		if i == 0 {
			rest = rest[1:]
		}
		for _, word := range rest {
			if id, last := strings.CutSuffix(word, ":"); last {
				return append(ids, id)
			}
			id, more := strings.CutSuffix(word, ",")
			if !more {
				return nil // running text that begins a line with that word
			}
			ids = append(ids, id)
		}
	}
	return nil
}

func words(c *ast.Comment) []string { return strings.Fields(strings.TrimPrefix(c.Text, "//")) }
