package schemata

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A unit is the source of a package, taken apart.
type unit struct {
	name    string
	imports map[string]string // names by path
	decls   []*decl           // in the order of the files and within them
	byKey   map[string]*decl
	files   map[string]bool
}

// A decl is one declaration: a function, a method, or one type, variable or
// constant.
type decl struct {
	unit *unit
	file string
	// key tells declarations apart: "New", "(Fake).doPut".
	key string
	// name is the name without the receiver, and receiver the name of the type
	// whose method it is.
	name, receiver string
	text           string
	node           ast.Node
	// locals are the names that a function declares within itself. One of them
	// never stands for a declaration of the package in that function.
	locals map[string]bool
	head   string // of a function, all before the body
	// refers are the names of the package that the declaration refers to, and
	// those of all its fields and methods.
	refers map[string]bool
}

// read takes files apart.
func read(files map[string][]byte) (*unit, error) {
	u := &unit{imports: map[string]string{}, byKey: map[string]*decl{}, files: map[string]bool{}}
	set := token.NewFileSet()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := parser.ParseFile(set, name, files[name], parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		u.name = f.Name.Name
		u.files[name] = true
		for _, i := range f.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return nil, err
			}
			u.imports[p] = path.Base(p)
			if i.Name != nil {
				u.imports[p] = i.Name.Name
			}
		}
		for _, d := range f.Decls {
			u.declare(name, d)
		}
	}
	return u, nil
}

// declare notes what a declaration declares.
func (u *unit) declare(file string, d ast.Decl) {
	add := func(d *decl) {
		d.unit, d.file, d.locals = u, file, localNames(d.node)
		if d.text == "" {
			d.text = print(d.node)
		}
		if d.name == "_" {
			d.key = d.text
		}
		d.refers = d.references()
		u.decls = append(u.decls, d)
		u.byKey[d.key] = d
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		one := &decl{name: d.Name.Name, key: d.Name.Name, node: d}
		if d.Recv != nil {
			one.receiver = typeName(d.Recv.List[0].Type)
			one.key = "(" + one.receiver + ")." + one.name
		}
		body := d.Body
		d.Body = nil
		one.head = print(d)
		d.Body = body
		add(one)
	case *ast.GenDecl:
		if d.Tok == token.IMPORT {
			return
		}
		if d.Tok == token.CONST {
			d.Specs = alone(d.Specs)
		}
		for _, spec := range d.Specs {
			whole := &ast.GenDecl{Tok: d.Tok, Specs: []ast.Spec{spec}}
			one := &decl{node: whole}
			switch s := spec.(type) {
			case *ast.TypeSpec:
				one.name = s.Name.Name
			case *ast.ValueSpec:
				one.name = s.Names[0].Name
			}
			one.key = one.name
			add(one)
		}
	}
}

// alone returns constants that were declared together as each would be by itself: with
// the value of the one before that had one, and the number of its place for iota.
func alone(together []ast.Spec) []ast.Spec {
	specs := make([]ast.Spec, len(together))
	var last *ast.ValueSpec
	for i, spec := range together {
		s := *spec.(*ast.ValueSpec)
		if len(s.Values) > 0 {
			last = spec.(*ast.ValueSpec)
		} else if last != nil {
			s.Type, s.Values = last.Type, last.Values
		}
		s.Values = slices.Clone(s.Values)
		for j, v := range s.Values {
			if id, ok := v.(*ast.Ident); ok && id.Name == "iota" {
				s.Values[j] = &ast.BasicLit{Kind: token.INT, Value: strconv.Itoa(i)}
			}
		}
		specs[i] = &s
	}
	return specs
}

// typeName returns the name of a receiver's type.
func typeName(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return typeName(t.X)
	case *ast.IndexExpr:
		return typeName(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}

// print returns a declaration in the form of gofmt, without comments.
func print(node ast.Node) string {
	var b bytes.Buffer
	config := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 8}
	// A new file set forgets where things stood, and with that where lines
	// were broken and blank.
	if err := config.Fprint(&b, token.NewFileSet(), node); err != nil {
		return fmt.Sprint("schemata: ", err)
	}
	return b.String()
}

// localNames returns the names that are declared within a function.
func localNames(n ast.Node) map[string]bool {
	names := map[string]bool{}
	add := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if id, ok := e.(*ast.Ident); ok {
				names[id.Name] = true
			}
		}
	}
	if _, ok := n.(*ast.FuncDecl); !ok {
		return names
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				add(name)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				add(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key, n.Value)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				add(name)
			}
		case *ast.TypeSpec:
			add(n.Name)
		}
		return true
	})
	return names
}

// names calls name for each identifier of a declaration that may name
// something in the package, and selected for each that is selected from a
// value.
func (d *decl) names(name, selected func(*ast.Ident)) {
	var walk func(n ast.Node) bool
	within := func(n ast.Node) { ast.Inspect(n, walk) }
	walk = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv != nil {
				selected(n.Name)
				within(n.Recv)
			} else {
				name(n.Name)
			}
			within(n.Type)
			if n.Body != nil {
				within(n.Body)
			}
			return false
		case *ast.SelectorExpr:
			selected(n.Sel)
			within(n.X)
			return false
		case *ast.KeyValueExpr:
			// A key that is a word is a field's name.
			if _, isField := n.Key.(*ast.Ident); isField {
				within(n.Value)
				return false
			}
		case *ast.Field:
			// The names of fields and parameters name nothing in the package.
			within(n.Type)
			return false
		case *ast.Ident:
			if !d.locals[n.Name] {
				name(n)
			}
		}
		return true
	}
	within(d.node)
}

// references returns the names that a declaration refers to. Those of fields
// and methods begin with a dot.
func (d *decl) references() map[string]bool {
	refers := map[string]bool{}
	d.names(
		func(id *ast.Ident) { refers[id.Name] = true },
		func(id *ast.Ident) { refers["."+id.Name] = true },
	)
	return refers
}

// signature returns the text of some declarations.
func signature(ds map[string]*decl) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(ds)) {
		fmt.Fprintf(&b, "%s\n%s\n", key, ds[key].text)
	}
	return b.String()
}
