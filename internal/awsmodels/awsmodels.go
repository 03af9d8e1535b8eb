// Package awsmodels gives tests the models that AWS publishes of its services.
// They are no part of this module: a test that asks for them is skipped where
// they are not.
package awsmodels

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// archive has the models, as seen from the root of the module.
const archive = "../shared/models/smithy-awsjson-2025-04-02.tar.xz"

// Count is how many models there are, and Operations how many operations they
// have together.
const (
	Count      = 143
	Operations = 6288
)

// Paths returns the paths of all models, sorted. It skips the test if the
// archive is not there, or cannot be unpacked.
func Paths(t testing.TB) []string {
	t.Helper()
	dir := unpack(t)
	var paths []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(path, ".json") {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	if len(paths) != Count {
		t.Fatalf("%s holds %d models, want %d", archive, len(paths), Count)
	}
	return paths
}

// Source returns the model of the service with that name, e.g.
// "config-service".
func Source(t testing.TB, service string) []byte {
	t.Helper()
	for _, path := range Paths(t) {
		if strings.Contains(filepath.ToSlash(path), "/"+service+"/") {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			return src
		}
	}
	t.Fatalf("%s holds no model of %s", archive, service)
	return nil
}

// unpack returns a folder with what the archive holds.
func unpack(t testing.TB) string {
	t.Helper()
	path := filepath.Join(root(t), filepath.FromSlash(archive))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("AWS's models are not here: %v", err)
	}
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "tar", "-xJf", path, "-C", dir).CombinedOutput(); err != nil {
		t.Skipf("AWS's models cannot be unpacked: %v: %s", err, out)
	}
	return dir
}

// root returns the folder of this module's go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("the test runs in no module")
		}
		dir = up
	}
}
