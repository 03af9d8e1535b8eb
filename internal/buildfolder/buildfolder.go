// Package buildfolder has folders in which programs are compiled that were compiled
// there before.
package buildfolder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// New returns an empty folder to build a program in, and what removes it again.
//
// The path is part of what is compiled. It is one of a few for each name, the first
// where no other program is at present, so that what has not changed since the last
// time is found in the build cache.
func New(name string) (dir string, remove func(), err error) {
	base := filepath.Join(os.TempDir(), "fakesmith-"+name)
	for n := range 4 {
		dir = fmt.Sprint(base, "-", n)
		if err = os.Mkdir(dir, 0o700); !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if errors.Is(err, fs.ErrExist) {
		dir, err = os.MkdirTemp("", "fakesmith-"+name+"-")
	}
	if err != nil {
		return "", nil, err
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil
}
