//go:build unix

package bench_test

import (
	"syscall"
	"time"
)

// processorTime returns how much of the processors the process has used, which what
// else runs on the machine changes little.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
