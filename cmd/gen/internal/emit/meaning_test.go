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

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// TestMeaning generates fakes from variants of one model, and plays scripts of
// calls against them. Each archive in testdata/meaning is about one base of
// clause kinds; each of its files is a script, named NAME@VARIANT. What the
// variants change in the clauses of garden.json stands in variants.json; there
// are few, since compiling them takes most of the time.
//
// Each script is played twice: against a fake whose clauses leave no choice,
// so that all is decided while it is written, and against one that is given
// the variant's choices in a profile when it runs. Of the former, which are one
// package for each variant, the sample has that with the most choices.
func TestMeaning(t *testing.T) {
	sample.SkipRace(t)
	b := newBuild(t)
	base := []byte(read(t, "testdata/meaning/garden.json"))
	var variants map[string]map[string]*variation // by variant, and id of the clause
	if err := json.Unmarshal([]byte(read(t, "testdata/meaning/variants.json")), &variants); err != nil {
		t.Fatal(err)
	}
	var imports, players strings.Builder
	chosen := map[string]bool{}
	packages := map[string]string{} // the names of imported packages, by folder
	add := func(folder string, source []byte) {
		if packages[folder] != "" {
			return
		}
		api, err := openapi.Read("garden.json", source)
		if err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
		files, err := emit.Files(api, emit.Options{ImportPath: module + "/" + folder})
		if err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
		for _, f := range files {
			if strings.HasPrefix(f.Name, "garden/") {
				b.add(t, folder+"/"+f.Name, f.Source)
			}
		}
		packages[folder] = "v" + strings.ReplaceAll(folder, "-", "")
		fmt.Fprintf(&imports, "\t%s %q\n", packages[folder], module+"/"+folder+"/garden")
	}
	for _, name := range slices.Sorted(maps.Keys(variants)) {
		source := changed(t, base, variants[name], true)
		note(t, source, chosen)
		if sample.Whole() || name == mostChoices {
			add(name, source)
		}
		add(openName(variants[name]), changed(t, base, variants[name], false))
	}
	for _, s := range readScripts(t) {
		variant, ok := variants[s.variant]
		if !ok {
			t.Fatalf("%s: there is no variant %s", s.name, s.variant)
		}
		b.add(t, "play/"+strings.ReplaceAll(s.name, "/", "_")+".calls", s.calls)
		if closed := packages[s.variant]; closed != "" {
			fmt.Fprintf(&players, "\t{%q, \"\", %[2]s.New(%[2]s.State{})},\n", s.name, closed)
		}
		fmt.Fprintf(&players, "\t{%q, %q, %[3]s.New(%[3]s.State{})},\n", s.name, profile(variant), packages[openName(variant)])
	}
	b.add(t, "play/variants_test.go", fmt.Appendf(nil, "package play\n\nimport (\n%s)\n\nvar variants = []variant{\n%s}\n", &imports, &players))
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

// mostChoices is the variant that makes more choices than any other.
const mostChoices = "lenient"

// note notes the choices that a model makes, "error:" for any error.
func note(t *testing.T, source []byte, chosen map[string]bool) {
	t.Helper()
	api, err := openapi.Read("garden.json", source)
	if err != nil {
		t.Fatal(err)
	}
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
		base := strings.TrimSuffix(filepath.Base(path), ".txtar")
		for _, f := range archive.Files {
			name, variant, ok := strings.Cut(f.Name, "@")
			if !ok {
				t.Fatalf("%s: %s is not NAME@VARIANT", path, f.Name)
			}
			all = append(all, script{base + "/" + name, variant, f.Data})
		}
	}
	return all
}

// A variation is what a variant changes in a clause. Null takes the clause out.
type variation struct{ Choice string }

// openName names the package of fakes that are given a variant's choices when
// they run: those of all variants that have the same clauses.
func openName(variant map[string]*variation) string {
	name := "open"
	for _, id := range slices.Sorted(maps.Keys(variant)) {
		if variant[id] == nil {
			name += "-" + id
		}
	}
	return name
}

// profile returns the choices of a variant.
func profile(variant map[string]*variation) string {
	choices := map[string]string{}
	for id, v := range variant {
		if v != nil {
			choices[id] = v.Choice
		}
	}
	text, err := json.Marshal(choices)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// changed returns the model with its clauses changed. If it is to be closed,
// every clause makes the variant's choice and leaves none; else they leave what
// they left, and only those are gone that the variant takes out.
func changed(t *testing.T, base []byte, variant map[string]*variation, closed bool) []byte {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(base, &document); err != nil {
		t.Fatal(err)
	}
	left := maps.Clone(variant)
	for _, item := range document["paths"].(map[string]any) {
		contract := item.(map[string]any)["post"].(map[string]any)["x-contract"].(map[string]any)
		kept := []any{}
		for _, c := range contract["clauses"].([]any) {
			clause := c.(map[string]any)
			change, ok := variant[clause["id"].(string)]
			delete(left, clause["id"].(string))
			if ok && change == nil {
				continue
			}
			if ok && closed {
				clause["choice"] = change.Choice
			}
			if clause["choices"] != nil && closed {
				delete(clause, "choices")
				clause["provenance"] = "observed"
			}
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
	got := clause.KindNames()
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the generator knows the kinds %v, the model %v", got, want)
	}
	for _, name := range got {
		base := model.BaseKind(name) + ".go"
		if _, err := os.Stat("../clause/" + strings.ReplaceAll(base, "-", "")); err != nil {
			t.Errorf("kind %s has no base: %v", name, err)
		}
	}
}
