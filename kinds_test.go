package fakesmith_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

// kindPackages are the packages that have a file for each kind of clause: how it
// is read, how the fake implements it, how the suite checks it, how the oracle
// interprets it, and how a mutant breaks it.
var kindPackages = []string{
	"model",
	"cmd/gen/internal/clause",
	"conformance/internal/property",
	"conformance/oracle",
	"conformance/mutate",
	"cmd/gen/internal/defect",
}

// TestEachKindHasItsFiles shows that what a kind of clause means stands in files
// of one name. A new kind that a package lacks fails here before a user misses
// it.
func TestEachKindHasItsFiles(t *testing.T) {
	names := map[string]bool{"constraint": true} // derived from schemas, so not in the table
	for _, k := range model.Kinds() {
		names[model.BaseKind(k.Name)] = true
	}
	for name := range names {
		file := strings.ReplaceAll(name, "-", "") + ".go"
		for _, pkg := range kindPackages {
			path := filepath.Join(filepath.FromSlash(pkg), file)
			if _, err := os.Stat(path); err != nil {
				t.Errorf("package %s has no file for the kind %s: %v", pkg, name, err)
			}
		}
	}
}
