package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/buildfolder"
)

// TestOwnModel checks the fake of a model that is not the generated one, which has
// no clause about accounts, and two reads of which one leaves a member out.
func TestOwnModel(t *testing.T) {
	temp, remove, err := buildfolder.New(t.Name())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
	t.Setenv("TMPDIR", temp)
	status, stdout, stderr := conform(t.Context(), "-checks", "5", "-seed", "7",
		"-model", "../../testdata/notes/model.json", "-contract", "../../testdata/notes/contract.json")
	if status != exitPass || stderr != "" {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
	for _, want := range []string{"model.json and ../../testdata/notes/contract.json", "✓ omitted-text", "✓ random", "3 members, each observable"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("the report has no %q:\n%s", want, stdout)
		}
	}
	if left, err := filepath.Glob(temp + "/fakesmith-*"); err != nil || len(left) > 0 {
		t.Errorf("%v is left behind (%v)", left, err)
	}
}

// TestModelWithoutFake shows what is said of a model whose fake can't be checked.
func TestModelWithoutFake(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"-model", "../../testdata/notes/model.json"}, "the model has no contract"},
		{[]string{"-model", "../../testdata/notes/model.json", "-contract", file(t, `{"package": "notes", "protocol-clauses": "awsJson1_1", "operations": {}}`)}, "the contract has no operations"},
		{[]string{"-contract", "../../testdata/notes/contract.json"}, "-model FILE is required"},
		{[]string{"compare", "-endpoint", "http://127.0.0.1:1", "-contract", "c.json"}, "-model FILE is required"},
		{[]string{"replay", "-model", "../../testdata/notes/model.json", "-contract", "none.json", "."}, "none.json"},
	} {
		status, stdout, stderr := conform(t.Context(), test.args...)
		if status != exitError || !strings.Contains(stderr, test.want) {
			t.Errorf("conform %q = %d\n%s%s", test.args, status, stdout, stderr)
		}
	}
}

// TestServeEmbedded shows that a model which says the same as the generated contract is
// not built again.
func TestServeEmbedded(t *testing.T) {
	t.Setenv("PATH", "") // without the go command
	status, stdout, stderr := conform(t.Context(), "-model", "../../model/putremediationexceptions.json", "-run", "^upsert$", "-checks", "2")
	if status != exitPass {
		t.Errorf("conform = %d\n%s%s", status, stdout, stderr)
	}
	changed, err := os.ReadFile("../../model/putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	other := strings.Replace(string(changed), `"items": "FailedItems", "max": 25`, `"items": "FailedItems", "max": 7`, 1)
	status, _, stderr = conform(t.Context(), "-model", file(t, other), "-run", "^upsert$", "-checks", "2")
	if status != exitError || !strings.Contains(stderr, `"go"`) {
		t.Errorf("the fake of another model is built with the go command; conform = %d\n%s", status, stderr)
	}
}
