package program

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
)

// sourceFolder returns the folder of the project's source from which this command
// was built: a clone, or a version in the module cache.
func sourceFolder(ctx context.Context) (string, error) {
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		root := filepath.Dir(filepath.Dir(filepath.Dir(filepath.Dir(file))))
		if _, err := os.Stat(filepath.Join(root, "go.mod")); err == nil {
			return root, nil
		}
	}
	// Built with -trimpath, or vendored: the version is known, and not the place.
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "", errors.New("this command was built without module information, so it can't build the fake of a model; build it with go build, or run it with go tool")
	}
	m := &info.Main
	for _, d := range info.Deps {
		if d.Path == ours {
			m = d
		}
	}
	return downloaded(ctx, m)
}

// downloaded returns the folder that the module cache has for a version of the
// project, which is fetched if it is not there.
func downloaded(ctx context.Context, m *debug.Module) (string, error) {
	if m.Replace != nil {
		if filepath.IsAbs(m.Replace.Path) {
			return m.Replace.Path, nil
		}
		m = m.Replace
	}
	if m.Version == "" || m.Version == "(devel)" {
		return "", errors.New("this command was built from source that it can't find any more, so it can't build the fake of a model; build it without -trimpath, or run it with go tool")
	}
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", m.Path+"@"+m.Version)
	cmd.Env = append(os.Environ(), "GOWORK=off")
	out, err := cmd.Output()
	var found struct{ Dir, Error string }
	if json.Unmarshal(out, &found) == nil && found.Error == "" && found.Dir != "" {
		return found.Dir, nil
	}
	return "", fmt.Errorf("the source of %s %s, from which this command was built, can't be found: %s %w", m.Path, m.Version, found.Error, err)
}
