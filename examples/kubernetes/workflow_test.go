package kubernetes

import (
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"
)

// TestWorkflowsPassTheirLinter: the example, and those of this repository.
func TestWorkflowsPassTheirLinter(t *testing.T) {
	for _, name := range []string{"github-actions.yml", "../../.github/workflows/conform-live.yml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		linter, err := actionlint.NewLinter(io.Discard, &actionlint.LinterOptions{})
		if err != nil {
			t.Fatal(err)
		}
		found, err := linter.Lint(name, text, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			t.Error(e)
		}
	}
}

// TestTheMatrixIsAllShards: it counts from 0, and the number of jobs is that of shards.
func TestTheMatrixIsAllShards(t *testing.T) {
	text, err := os.ReadFile("github-actions.yml")
	if err != nil {
		t.Fatal(err)
	}
	matrix := regexp.MustCompile(`shard: \[(.*)\]`).FindStringSubmatch(string(text))
	if matrix == nil || matrix[1] != "0, 1, 2, 3, 4, 5, 6" || !strings.Contains(string(text), "OF: ${{ strategy.job-total }}") {
		t.Errorf("the matrix is %q, want 0 to 6 of strategy.job-total", matrix)
	}
}
