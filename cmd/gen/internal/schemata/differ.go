package schemata

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
)

// differ returns the declarations of a variant that the original has not, or
// has otherwise.
func (u *unit) differ(from *unit) map[string]*decl {
	differ := map[string]*decl{}
	for _, d := range from.decls {
		if was := u.byKey[d.key]; was == nil || was.text != d.text && !d.within(was) {
			differ[d.key] = d
		}
	}
	// A function or method that is missing matters by those that called it,
	// and they differ. A type that lost a method for an interface would not
	// compile where it counts.
	return differ
}

// variant works out how declarations that differ are put beside the original.
func (u *unit) variant(from *unit, differ map[string]*decl) *variant {
	v := &variant{switched: map[string]*decl{}, added: map[string]*decl{}, renamed: map[string]bool{}}
	var queue []*decl
	// put adds a declaration of the variant, and marks what it can't be
	// switched to by its name.
	put := func(d *decl) {
		if v.switched[d.key] != nil || v.added[d.key] != nil || d.name == "_" {
			return // what has no name is nothing that anybody calls
		}
		was := u.byKey[d.key]
		_, isFunc := d.node.(*ast.FuncDecl)
		if isFunc && was != nil && was.head == d.head && d.name != "init" && !v.outdated(d) {
			v.switched[d.key] = d
			return
		}
		v.added[d.key] = d
		queue = append(queue, d)
	}
	for _, d := range from.decls {
		if differ[d.key] != nil {
			put(d)
		}
	}
	for len(queue) > 0 {
		d := queue[0]
		queue = queue[1:]
		name := d.name
		if d.receiver != "" {
			if _, copied := v.added[d.receiver]; copied {
				continue // the type has another name already
			}
			name = "." + name
		}
		v.renamed[name] = true
		// Whatever refers to it has to be copied too, from where the variant
		// has it.
		for _, other := range u.with(from) {
			if other.key == d.key || !other.refers[name] && other.receiver != name {
				continue
			}
			if sw := v.switched[other.key]; sw != nil {
				if !v.outdated(other) {
					continue
				}
				delete(v.switched, other.key)
			}
			put(other)
		}
	}
	return v
}

// outdated reports whether the head of a function refers to what the variant
// declares otherwise.
func (v *variant) outdated(d *decl) bool {
	if v.renamed[d.receiver] {
		return true
	}
	fn := d.node.(*ast.FuncDecl)
	found := false
	look := func(prefix string) func(*ast.Ident) {
		return func(id *ast.Ident) {
			found = found || v.renamed[prefix+id.Name]
		}
	}
	head := &decl{node: fn.Type}
	head.names(look(""), look("."))
	return found
}

// with returns the declarations of a variant: its own, and those of the files
// of the original that it does not have.
func (u *unit) with(from *unit) []*decl {
	all := from.decls
	for _, d := range u.decls {
		if !from.files[d.file] {
			all = append(all[:len(all):len(all)], d)
		}
	}
	return all
}

// renamed returns the text of a declaration of a variant, with the names that
// the variant gives to things. as is the name of the declaration itself if it
// is switched to.
func (d *decl) renamed(v *variant, as string) string {
	suffix := v.suffix()
	// It is parsed anew, for the declaration may be one of the original, which
	// all variants share.
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+d.text, parser.SkipObjectResolution)
	if err != nil {
		return d.text
	}
	c := &decl{node: f.Decls[0], locals: d.locals}
	rename := func(prefix string) func(*ast.Ident) {
		return func(id *ast.Ident) {
			if v.renamed[prefix+id.Name] {
				id.Name += suffix
			}
		}
	}
	c.names(rename(""), rename("."))
	if fn, ok := c.node.(*ast.FuncDecl); ok && as != "" && !strings.HasSuffix(fn.Name.Name, suffix) {
		fn.Name.Name = as
	}
	return print(c.node)
}

// within reports whether a structure has some of the fields of another and no
// others, so that the other will do in its place.
func (d *decl) within(other *decl) bool {
	fields, all := d.fields(), other.fields()
	if fields == nil || all == nil {
		return false
	}
	for name, as := range fields {
		if all[name] != as {
			return false
		}
	}
	return true
}

// fields returns the fields of a structure with their types and tags, or nil.
func (d *decl) fields() map[string]string {
	g, ok := d.node.(*ast.GenDecl)
	if !ok {
		return nil
	}
	spec, ok := g.Specs[0].(*ast.TypeSpec)
	if !ok {
		return nil
	}
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	all := map[string]string{}
	for _, f := range s.Fields.List {
		as := print(f.Type)
		if f.Tag != nil {
			as += f.Tag.Value
		}
		for _, n := range f.Names {
			all[n.Name] = as
		}
		if len(f.Names) == 0 {
			all[as] = as
		}
	}
	return all
}
