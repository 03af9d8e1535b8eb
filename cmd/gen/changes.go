package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
)

// changes are what it takes to bring a folder up to date.
type changes struct {
	write  []change
	remove []string
}

// A change is a file to be written.
type change struct {
	path    string
	source  []byte
	missing bool // there is no such file yet
}

func (c changes) none() bool { return len(c.write) == 0 && len(c.remove) == 0 }

// compare returns what differs between the folder and the files that belong
// into it. A file that was not generated is never changed or removed.
func compare(dir string, files []emit.File) (changes, error) {
	var c changes
	wanted := map[string]bool{}
	var folders []string
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		wanted[path] = true
		if folder := filepath.Dir(path); !slices.Contains(folders, folder) {
			if err := ownFolder(folder); err != nil {
				return changes{}, err
			}
			folders = append(folders, folder)
		}
		old, err := os.ReadFile(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.write = append(c.write, change{path: path, source: f.Source, missing: true})
		case err != nil:
			return changes{}, err
		case !isGenerated(old):
			return changes{}, fmt.Errorf("%s was not generated, and something of that name has to be; move it away", path)
		case !bytes.Equal(old, f.Source):
			c.write = append(c.write, change{path: path, source: f.Source})
		}
	}
	for _, folder := range folders {
		extra, err := generatedFiles(folder)
		if err != nil {
			return changes{}, err
		}
		for _, path := range extra {
			if !wanted[path] {
				c.remove = append(c.remove, path)
			}
		}
	}
	return c, nil
}

// ownFolder returns an error if a folder for a package is a link: what is
// written there would come to stand, or replace something, somewhere else.
func ownFolder(folder string) error {
	info, err := os.Lstat(folder)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s is a symbolic link, and gen writes through none; remove it, or give the folder it leads to as -o", folder)
	}
	return nil
}

// generatedFiles returns the generated files in a folder, which may be absent.
func generatedFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var paths []string
	for _, entry := range entries {
		if entry.IsDir() || !strings.HasSuffix(entry.Name(), ".go") {
			continue
		}
		path := filepath.Join(folder, entry.Name())
		source, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if isGenerated(source) {
			paths = append(paths, path)
		}
	}
	return paths, nil
}

// isGenerated reports whether a file was written by this command.
func isGenerated(source []byte) bool {
	return bytes.HasPrefix(source, []byte(emit.Header+"\n"))
}

// apply makes the changes. Each file is written beside its place and then
// moved there, so that a reader never sees half of one, and none is moved
// before all are written.
func (c changes) apply() error {
	var written []string
	discard := func() {
		for _, temp := range written {
			os.Remove(temp)
		}
	}
	for _, f := range c.write {
		temp, err := writeBeside(f)
		if err != nil {
			discard()
			return fmt.Errorf("gen: %w", err)
		}
		written = append(written, temp)
	}
	for i, f := range c.write {
		if err := os.Rename(written[i], f.path); err != nil {
			discard()
			return fmt.Errorf("gen: %w", err)
		}
	}
	for _, path := range c.remove {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("gen: %w", err)
		}
	}
	return nil
}

// writeBeside writes a file under a passing name in its own folder. The name is
// one that nobody can foresee, and has to be new: a link that was put there
// before would lead what is written elsewhere.
func writeBeside(f change) (name string, err error) {
	folder := filepath.Dir(f.path)
	if err := errors.Join(os.MkdirAll(folder, 0o777), ownFolder(folder)); err != nil {
		return "", err
	}
	var temp *os.File
	for range 100 {
		// The name begins with a dot, so that the go command never reads it. It is
		// not os.CreateTemp that makes the file, because others could not read it.
		name = filepath.Join(folder, fmt.Sprintf(".%s.%016x.new", filepath.Base(f.path), rand.Uint64()))
		if temp, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666); !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return "", err
	}
	_, err = temp.Write(f.source)
	if err := errors.Join(err, temp.Close()); err != nil {
		os.Remove(name)
		return "", err
	}
	return name, nil
}
