package emit_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// TestMeaning generates fakes from variants of one model, and plays scripts of
// calls against them. Each archive in testdata/meaning is about one room of
// clause kinds; each of its files is a script, named NAME@VARIANT. What the
// variants change in the clauses of garden.json stands in variants.json; there
// are few, since compiling them takes most of the time.
func TestMeaning(t *testing.T) {
	b := newBuild(t)
	base := []byte(read(t, "testdata/meaning/garden.json"))
	var changes map[string]map[string]map[string]any // keys of clauses by variant and id; null takes a clause out
	if err := json.Unmarshal([]byte(read(t, "testdata/meaning/variants.json")), &changes); err != nil {
		t.Fatal(err)
	}
	var imports, variants strings.Builder
	chosen := map[string]bool{}
	packages := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		api, err := openapi.Read("garden.json", changed(t, base, changes[name]))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		note(api, chosen)
		files, err := emit.Files(api, emit.Options{ImportPath: module + "/" + name})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, f := range files {
			if strings.HasPrefix(f.Name, "garden/") {
				b.add(t, name+"/"+f.Name, f.Source)
			}
		}
		packages[name] = "v" + strings.ReplaceAll(name, "-", "")
		fmt.Fprintf(&imports, "\t%s %q\n", packages[name], module+"/"+name+"/garden")
	}
	for _, s := range readScripts(t) {
		pkg, ok := packages[s.variant]
		if !ok {
			t.Fatalf("%s: there is no variant %s", s.name, s.variant)
		}
		b.add(t, "play/"+strings.ReplaceAll(s.name, "/", "_")+".calls", s.calls)
		fmt.Fprintf(&variants, "\t%q: %s.New(%s.State{}),\n", s.name, pkg, pkg)
	}
	b.add(t, "play/variants_test.go", fmt.Appendf(nil, "package play\n\nimport (\n\t\"net/http\"\n\n%s)\n\nvar variants = map[string]http.Handler{\n%s}\n", &imports, &variants))
	b.add(t, "play/play_test.go", []byte(read(t, "testdata/meaning/play.go.txt")))
	b.run(t, "test")

	// Every choice that a kind knows has been played.
	for _, k := range model.Kinds() {
		for _, choice := range k.Choices {
			if name := k.Name + "=" + choice; !chosen[name] {
				t.Errorf("no variant in testdata/meaning chooses %s", name)
			}
		}
	}
}

// note notes the choices that a model makes, "error:" for any error.
func note(api *model.API, chosen map[string]bool) {
	for _, placed := range api.AllClauses() {
		choice := placed.Clause.Choice
		if model.ErrorOf(choice) != "" {
			choice = model.ErrorChoice("")
		}
		chosen[placed.Clause.Kind+"="+choice] = true
	}
}

// A script is calls to be played against a variant.
type script struct {
	name, variant string
	calls         []byte
}

func readScripts(t *testing.T) []script {
	paths, err := filepath.Glob("testdata/meaning/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	var all []script
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		room := strings.TrimSuffix(filepath.Base(path), ".txtar")
		for _, f := range archive.Files {
			name, variant, ok := strings.Cut(f.Name, "@")
			if !ok {
				t.Fatalf("%s: %s is not NAME@VARIANT", path, f.Name)
			}
			all = append(all, script{room + "/" + name, variant, f.Data})
		}
	}
	return all
}

// changed returns the model with its clauses changed.
func changed(t *testing.T, base []byte, change map[string]map[string]any) []byte {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(base, &document); err != nil {
		t.Fatal(err)
	}
	left := maps.Clone(change)
	for _, item := range document["paths"].(map[string]any) {
		contract := item.(map[string]any)["post"].(map[string]any)["x-contract"].(map[string]any)
		var kept []any
		for _, c := range contract["clauses"].([]any) {
			clause := c.(map[string]any)
			keys, ok := change[clause["id"].(string)]
			delete(left, clause["id"].(string))
			if ok && keys == nil {
				continue
			}
			maps.Copy(clause, keys)
			kept = append(kept, clause)
		}
		contract["clauses"] = kept
	}
	if len(left) > 0 {
		t.Fatalf("there is no clause %v", slices.Collect(maps.Keys(left)))
	}
	source, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// TestKinds holds the table of kinds to the model's.
func TestKinds(t *testing.T) {
	var want []string
	for _, k := range model.Kinds() {
		want = append(want, k.Name)
	}
	want = append(want, "constraint")
	got := emit.KindNames()
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the generator knows the kinds %v, the model %v", got, want)
	}
	for _, name := range got {
		room := model.Room(name) + ".go"
		if _, err := os.Stat(strings.ReplaceAll(room, "-", "")); err != nil {
			t.Errorf("kind %s has no room: %v", name, err)
		}
	}
}
