package kubernetes

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	core "k8s.io/api/core/v1"
)

// shards is how many there are.
const shards = 7

// TestPlay plays both Jobs on this machine, with some of the clauses: every shard with
// the command of its pod, and the report of all.
func TestPlay(t *testing.T) {
	dir := t.TempDir()
	build := exec.Command("go", "build", "-o", dir, "./cmd/conform", "./cmd/fake")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	reports := filepath.Join(dir, "reports")
	if err := os.Mkdir(reports, 0o777); err != nil {
		t.Fatal(err)
	}
	jobs, _ := objects(t, "conform.yaml")
	pod := jobs[0].Spec.Template.Spec
	merges, _ := objects(t, "merge.yaml")
	url := serve(t, dir, pod.InitContainers[0])

	// here is a command of a container as it is on this machine.
	here := func(words []string, index int) *exec.Cmd {
		for i, word := range words {
			words[i] = strings.NewReplacer("$(SHARD)", strconv.Itoa(index), "/reports", reports, "http://127.0.0.1:4599", url).Replace(word)
		}
		return exec.Command(filepath.Join(dir, words[0]), words[1:]...)
	}
	probe := pod.InitContainers[0].StartupProbe.Exec.Command
	if out, err := here(probe, 0).CombinedOutput(); err != nil {
		t.Errorf("the endpoint does not start: %v\n%s", err, out)
	}
	for index := range int(*jobs[0].Spec.Completions) {
		c := pod.Containers[0]
		command := here(append(append([]string{}, c.Command...), c.Args...), index)
		command.Args = append(command.Args, "-run", "^(upsert|expiry|describe-.*)$", "-checks", "2")
		if out, err := command.CombinedOutput(); err != nil {
			t.Errorf("shard %d: %v\n%s", index, err, out)
		}
	}
	c := merges[0].Spec.Template.Spec.Containers[0]
	out, err := here(append(append([]string{}, c.Command...), c.Args...), 0).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "clauses: ") || strings.Contains(string(out), "shard") {
		t.Errorf("the report of all: %v\n%s", err, out)
	}
	for _, name := range []string{"report.html", "report.xml"} {
		if info, err := os.Stat(filepath.Join(reports, name)); err != nil || info.Size() == 0 {
			t.Errorf("there is no %s: %v", name, err)
		}
	}
	// A machine that has written no report is missed.
	if err := os.Remove(filepath.Join(reports, fmt.Sprintf("shard-%d.json", shards-1))); err != nil {
		t.Fatal(err)
	}
	if out, err := here(append(append([]string{}, c.Command...), c.Args...), 0).CombinedOutput(); err == nil {
		t.Errorf("without the last report there is a report of all:\n%s", out)
	}
}

// serve runs the endpoint of a container on a free port, and returns its address.
func serve(t *testing.T, dir string, c core.Container) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	words := append([]string{}, c.Command...)
	for i := range words {
		words[i] = strings.Replace(words[i], ":4599", ":0", 1)
	}
	command := exec.CommandContext(ctx, filepath.Join(dir, words[0]), words[1:]...)
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cancel(); _ = command.Wait() })
	line, err := bufio.NewReader(stdout).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		t.Fatalf("the endpoint prints %q, %v", line, err)
	}
	return url
}
