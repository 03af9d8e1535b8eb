package defect

import (
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/model"
)

// A Source is the generated code of a correct fake. It does not change.
type Source struct {
	// api is the model, with the names that the code has for its parts.
	api     *model.API
	set     *token.FileSet
	files   map[string]file
	anchors map[string][]place
	funcs   map[string][]*ast.FuncDecl
}

// A file is one file of the code.
type file struct {
	text []byte
	tree *ast.File
}

// A place is where a clause is dealt with: some nodes of one list, be it of
// statements or of the elements of a literal. The first of them follows the
// comment that names the clause.
type place []ast.Node

// Parse reads the files of the fake that was generated from an API, by name.
// They need not be in gofmt's form; the places of defects are found in it.
func Parse(api *model.API, files map[string][]byte) (*Source, error) {
	plan, err := names.Resolve(api, "")
	if err != nil {
		return nil, err
	}
	s := &Source{
		api: plan.API, set: token.NewFileSet(), files: map[string]file{},
		anchors: map[string][]place{}, funcs: map[string][]*ast.FuncDecl{},
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		text, err := format.Source(files[name])
		if err != nil {
			return nil, err
		}
		tree, err := parser.ParseFile(s.set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		s.files[name] = file{text, tree}
		s.findAnchors(tree)
		for _, fn := range all[*ast.FuncDecl](tree) {
			s.funcs[fn.Name.Name] = append(s.funcs[fn.Name.Name], fn)
		}
	}
	return s, nil
}

// named matches the beginning of a comment that names clauses.
var named = regexp.MustCompile(`clauses? ((?:\S+, )*\S+): `)

// findAnchors notes what follows each comment that names clauses.
func (s *Source) findAnchors(tree *ast.File) {
	lists := nodeLists(tree)
	for _, comment := range tree.Comments {
		matches := named.FindAllStringSubmatch(strings.ReplaceAll(comment.Text(), "\n", " "), -1)
		if len(matches) == 0 {
			continue
		}
		p := following(lists, comment)
		if len(p) == 0 {
			continue
		}
		for _, m := range matches {
			for id := range strings.SplitSeq(m[1], ", ") {
				s.anchors[id] = append(s.anchors[id], p)
			}
		}
	}
}

// A nodeList is a list of statements or of elements, and where it begins and
// ends.
type nodeList struct {
	place
	from, to token.Pos
}

// nodeLists returns all lists within a node, an outer one before those in it.
func nodeLists(within ast.Node) []nodeList {
	var lists []nodeList
	ast.Inspect(within, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			lists = append(lists, nodeList{nodes(n.List), n.Lbrace, n.Rbrace})
		case *ast.CaseClause:
			lists = append(lists, nodeList{nodes(n.Body), n.Colon, n.End()})
		case *ast.CompositeLit:
			lists = append(lists, nodeList{nodes(n.Elts), n.Lbrace, n.Rbrace})
		}
		return true
	})
	return lists
}

// following returns what follows a comment in the innermost list around it.
func following(lists []nodeList, comment *ast.CommentGroup) place {
	var around nodeList
	for _, list := range lists {
		if list.from < comment.Pos() && comment.Pos() < list.to {
			around = list
		}
	}
	next := slices.IndexFunc(around.place, func(n ast.Node) bool { return n.Pos() > comment.Pos() })
	if next < 0 {
		return nil
	}
	return around.place[next:]
}

func nodes[N ast.Node](list []N) place {
	all := make(place, len(list))
	for i, n := range list {
		all[i] = n
	}
	return all
}

// all returns the nodes of a type within others, in reading order.
func all[N ast.Node](within ...ast.Node) []N {
	var found []N
	for _, w := range within {
		ast.Inspect(w, func(n ast.Node) bool {
			if n, ok := n.(N); ok {
				found = append(found, n)
			}
			return true
		})
	}
	return found
}

// first returns the first node of a type in a list, not within its nodes.
func first[N ast.Node](list place) (n N, ok bool) {
	for _, one := range list {
		if n, ok := one.(N); ok {
			return n, true
		}
	}
	return n, false
}

// text returns the source of a node.
func (s *Source) text(n ast.Node) string {
	f := s.files[s.set.File(n.Pos()).Name()]
	return string(f.text[s.offset(n.Pos()):s.offset(n.End())])
}

func (s *Source) offset(p token.Pos) int { return s.set.Position(p).Offset }

// texts returns the source of several nodes, joined as arguments are.
func texts[N ast.Node](s *Source, list []N) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = s.text(n)
	}
	return strings.Join(words, ", ")
}
