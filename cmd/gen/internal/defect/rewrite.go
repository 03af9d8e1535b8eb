package defect

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// A rewrite is a defect that is being written.
type rewrite struct {
	*Source
	clause *model.Clause
	// op is the operation that has the clause, or nil.
	op     *model.Operation
	detail string
	edits  map[string][]edit
	err    error
}

// An edit puts a text in the place of what stands between two offsets.
type edit struct {
	from, to int
	text     string
}

func (r *rewrite) edit(from, to token.Pos, text string) {
	name := r.set.File(from).Name()
	r.edits[name] = append(r.edits[name], edit{r.offset(from), r.offset(to), text})
}

// replace puts a text in the place of a node.
func (r *rewrite) replace(n ast.Node, text string) { r.edit(n.Pos(), n.End(), text) }

// drop takes a statement away, or an element with its comma.
func (r *rewrite) drop(n ast.Node) {
	end := n.End()
	if rest := r.files[r.set.File(end).Name()].text[r.offset(end):]; bytes.HasPrefix(rest, []byte(",")) {
		end++
	}
	r.edit(n.Pos(), end, "")
}

// before and after add statements around one.
func (r *rewrite) before(n ast.Node, text string) { r.edit(n.Pos(), n.Pos(), text+"\n") }
func (r *rewrite) after(n ast.Node, text string)  { r.edit(n.End(), n.End(), "\n"+text+"\n") }

// begin and end add statements to a block, before and after all others.
func (r *rewrite) begin(b *ast.BlockStmt, text string) {
	r.edit(b.Lbrace+1, b.Lbrace+1, "\n"+text+"\n")
}
func (r *rewrite) end(b *ast.BlockStmt, text string) { r.edit(b.Rbrace, b.Rbrace, "\n"+text+"\n") }

// wrap puts an expression, or a statement, between two texts.
func (r *rewrite) wrap(n ast.Node, open, shut string) { r.replace(n, open+r.text(n)+shut) }

// declare adds declarations to a file.
func (r *rewrite) declare(name, text string) {
	tree := r.files[name].tree
	r.edit(tree.FileEnd, tree.FileEnd, "\n"+text+"\n")
}

// imports makes a file import a package.
func (r *rewrite) imports(name, path string) {
	tree := r.files[name].tree
	for _, i := range tree.Imports {
		if i.Path.Value == fmt.Sprintf("%q", path) {
			return
		}
	}
	at, text := r.offset(tree.Name.End()), fmt.Sprintf("\nimport %q\n", path)
	if !slices.Contains(r.edits[name], edit{at, at, text}) {
		r.edits[name] = append(r.edits[name], edit{at, at, text})
	}
}

// apply returns the files that have edits.
func (r *rewrite) apply() map[string][]byte {
	changed := map[string][]byte{}
	for name, edits := range r.edits {
		slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
		source := r.files[name].text
		var b bytes.Buffer
		at := 0
		for _, e := range edits {
			b.Write(source[at:e.from])
			b.WriteString(e.text)
			at = e.to
		}
		b.Write(source[at:])
		changed[name] = b.Bytes()
	}
	return changed
}

// places returns where the clause is dealt with: anywhere, or in the function
// of the operation that has it.
func (r *rewrite) places() []place { return r.anchors[r.clause.ID] }

// place returns the first place at which the clause is dealt with.
func (r *rewrite) place() place {
	if p := r.places(); len(p) > 0 {
		return p[0]
	}
	r.fail("no comment names the clause")
	return place{&ast.BadStmt{}}
}

// ownPlace returns the first place in the function of the operation that has the clause.
// What goes with a resource that expires is dealt with elsewhere too.
func (r *rewrite) ownPlace() place {
	for _, p := range r.places() {
		if fn := r.do(r.op); fn.Pos() <= p[0].Pos() && p[0].End() <= fn.End() {
			return p
		}
	}
	return r.place()
}

// do returns the function of an operation.
func (r *rewrite) do(op *model.Operation) *ast.FuncDecl { return r.function("do" + op.GoName) }

// function returns the function or method of that name.
func (r *rewrite) function(name string) *ast.FuncDecl {
	if fns := r.funcs[name]; len(fns) > 0 {
		return fns[0]
	}
	r.fail("there is no function %s", name)
	return &ast.FuncDecl{Name: ast.NewIdent(name), Type: &ast.FuncType{}, Body: &ast.BlockStmt{}}
}

// calls returns the calls of functions of some names, such as "failed.Add".
// A name that begins with a dot stands for the method of whatever there is.
func (r *rewrite) calls(within ast.Node, names ...string) []*ast.CallExpr {
	var found []*ast.CallExpr
	for _, call := range all[*ast.CallExpr](within) {
		fn := r.text(call.Fun)
		if slices.ContainsFunc(names, func(name string) bool {
			return fn == name || name[0] == '.' && strings.HasSuffix(fn, name)
		}) {
			found = append(found, call)
		}
	}
	return found
}

// loopAround returns the outermost loop around a node of a function.
func loopAround(fn *ast.FuncDecl, n ast.Node) *ast.RangeStmt {
	for _, loop := range all[*ast.RangeStmt](fn) {
		if loop.Pos() <= n.Pos() && n.End() <= loop.End() {
			return loop
		}
	}
	return nil
}

// assignment returns the first statement within others that assigns to a
// variable, or nil.
func (r *rewrite) assignment(to string, within ...ast.Node) *ast.AssignStmt {
	for _, a := range all[*ast.AssignStmt](within...) {
		if r.text(a.Lhs[0]) == to {
			return a
		}
	}
	return nil
}

// A resource is an entity or a fact, by the names that the code has for it.
type resource struct {
	model.Resource
	// table is the expression of its table within an operation.
	table string
	// field names it in the state, and kind is its type.
	field, kind string
}

// resource returns the entity or fact of that name.
func (r *rewrite) resource(name string) resource {
	t := resource{Resource: r.api.Resource(name)}
	if e := r.api.Entity(name); e != nil {
		t.field = e.GoPlural
	} else if f := r.api.Fact(name); f != nil {
		t.field = f.GoName
	}
	t.table, t.kind = "here."+t.field, t.Shape.GoName
	return t
}

// key returns the expression of the partition and key of a resource, given by
// its address.
func (t resource) key(of string) string { return t.table + ".Key(" + of + ")" }

// zeroed returns a statement that takes a member away from a value of a
// structure.
func zeroed(value string, s *model.Shape, member string) string {
	name := s.Member(member).GoName
	return fmt.Sprintf("%s.%s = %s{}.%[2]s", value, name, s.GoName)
}

// textOf returns the expression of the text of a member of a resource.
func (r *rewrite) textOf(value string, s *model.Shape, member string) string {
	m := s.Member(member)
	text := value + "." + m.GoName
	if !m.Required {
		text = "runtime.Value(" + text + ")"
	}
	if r.api.Shape(m.Shape).Kind == model.Enum {
		text = "string(" + text + ")"
	}
	return text
}

// sameTexts returns the condition that two resources have some members in common.
func (r *rewrite) sameTexts(one, other string, s *model.Shape, members []string) string {
	var all []string
	for _, m := range members {
		all = append(all, r.textOf(one, s, m)+" == "+r.textOf(other, s, m))
	}
	return strings.Join(all, " && ")
}

// onlyFirst ends a loop over the index i after the first element.
const onlyFirst = "if i > 0 { break }"
