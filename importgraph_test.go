package fakesmith_test

import (
	"errors"
	"fmt"
	"go/build"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A confinement says who may import a module, or one package of it.
type confinement struct {
	of      string   // the module's path, or the package's
	to      []string // our packages that may import it; "x/..." is x and all below it
	tests   bool     // whether the tests of any package may
	because string
}

// A separation says which of our packages others must not reach. Tests in
// package x_test are free to: that is where two halves may be put together.
type separation struct {
	from    string
	to      []string
	because string
}

// An abstinence says which standard packages some of ours do without. Their
// tests are free to use them.
type abstinence struct {
	in      []string
	from    []string
	because string
}

// A graph has the packages of this module, by path below it.
type graph map[string]imports

// imports is what a package imports: itself, its tests, and its tests in a
// package of their own.
type imports struct {
	code, tests, outerTests []string
}

// readGraph reads the import clauses of the module in root. It reads files
// instead of asking the go command, so that go test knows what the answer
// depends on and does not offer one from its cache.
func readGraph(root string) (graph, error) {
	g := graph{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if path != root {
			name := entry.Name()
			if name == "testdata" || name[0] == '.' || name[0] == '_' {
				return filepath.SkipDir
			}
			if _, err := os.Stat(filepath.Join(path, "go.mod")); err == nil {
				return filepath.SkipDir // another module
			}
		}
		pkg, err := build.ImportDir(path, 0)
		if _, none := errors.AsType[*build.NoGoError](err); none {
			return nil
		}
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		g[filepath.ToSlash(below)] = imports{
			code:       pkg.Imports,
			tests:      pkg.TestImports,
			outerTests: pkg.XTestImports,
		}
		return nil
	})
	return g, err
}

// check returns what in the graph breaks a row, each with the row's reason,
// and each row that is about nothing.
func (g graph) check(confined []confinement, apart []separation, without []abstinence) []string {
	var complaints []string
	complain := func(format string, args ...any) {
		complaints = append(complaints, fmt.Sprintf(format, args...))
	}
	for _, pkg := range slices.Sorted(maps.Keys(g)) {
		for _, path := range g[pkg].code {
			if !isOurs(path) && !isStandard(path) {
				row := rowOf(confined, path)
				if row == nil {
					complain("%s imports %s, which no row allows: add one with a reason, or do without", pkg, path)
				} else if !inAny(row.to, pkg) {
					complain("%s imports %s: %s", pkg, path, row.because)
				}
			}
			for _, row := range without {
				if inAny(row.in, pkg) && inAny(row.from, path) {
					complain("%s imports %s: %s", pkg, path, row.because)
				}
			}
		}
		for _, path := range slices.Concat(g[pkg].tests, g[pkg].outerTests) {
			if isOurs(path) || isStandard(path) {
				continue
			}
			row := rowOf(confined, path)
			if row == nil {
				complain("a test of %s imports %s, which no row allows: add one with a reason, or do without", pkg, path)
			} else if !row.tests && !inAny(row.to, pkg) {
				complain("a test of %s imports %s: %s", pkg, path, row.because)
			}
		}
		for _, row := range apart {
			if !in(row.from, pkg) {
				continue
			}
			for _, way := range g.ways(pkg) {
				if inAny(row.to, way[len(way)-1]) && !in(row.from, way[len(way)-1]) {
					complain("%s: %s", strings.Join(way, " imports "), row.because)
				}
			}
		}
	}
	for _, name := range packages(confined, apart, without) {
		if !g.has(name) {
			complain("a row names %s, and there is no such package: correct the row, or delete it", name)
		}
	}
	for _, row := range confined {
		for _, pattern := range row.to {
			if g.has(pattern) && !g.uses(pattern, row.of) {
				complain("a row lets %s import %s, and nothing there does: remove it from the row", pattern, row.of)
			}
		}
	}
	return complaints
}

// ways returns a shortest way to each of our packages that pkg, or a test in
// pkg itself, reaches: pkg, what it imports, and so on to the package reached.
func (g graph) ways(pkg string) [][]string {
	var found [][]string
	seen := map[string]bool{pkg: true}
	for queue := [][]string{{pkg}}; len(queue) > 0; queue = queue[1:] {
		way := queue[0]
		at := g[way[len(way)-1]]
		next := at.code
		if len(way) == 1 {
			next = slices.Concat(at.code, at.tests)
		} else {
			found = append(found, way)
		}
		for _, path := range next {
			to, ours := strings.CutPrefix(path, module+"/")
			if ours && !seen[to] {
				seen[to] = true
				queue = append(queue, append(slices.Clone(way), to))
			}
		}
	}
	return found
}

// has reports whether a package of the graph matches the pattern.
func (g graph) has(pattern string) bool {
	for pkg := range g {
		if in(pattern, pkg) {
			return true
		}
	}
	return false
}

// uses reports whether a package that matches the pattern, or a test of one, imports the
// module, or the package, with that path.
func (g graph) uses(pattern, of string) bool {
	for pkg, imports := range g {
		for _, path := range slices.Concat(imports.code, imports.tests, imports.outerTests) {
			if in(pattern, pkg) && in(of+"/...", path) {
				return true
			}
		}
	}
	return false
}

// packages returns every one of our packages that a row names.
func packages(confined []confinement, apart []separation, without []abstinence) []string {
	var names []string
	for _, row := range confined {
		names = append(names, row.to...)
	}
	for _, row := range apart {
		names = append(append(names, row.from), row.to...)
	}
	for _, row := range without {
		names = append(names, row.in...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// rowOf returns the row about the package with that path, or nil: of several,
// the one that is closest about it.
func rowOf(rows []confinement, path string) *confinement {
	var closest *confinement
	for i := range rows {
		if in(rows[i].of+"/...", path) && (closest == nil || len(rows[i].of) > len(closest.of)) {
			closest = &rows[i]
		}
	}
	return closest
}

// in reports whether path is the pattern, or below a pattern that ends in "/...".
func in(pattern, path string) bool {
	above, tree := strings.CutSuffix(pattern, "/...")
	return path == above || tree && strings.HasPrefix(path, above+"/")
}

// inAny reports whether path is in one of the patterns.
func inAny(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return in(pattern, path) })
}

// isOurs reports whether path is a package of this module.
func isOurs(path string) bool { return in(module+"/...", path) }

// isStandard reports whether path is a package of the standard library: no
// domain stands before its first slash.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// TestImportRowsBite shows that each kind of row can be broken, and is not
// broken by what it allows.
func TestImportRowsBite(t *testing.T) {
	confined := []confinement{
		{of: "example.com/json", to: []string{"fake/..."}, because: "reason one"},
		{of: "example.com/json/draw", to: []string{"suite"}, tests: true, because: "reason two"},
	}
	apart := []separation{{from: "suite/...", to: []string{"fake/..."}, because: "reason three"}}
	without := []abstinence{{in: []string{"fake"}, from: []string{"reflect", "net/..."}, because: "reason four"}}
	sound := func() graph {
		return graph{
			"suite":        {code: []string{"fmt", module + "/suite/report", "example.com/json/draw"}},
			"suite/report": {code: []string{"reflect"}, outerTests: []string{module + "/fake"}},
			"fake":         {code: []string{"example.com/json", "strings"}, tests: []string{"reflect"}},
			"fake/wire":    {code: []string{"example.com/json/scan", "net/http"}},
			"cmd/run": {
				code:  []string{module + "/suite", module + "/fake"},
				tests: []string{"example.com/json/draw/x"},
			},
		}
	}
	for _, c := range []struct {
		name   string
		change func(graph)
		want   []string
	}{
		{"nothing is wrong", func(graph) {}, nil},
		{"import where no row allows it", func(g graph) {
			g["cmd/run"] = imports{code: []string{"example.com/json"}}
		}, []string{"cmd/run imports example.com/json: reason one"}},
		{"test where no row allows it", func(g graph) {
			g["cmd/run"] = imports{outerTests: []string{"example.com/json"}}
		}, []string{"a test of cmd/run imports example.com/json: reason one"}},
		{"the closer row holds", func(g graph) {
			g["fake"] = imports{code: []string{"example.com/json/draw"}}
		}, []string{"fake imports example.com/json/draw: reason two"}},
		{"code where only tests may", func(g graph) {
			g["cmd/run"] = imports{code: []string{"example.com/json/draw"}}
		}, []string{"cmd/run imports example.com/json/draw: reason two"}},
		{"a leave that nobody takes", func(g graph) {
			g["suite"] = imports{code: []string{module + "/suite/report"}}
		}, []string{"a row lets suite import example.com/json/draw, and nothing there does: remove it from the row"}},
		{"a module without a row", func(g graph) {
			g["fake/json"] = imports{code: []string{"example.com/json"}}
			g["fake"] = imports{code: []string{"example.com/jsonic"}, tests: []string{"example.org/x"}}
		}, []string{
			"fake imports example.com/jsonic, which no row allows: add one with a reason, or do without",
			"a test of fake imports example.org/x, which no row allows: add one with a reason, or do without",
		}},
		{"reached directly", func(g graph) {
			g["suite"] = imports{code: []string{"example.com/json/draw", module + "/fake/wire"}}
		}, []string{"suite imports fake/wire: reason three"}},
		{"reached by a long way", func(g graph) {
			g["suite"] = imports{code: []string{"example.com/json/draw", module + "/cmd/run"}}
			g["cmd/run"] = imports{code: []string{module + "/fake"}}
		}, []string{"suite imports cmd/run imports fake: reason three"}},
		{"reached by a test inside", func(g graph) {
			g["suite/report"] = imports{tests: []string{module + "/fake"}}
		}, []string{"suite/report imports fake: reason three"}},
		{"a standard package to do without", func(g graph) {
			g["fake"] = imports{code: []string{"net/http", "reflect"}}
		}, []string{"fake imports net/http: reason four", "fake imports reflect: reason four"}},
		{"a row about nothing", func(g graph) {
			delete(g, "suite")
		}, []string{"a row names suite, and there is no such package: correct the row, or delete it"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := sound()
			c.change(g)
			if got := g.check(confined, apart, without); !slices.Equal(got, c.want) {
				t.Errorf("check() = %q, want %q", got, c.want)
			}
		})
	}
}

// TestReadGraph shows that the graph has what the files say.
func TestReadGraph(t *testing.T) {
	root := t.TempDir()
	for path, text := range map[string]string{
		"a/a.go":             "package a\nimport _ \"fmt\"\n",
		"a/a_test.go":        "package a\nimport _ \"io\"\n",
		"a/outer_test.go":    "package a_test\nimport _ \"os\"\n",
		"a/testdata/no/x.go": "package x\nimport _ \"net\"\n",
		"other/go.mod":       "module other\n",
		"other/x.go":         "package x\n",
		".hidden/x.go":       "package x\n",
		"empty/README":       "",
	} {
		path = filepath.Join(root, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	g, err := readGraph(root)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(g), "map[a:{[fmt] [io] [os]}]"; got != want {
		t.Errorf("readGraph() = %s, want %s", got, want)
	}
}
