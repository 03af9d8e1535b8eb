package openapi

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/model"
)

var update = flag.Bool("update", false, "write what is printed into the goldens")

// TestGolden reads the model of each archive in testdata and compares what
// becomes of it: the API, or the problems.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			golden(t, path)
		})
	}
}

func golden(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(archive.Files) != 2 || archive.Files[0].Name != "model.json" {
		t.Fatalf("%s has to hold model.json, and api or problems", path)
	}
	src, want := archive.Files[0].Data, &archive.Files[1]
	// The last line end belongs to the archive, not to the model.
	src = bytes.TrimSuffix(src, []byte("\n"))

	api, err := Read("model.json", src)
	var got string
	switch {
	case (err == nil) != (want.Name == "api"):
		t.Fatalf("Read() = %v, and the golden has %s", err, want.Name)
	case err == nil:
		got = printed(api)
	default:
		got = err.Error() + "\n"
	}
	if *update {
		want.Data = []byte(got)
		if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("%s: run go test ./model/openapi -update if this is right (-want +got):\n%s", path, diff)
	}
	again, err2 := Read("model.json", slices.Clone(src))
	if diff := cmp.Diff(api, again); diff != "" {
		t.Errorf("a second reading differs (-first +second):\n%s", diff)
	}
	if err != nil && err.Error() != err2.Error() {
		t.Errorf("a second reading has other problems:\n%v", err2)
	}
	checkProblems(t, err)
}

// checkProblems holds what is true of every error: each problem has a place,
// says what is wrong, and stands in order and once.
func checkProblems(t *testing.T, err error) {
	t.Helper()
	if err == nil {
		return
	}
	problems, ok := err.(model.Problems)
	if !ok {
		t.Fatalf("the error is a %T", err)
	}
	for i, p := range problems {
		if p.Pos.Line < 1 || p.Pos.Column < 1 || p.Pos.File != "model.json" || p.What == "" {
			t.Errorf("the problem %q lacks its place", p)
		}
		if i > 0 && (p.Pos.Line < problems[i-1].Pos.Line || p == problems[i-1]) {
			t.Errorf("the problem %q is out of order", p)
		}
	}
}
