package emit_test

import "go/ast"

// undocumented returns the exported names of a file that have no comment:
// types, functions, methods of exported types, constants, variables and
// fields.
func undocumented(file *ast.File) []string {
	var names []string
	note := func(name *ast.Ident, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			if doc.Text() != "" {
				return
			}
		}
		if name.IsExported() {
			names = append(names, name.Name)
		}
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			note(d.Name, d.Doc)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					note(s.Name, d.Doc, s.Doc)
					if !s.Name.IsExported() {
						continue
					}
					for _, field := range fieldsOf(s.Type) {
						for _, name := range field.Names {
							note(name, field.Doc)
						}
					}
				case *ast.ValueSpec:
					for _, name := range s.Names {
						note(name, d.Doc, s.Doc)
					}
				}
			}
		}
	}
	return names
}

func fieldsOf(t ast.Expr) []*ast.Field {
	switch t := t.(type) {
	case *ast.StructType:
		return t.Fields.List
	case *ast.InterfaceType:
		return t.Methods.List
	}
	return nil
}
