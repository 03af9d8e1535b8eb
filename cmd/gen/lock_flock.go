//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// lock waits until no other run works in a module, and keeps all others out
// until unlock is called. It is the folder itself that is locked: nothing is
// left there, and a run that is killed keeps nobody out.
func lock(root string, stderr io.Writer) (unlock func(), err error) {
	folder, err := os.Open(root)
	if err != nil {
		return nil, err
	}
	err = flock(folder, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		fmt.Fprintf(stderr, "gen: waiting for another gen in %s\n", relative(root))
		err = flock(folder, syscall.LOCK_EX)
	}
	if err != nil {
		folder.Close()
		return nil, fmt.Errorf("can't lock %s: %w", root, err)
	}
	return func() { folder.Close() }, nil
}

// flock is the system call, which a signal may interrupt.
func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); err != syscall.EINTR {
			return err
		}
	}
}
