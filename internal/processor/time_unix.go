//go:build unix

package processor

import (
	"syscall"
	"time"
)

// Time returns how much of the processors the process has used since it began.
func Time() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
