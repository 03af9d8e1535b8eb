package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
	"golang.org/x/tools/txtar"
)

// TestInitSuites generates from drafts as gen init writes them, and from small contracts
// that are written down, and runs the suite of each against its fake: what is guessed does
// not contradict itself, and fake and suite mean the same by what our contracts of AWS do
// not have.
func TestInitSuites(t *testing.T) {
	sample.SkipRace(t)
	if testing.Short() {
		t.Skip("SKIPPED: it compiles a fake and a suite for each draft")
	}
	drafts, err := filepath.Glob("internal/draft/testdata/*.txtar")
	if err != nil || len(drafts) == 0 {
		t.Fatalf("there are no drafts: %v", err)
	}
	drafts = append(drafts, "../../conformance/testdata/lending.txtar", "../../conformance/testdata/permits.txtar", "../../conformance/testdata/boxing.txtar", "../../conformance/testdata/staff.txtar")
	dir := sameFolder(t)
	gomod, sums := userModule(t, "")
	write(t, filepath.Join(dir, "go.mod"), gomod)
	write(t, filepath.Join(dir, "go.sum"), sums)
	tried := map[string]bool{}
	for i, path := range drafts {
		if !sample.OneIn(4, i) {
			continue
		}
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		tried["Test_"+name] = true
		modelFile, contractFile := filepath.Join(dir, name+"-model.json"), filepath.Join(dir, name+"-contract.json")
		commands := [][]string{{"-o", dir, "-contract", contractFile, modelFile}}
		for _, f := range archive.Files {
			switch f.Name {
			case "operations":
				commands = slices.Insert(commands, 0, append([]string{"init", "-o", contractFile, modelFile}, strings.Fields(string(f.Data))...))
			case "model.json":
				write(t, modelFile, f.Data)
			case "contract.json":
				if len(commands) > 1 {
					continue // init writes it
				}
				write(t, contractFile, f.Data)
			}
		}
		for _, args := range commands {
			var stdout, stderr bytes.Buffer
			if status := run(args, &stdout, &stderr); status != done {
				t.Fatalf("gen %s: status %d\n%s", strings.Join(args, " "), status, &stderr)
			}
		}
		// Drafts have the names of their services as packages.
		write(t, filepath.Join(dir, name+"_test.go"), fmt.Appendf(nil, `package user

import (
	"testing"

	"example.com/user/%[1]s"
	"example.com/user/%[1]stest"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
)

func Test_%[1]s(t *testing.T) {
	%[1]stest.Run(t, conformance.Target{
		Transport: fake.Transport(%[1]s.New(%[1]s.State{})),
		Profile:   conformance.Profile(&%[1]stest.Contract), // so that what is assumed is checked
	})
}
`, name))
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-vet=off", "-ldflags=-w", "-v", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "RAPID_CHECKS=5", "RAPID_NOFAILFILE=1", "GOFLAGS=-mod=mod")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go test: %v\n%s", err, out)
	}
	// A check of each draft was made.
	checks := 0
	for _, check := range []string{"Test_library/create-book-upsert", "Test_pottery/create-kiln-existing", "Test_pottery/create-kiln-output", "Test_pottery/create-kiln-token", "Test_pottery/describe-kiln-absent", "Test_pottery/update-kiln-given", "Test_pottery/update-kiln-omitted", "Test_pottery/create-glaze-kiln-name-exists", "Test_lending/book-lent", "Test_lending/loan-reviews", "Test_lending/titles-pages", "Test_boxes/create-box-tags", "Test_boxes/tag-resource-resource", "Test_boxing/tag-box", "Test_boxing/rule-watched", "Test_boxing/delete-tags", "Test_staff/worker-upsert", "Test_staff/worker-status", "Test_staff/workers-pages", "Test_staff/shift-removal", "Test_permits/permit-since", "Test_permits/permit-expiry", "Test_permits/pass-expiry", "Test_permits/visit-again", "Test_quarry/create-stone-stone-id", "Test_quarry/list-stones-pages", "Test_quarry/get-permit-absent", "Test_quarry/delete-permit-removal"} {
		test, _, _ := strings.Cut(check, "/")
		if !tried[test] {
			continue
		}
		if checks++; !strings.Contains(string(out), "--- PASS: "+check) {
			t.Errorf("%s did not pass:\n%s", check, out)
		}
	}
	if checks < len(tried) {
		t.Errorf("of %d drafts there are %d checks", len(tried), checks)
	}
}

func write(t *testing.T, name string, data []byte) {
	t.Helper()
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
}
