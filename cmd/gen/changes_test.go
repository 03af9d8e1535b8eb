package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
)

// generated returns files of a package as they could be generated.
func generated(pkg, what string, count int) []emit.File {
	files := make([]emit.File, count)
	for i := range files {
		files[i] = emit.File{
			Name:   fmt.Sprintf("%s/file%d.go", pkg, i),
			Source: []byte(emit.Header + "\n\npackage " + pkg + " // " + strings.Repeat(what, 10_000) + "\n"),
		}
	}
	return files
}

// TestPlantedLinks puts links in the way of what is written.
func TestPlantedLinks(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	victim := filepath.Join(elsewhere, "victim")
	if err := os.WriteFile(victim, []byte("precious"), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "letters"), 0o777); err != nil {
		t.Fatal(err)
	}
	files := generated("letters", "a", 1)
	c, err := compare(dir, files)
	if err != nil {
		t.Fatal(err)
	}
	// The passing name that used to be, and the file's own.
	for _, name := range []string{".file0.go.new", "file0.go"} {
		if err := os.Symlink(victim, filepath.Join(dir, "letters", name)); err != nil {
			t.Skip(err)
		}
	}
	if err := c.apply(); err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(victim); string(got) != "precious" {
		t.Errorf("what a link led to now holds %.40q", got)
	}
	if info, err := os.Lstat(filepath.Join(dir, "letters", "file0.go")); err != nil || !info.Mode().IsRegular() {
		t.Errorf("the file is %v, %v", info, err)
	}

	// A package's folder that leads elsewhere is not written to.
	if err := os.Symlink(elsewhere, filepath.Join(dir, "mail")); err != nil {
		t.Fatal(err)
	}
	if _, err := compare(dir, generated("mail", "a", 1)); err == nil || !strings.Contains(err.Error(), "is a symbolic link") {
		t.Errorf("compare with a folder that is a link = %v", err)
	}
	late := changes{write: []change{{path: filepath.Join(dir, "mail", "file0.go"), source: []byte("x")}}}
	if err := late.apply(); err == nil || !strings.Contains(err.Error(), "is a symbolic link") {
		t.Errorf("apply in a folder that became a link = %v", err)
	}
	if entries, _ := os.ReadDir(elsewhere); len(entries) != 1 {
		t.Errorf("there are %d files where a link leads, want the one that was there", len(entries))
	}
}

// TestNothingIsLeft looks for files under passing names, after success and
// after failure, and at what others may do with a file.
func TestNothingIsLeft(t *testing.T) {
	dir := t.TempDir()
	c, err := compare(dir, generated("letters", "a", 3))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.apply(); err != nil {
		t.Fatal(err)
	}
	reference := filepath.Join(dir, "reference")
	if err := os.WriteFile(reference, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	want, _ := os.Stat(reference)
	if got, _ := os.Stat(filepath.Join(dir, "letters", "file0.go")); got.Mode() != want.Mode() {
		t.Errorf("a file has the mode %v, want %v", got.Mode(), want.Mode())
	}
	if err := os.Mkdir(filepath.Join(dir, "letters", "file3.go"), 0o777); err != nil {
		t.Fatal(err)
	}
	c = changes{write: []change{{path: filepath.Join(dir, "letters", "file3.go"), source: []byte("x")}}}
	if err := c.apply(); err == nil {
		t.Error("a file takes the place of a folder")
	}
	if entries, _ := os.ReadDir(filepath.Join(dir, "letters")); len(entries) != 4 {
		t.Errorf("there are %v, want three files and a folder", entries)
	}
}

// TestOneAtATime has many runs bring one folder up to date, each with files of
// its own: those of one run are there afterwards, and of that run all.
func TestOneAtATime(t *testing.T) {
	root := t.TempDir()
	var wg sync.WaitGroup
	for run := range 8 {
		wg.Go(func() {
			for range 5 {
				unlock, err := lock(root, &bytes.Buffer{})
				if err != nil {
					t.Error(err)
					return
				}
				// What one run sees when it looks is there until it has written.
				c, err := compare(root, generated("letters", string(rune('a'+run)), 2+run))
				if err == nil {
					err = c.apply()
				}
				if err != nil {
					t.Error(err)
				}
				checkOneRun(t, filepath.Join(root, "letters"))
				unlock()
			}
		})
	}
	wg.Wait()
}

func checkOneRun(t *testing.T, folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Error(err)
	}
	first := ""
	for _, e := range entries {
		source, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Error(err)
		}
		if first == "" {
			first = string(source)
		}
		if string(source) != first {
			t.Errorf("%s is of another run than the files before it", e.Name())
		}
	}
	if want := 2 + int(first[strings.LastIndex(first, "// ")+3]-'a'); len(entries) != want {
		t.Errorf("there are %d files of a run that writes %d", len(entries), want)
	}
}

// TestRunWaits holds that the command waits for another that is at work in the
// same module, and says so.
func TestRunWaits(t *testing.T) {
	root := t.TempDir()
	model := filepath.Join(root, "model.json")
	src, err := os.ReadFile("../../model/putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"go.mod": "module example.com/m\n", "model.json": string(src)} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	unlock, err := lock(root, &bytes.Buffer{})
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan string, 100)
	ended := make(chan int)
	go func() { ended <- run([]string{"-o", root, model}, &bytes.Buffer{}, channel(told)) }()
	select {
	case text := <-told:
		if !strings.Contains(text, "waiting for another gen in ") {
			t.Errorf("the command says %q", text)
		}
	case status := <-ended:
		t.Fatalf("the command did not wait, and ended with status %d", status)
	case <-time.After(10 * time.Minute):
		t.Fatal("the command says nothing")
	}
	// To look is allowed.
	if status := run([]string{"-check", "-o", root, model}, &bytes.Buffer{}, &bytes.Buffer{}); status != failed {
		t.Errorf("-check has the status %d, want %d, because nothing is generated yet", status, failed)
	}
	unlock()
	select {
	case <-ended: // it fails, as the module lacks what generated code imports
	case <-time.After(10 * time.Minute):
		t.Error("the command still waits")
	}
}

// A channel is a writer.
type channel chan string

func (c channel) Write(p []byte) (int, error) {
	c <- string(p)
	return len(p), nil
}
