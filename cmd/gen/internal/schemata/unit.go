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
	scope          *ast.Scope
	head           string // of a function, all before the body
	// refers are the names of the package that the declaration refers to, and
	// those of all its fields and methods.
	refers map[string]bool
}

// read takes files apart.
func read(files map[string][]byte) (*unit, error) {
	u := &unit{imports: map[string]string{}, byKey: map[string]*decl{}, files: map[string]bool{}}
	set := token.NewFileSet()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := parser.ParseFile(set, name, files[name], 0)
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
			u.declare(name, f.Scope, d)
		}
	}
	return u, nil
}

// declare notes what a declaration declares.
func (u *unit) declare(file string, scope *ast.Scope, d ast.Decl) {
	add := func(d *decl) {
		d.unit, d.file, d.scope = u, file, scope
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

// isName reports whether an identifier is the name of something that the
// package declares, in whatever file.
func (d *decl) isName(id *ast.Ident) bool {
	return id.Obj == nil || d.scope.Objects[id.Name] == id.Obj
}

// names calls f for each identifier of a declaration that may name something
// in the package, and method for each that is selected from a value.
func (d *decl) names(name, selected func(*ast.Ident)) {
	ast.Inspect(d.node, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv != nil {
				selected(n.Name)
			} else {
				name(n.Name)
			}
			for _, part := range []ast.Node{n.Recv, n.Type, n.Body} {
				if part != nil && !isNil(part) {
					(&decl{node: part, scope: d.scope}).names(name, selected)
				}
			}
			return false
		case *ast.SelectorExpr:
			selected(n.Sel)
			(&decl{node: n.X, scope: d.scope}).names(name, selected)
			return false
		case *ast.KeyValueExpr:
			if _, isField := n.Key.(*ast.Ident); isField {
				(&decl{node: n.Value, scope: d.scope}).names(name, selected)
				return false
			}
		case *ast.Field:
			// The names of fields and parameters name nothing in the package.
			(&decl{node: n.Type, scope: d.scope}).names(name, selected)
			return false
		case *ast.Ident:
			if d.isName(n) {
				name(n)
			}
		}
		return true
	})
}

func isNil(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FieldList:
		return n == nil
	case *ast.BlockStmt:
		return n == nil
	}
	return false
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
