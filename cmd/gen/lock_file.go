//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd)

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// lock waits until no other run works in a module, and keeps all others out
// until unlock is called. Where folders can't be locked, a file says that
// somebody works there.
func lock(root string, stderr io.Writer) (unlock func(), err error) {
	name := filepath.Join(root, ".gen.lock")
	for tries := range 600 {
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err == nil {
			return func() {
				file.Close()
				os.Remove(name)
			}, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if tries == 0 {
			fmt.Fprintf(stderr, "gen: waiting for another gen in %s\n", relative(root))
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, fmt.Errorf("another gen works in %s; if none does, remove %s", root, name)
}
