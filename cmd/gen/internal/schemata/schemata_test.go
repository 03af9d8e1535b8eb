package schemata_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/schemata"
)

// original is a package of two files, with what generated fakes have: methods,
// functions that name functions, variables, and a table type.
var original = map[string][]byte{
	"shop.go": []byte(`package main

import "fmt"

// A Shop sells things.
type Shop struct {
	stock *stock
	limit int
}

var _ fmt.Stringer = (*Shop)(nil)

// Open opens a shop.
func Open() *Shop { return &Shop{stock: newStock(), limit: most} }

// Sell sells.
func (s *Shop) Sell(thing string, _ int) string {
	if s.stock.has(thing) {
		return fmt.Sprintf(form, thing)
	}
	return "no " + thing
}

func (s *Shop) String() string { return fmt.Sprint(s.Sell("tea", s.limit), ", ", s.Sell("wine", 1), ", ", Color("").Values()) }

const most = 3

var form = "one %s"
`),
	"stock.go": []byte(`package main

type stock struct{ things map[string]bool }

func newStock() *stock { return &stock{things: map[string]bool{"tea": true}} }

func (s *stock) has(thing string) bool { return s.things[thing] }

type Color string

func (Color) Values() []Color { return []Color{"red"} }
`),
}

// variants are edits of the original, with what the shop then says.
var variants = []struct {
	name, file, old, new string
	says                 string
	changed              []string
}{
	{"a body", "shop.go", `"no "`, `"sorry, no "`, "one tea, sorry, no wine, [red]", []string{"(Shop).Sell"}},
	{"a method of another type", "stock.go", `return s.things[thing]`, `return !s.things[thing]`, "no tea, one wine, [red]", []string{"(stock).has"}},
	{"a receiver without a name", "stock.go", `"red"`, `"blue"`, "one tea, no wine, [blue]", []string{"(Color).Values"}},
	{"a variable", "shop.go", `"one %s"`, `"two %s"`, "two tea, no wine, [red]", []string{"(Shop).Sell", "form"}},
	{"a parameter", "shop.go", `Sell(thing string, _ int) string {`, `Sell(thing string, n int) string {
		if n > 2 { return "too many" }`, "too many, no wine, [red]", []string{"(Shop).Sell", "(Shop).String"}},
	{"a type", "stock.go", `type stock struct{ things map[string]bool }

func newStock() *stock { return &stock{things: map[string]bool{"tea": true}} }

func (s *stock) has(thing string) bool { return s.things[thing] }`, `type stock struct{ thing string }

func newStock() *stock { return &stock{"wine"} }

func (s *stock) has(thing string) bool { return s.thing == thing }`, "no tea, one wine, [red]",
		[]string{"(Shop).Sell", "(Shop).String", "(stock).has", "Open", "Shop", "newStock", "stock"}},
	{"a field less, and what used it", "stock.go", `type stock struct{ things map[string]bool }

func newStock() *stock { return &stock{things: map[string]bool{"tea": true}} }

func (s *stock) has(thing string) bool { return s.things[thing] }`, `type stock struct{}

func newStock() *stock { return &stock{} }

func (s *stock) has(thing string) bool { return len(thing) == 4 }`, "no tea, one wine, [red]", []string{"(stock).has", "newStock"}},
	{"a new function and another signature", "stock.go", `func (s *stock) has(thing string) bool { return s.things[thing] }`,
		`func (s *stock) has(thing string, more ...int) bool { return other(thing) }

func other(thing string) bool { return thing == "wine" }`, "no tea, one wine, [red]", []string{"(Shop).Sell", "(stock).has", "other"}},
}

func TestVariantsOfOnePackage(t *testing.T) {
	p, err := schemata.New(original)
	if err != nil {
		t.Fatal(err)
	}
	want := "one tea, no wine, [red]\n"
	for _, v := range variants {
		changed := strings.Replace(string(original[v.file]), v.old, v.new, 1)
		n, err := add(p, map[string][]byte{v.file: []byte(changed)})
		if err != nil {
			t.Fatalf("%s: %v", v.name, err)
		}
		want += v.says + "\n"
		if got := p.Changed(n); !slices.Equal(got, v.changed) {
			t.Errorf("%s: changed are %q, want %q", v.name, got, v.changed)
		}
	}
	source, err := p.Source()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module shop\n\ngo 1.26\n")
	write("shop.go", string(source))
	main := "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(Open())\n"
	for n := 1; n <= len(variants); n++ {
		main += fmt.Sprintf("\tActive = %d\n\tfmt.Println(%s())\n", n, p.Name(n, "Open"))
	}
	write("main.go", main+"}\n")
	run := exec.CommandContext(t.Context(), "go", "run", ".")
	run.Dir = dir
	run.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	got, err := run.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, got, source)
	}
	if string(got) != want {
		t.Errorf("the shops say\n%s\nwant\n%s", got, want)
	}
}

// TestNoVariant adds what is the original, and what is another variant.
func TestNoVariant(t *testing.T) {
	p, err := schemata.New(original)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(old, new string) map[string][]byte {
		return map[string][]byte{"shop.go": []byte(strings.Replace(string(original["shop.go"]), old, new, 1))}
	}
	if _, err := add(p, edit("// Sell sells.", "// Sell is another comment.\n//\n// It is longer.")); !errors.Is(err, schemata.ErrSame) {
		t.Errorf("another comment: %v, want ErrSame", err)
	}
	if _, err := add(p, edit(`"no "`, `"not "`)); err != nil {
		t.Errorf("another text: %v", err)
	}
	var twin *schemata.Twin
	if _, err := add(p, edit("// Sell sells.", "")); !errors.Is(err, schemata.ErrSame) {
		t.Errorf("no comment: %v, want ErrSame", err)
	}
	if _, err := add(p, edit(`"no "`, `"not " /* the same */`)); !errors.As(err, &twin) || twin.Number != 1 {
		t.Errorf("the same again: %v, want the twin of 1", err)
	}
	if _, err := add(p, edit(`func`, `fun`)); err == nil {
		t.Error("what is no Go: no error")
	}
}

func add(p *schemata.Package, files map[string][]byte) (int, error) {
	v, err := p.Differ(files)
	if err != nil {
		return 0, err
	}
	return p.Add(v)
}
