//go:build !unix

package bench_test

import "time"

var start = time.Now()

// processorTime returns the time, for want of what the process has used of it.
func processorTime() time.Duration { return time.Since(start) }
