package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
)

const tiny = `{"smithy": "2.0", "shapes": {
"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Ping"}, {"target": "ex#Watch"}],
  "traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}},
"ex#Ping": {"type": "operation", "input": {"target": "ex#In"}, "errors": [{"target": "ex#Busy"}], "traits": {"smithy.api#examples": [
  {"title": "as it should be", "input": {"A": "a", "At": "2020-01-02T03:04:05Z", "B": "not in base64!"}},
  {"title": "a|b", "input": {"A": 1, "L": ["x", null], "Wrong": true}},
  {"title": "rejected", "input": {"A": "b"}, "error": {"shapeId": "ex#Busy", "content": {"At": "soon"}}},
  {"title": "invalid on purpose", "input": {"A": 1}, "error": {"shapeId": "ex#Busy", "content": {}}, "allowConstraintErrors": true}]}},
"ex#Busy": {"type": "structure", "members": {"At": {"target": "smithy.api#Timestamp"}}, "traits": {"smithy.api#error": "client"}},
"ex#Watch": {"type": "operation", "output": {"target": "ex#Out"}},
"ex#In": {"type": "structure", "members": {
  "A": {"target": "smithy.api#String", "traits": {"smithy.api#pattern": "^(?!x)"}}, "At": {"target": "smithy.api#Timestamp"}, "B": {"target": "smithy.api#Blob"}, "U": {"target": "ex#U"}, "L": {"target": "ex#L"}}},
"ex#U": {"type": "union", "members": {"S": {"target": "smithy.api#String"}}},
"ex#L": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#sparse": {}}},
"ex#Out": {"type": "structure", "members": {"Events": {"target": "ex#Events"}}},
"ex#Events": {"type": "union", "members": {"In": {"target": "ex#In"}}, "traits": {"smithy.api#streaming": {}}}}}`

func TestModels(t *testing.T) {
	dir := t.TempDir()
	for name, src := range map[string]string{"one.json": tiny, "two.json": strings.Replace(tiny, "ex#In\"}}", "ex#Inn\"}}", 1)} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	page := filepath.Join(dir, "page.md")
	if status := run([]string{"-o", page, dir}, &stdout, &stderr); status != 1 {
		t.Errorf("the status is %d with a model that is wrong, want 1", status)
	}
	if !strings.Contains(stderr.String(), "two.json:16:") || strings.Contains(stderr.String(), "one.json") {
		t.Errorf("what is wrong is told as %s", &stderr)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1 of 2 models generate Go: 2 operations", "| one | 2 |", "| 1 pattern; Watch is not supported: its output is an event stream |", "| two | 0 | 0 | 0 | 0s | **fails** |",
		"1 of the models have worked examples, 4 in all", "The models themselves contradict 2.", "| one | Ping | a\\|b, input | ", "| one | Ping | rejected, error | "} {
		if !strings.Contains(string(got), want) {
			t.Errorf("the page has no %q:\n%s", want, got)
		}
	}
	if status := run([]string{filepath.Join(dir, "nothing")}, &stdout, &stderr); status != 1 {
		t.Errorf("the status is %d without models, want 1", status)
	}
	if status := run(nil, &stdout, &stderr); status != 2 {
		t.Errorf("the status is %d without arguments, want 2", status)
	}
}

func TestCheck(t *testing.T) {
	for source, good := range map[string]bool{
		"package p\n\nvar x int = 1\n":                           true,
		"package p\n\nvar x int = \"\"\n":                        false,
		"package p\n\nvar x int = \n":                            false,
		"package p\n\nimport \"nowhere\"\n\nvar _ = nowhere.X\n": false,
	} {
		err := check([]emit.File{{Name: "p/p.go", Source: []byte(source)}}, nil)
		if (err == nil) != good {
			t.Errorf("check of %q = %v", source, err)
		}
	}
}
