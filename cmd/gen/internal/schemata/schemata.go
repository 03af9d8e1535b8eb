// Package schemata puts many variants of one Go package into a single package,
// so that all of them compile at once.
//
// A variant differs from the original in a few declarations. Each function
// that differs is added under a name of its own, and the original asks the
// variable Active which one is meant:
//
//	func (f *Fake) doPut(in *PutInput) (*PutOutput, error) {
//		switch Active {
//		case 17:
//			return f.doPutV17(in)
//		}
//		…
//	}
//
// What a variant declares otherwise, such as a type, or a function with other
// parameters, is added under a name of its own as well, together with a copy
// of everything that refers to it.
//
// Comments are no part of a program and are left out: a variant that differs
// in comments only is the original.
package schemata

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Active is the name of the variable that says which variant is meant. It is
// zero for the original.
const Active = "Active"

// ErrSame is the error of a variant that is no different from the original.
var ErrSame = errors.New("the code is the same")

// A Package is an original package with its variants.
type Package struct {
	name     string
	files    map[string][]byte
	original *unit
	variants []*variant
	texts    map[string]int // the numbers of variants, by what they changed
}

// A variant is what differs from the original in one variant.
type variant struct {
	number int
	// switched are the functions that take the place of the original's when
	// the variant is active, by key.
	switched map[string]*decl
	// added are the other declarations, by key.
	added map[string]*decl
	// renamed are the names of what is added, each of which gets a suffix.
	// Those of methods begin with a dot.
	renamed map[string]bool
}

// New returns the package with those files, by name.
func New(files map[string][]byte) (*Package, error) {
	u, err := read(files)
	if err != nil {
		return nil, err
	}
	return &Package{name: u.name, files: files, original: u, texts: map[string]int{}}, nil
}

// A Variant is what differs from the original in one variant.
type Variant struct {
	v    *variant
	text string
}

// Differ works out what differs from the original in a variant, which is given
// by its files. Files that are not given are as in the original. The error is
// [ErrSame] if nothing does. Several goroutines may call it at once.
func (p *Package) Differ(files map[string][]byte) (*Variant, error) {
	differing := map[string][]byte{}
	for name, text := range files {
		if !bytes.Equal(text, p.files[name]) {
			differing[name] = text
		}
	}
	u, err := read(differing)
	if err != nil {
		return nil, err
	}
	d := p.original.differ(u)
	if len(d) == 0 {
		return nil, ErrSame
	}
	return &Variant{p.original.variant(u, d), signature(d)}, nil
}

// Add adds a variant and returns its number. The error is a [*Twin] for one
// that is the same as another.
func (p *Package) Add(v *Variant) (number int, err error) {
	if twin, ok := p.texts[v.text]; ok {
		return 0, &Twin{Number: twin}
	}
	v.v.number = len(p.variants) + 1
	p.texts[v.text] = v.v.number
	p.variants = append(p.variants, v.v)
	return v.v.number, nil
}

// A Twin is the error of a variant that is the same as another.
type Twin struct{ Number int }

func (t *Twin) Error() string { return "the code is that of variant " + strconv.Itoa(t.Number) }

// Changed returns what a variant changed: the names of declarations, sorted.
func (p *Package) Changed(number int) []string {
	v := p.variants[number-1]
	return slices.Sorted(maps.Keys(merged(v.switched, v.added)))
}

func merged(a, b map[string]*decl) map[string]*decl {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// Name returns what a function of the original is called when a variant is
// active, and that has to be called in its place: its own name, unless the
// variant could not keep its parameters.
func (p *Package) Name(number int, function string) string {
	if v := p.variants[number-1]; v.renamed[function] {
		return function + v.suffix()
	}
	return function
}

// Source returns the package with all variants as one file.
func (p *Package) Source() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "package %s\n\nimport (\n", p.name)
	imports := maps.Clone(p.original.imports)
	for _, v := range p.variants {
		for _, d := range merged(v.switched, v.added) {
			maps.Copy(imports, d.unit.imports)
		}
	}
	body, err := p.body()
	if err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		if name := imports[path]; uses(body, name) {
			fmt.Fprintf(&b, "\t%s %q\n", name, path)
		}
	}
	fmt.Fprintf(&b, ")\n\n// %s says which variant is meant.\nvar %s int\n\n", Active, Active)
	b.Write(body)
	return format.Source(b.Bytes())
}

// uses reports whether a package is referred to by its name.
func uses(body []byte, name string) bool {
	dot := []byte(name + ".")
	for rest := body; ; {
		i := bytes.Index(rest, dot)
		if i < 0 {
			return false
		}
		if i == 0 || !letter(rest[i-1]) && rest[i-1] != '.' {
			return true
		}
		rest = rest[i+1:]
	}
}

func letter(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

// body returns all declarations: those of the original in their order, each
// followed by those of the variants that take its place.
func (p *Package) body() ([]byte, error) {
	var b bytes.Buffer
	for _, d := range p.original.decls {
		var takers []*variant
		for _, v := range p.variants {
			if v.switched[d.key] != nil {
				takers = append(takers, v)
			}
		}
		if len(takers) == 0 {
			fmt.Fprintf(&b, "%s\n\n", d.text)
			continue
		}
		text, err := d.switching(takers)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s\n\n", text)
	}
	for _, v := range p.variants {
		for _, key := range slices.Sorted(maps.Keys(v.switched)) {
			fmt.Fprintf(&b, "%s\n\n", v.switched[key].renamed(v, v.switchName(v.switched[key])))
		}
		for _, key := range slices.Sorted(maps.Keys(v.added)) {
			fmt.Fprintf(&b, "%s\n\n", v.added[key].renamed(v, ""))
		}
	}
	return b.Bytes(), nil
}

// switchName is the name of a function that takes the place of the original's.
func (v *variant) switchName(d *decl) string { return d.name + v.suffix() }

func (v *variant) suffix() string { return "V" + strconv.Itoa(v.number) }

// switching returns a function of the original that leaves what it does to the
// active variant, if that has a function of its own.
func (d *decl) switching(takers []*variant) (string, error) {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+d.text, parser.SkipObjectResolution)
	if err != nil {
		return "", err
	}
	fn := f.Decls[0].(*ast.FuncDecl)
	var args []string
	name := func(fields *ast.FieldList, prefix string) (names []string) {
		if fields == nil {
			return nil
		}
		for i, field := range fields.List {
			if len(field.Names) == 0 {
				field.Names = []*ast.Ident{ast.NewIdent(prefix + strconv.Itoa(i))}
			}
			for j, n := range field.Names {
				if n.Name == "_" {
					n.Name = prefix + strconv.Itoa(i) + "x" + strconv.Itoa(j)
				}
				arg := n.Name
				if _, many := field.Type.(*ast.Ellipsis); many {
					arg += "..."
				}
				names = append(names, arg)
			}
		}
		return names
	}
	call := ""
	if fn.Recv != nil {
		call = name(fn.Recv, "receiver")[0] + "."
	}
	args = name(fn.Type.Params, "argument")
	var cases strings.Builder
	fmt.Fprintf(&cases, "\tswitch %s {\n", Active)
	for _, v := range takers {
		give := ""
		if fn.Type.Results != nil {
			give = "return "
		}
		fmt.Fprintf(&cases, "\tcase %d:\n\t\t%s%s%s(%s)\n", v.number, give, call, v.switchName(d), strings.Join(args, ", "))
		if give == "" {
			cases.WriteString("\t\treturn\n")
		}
	}
	cases.WriteString("\t}\n")
	text := print(fn)
	// The body begins with the first brace after the parameters that is not
	// one of a type in them; printed alone, the head ends before it.
	body := fn.Body
	fn.Body = nil
	head := print(fn)
	fn.Body = body
	rest, ok := strings.CutPrefix(text, head)
	if !ok {
		return "", fmt.Errorf("schemata: the head of %s is not where it is expected", d.key)
	}
	open := strings.IndexByte(rest, '{')
	return head + rest[:open+1] + "\n" + cases.String() + rest[open+1:], nil
}
