//go:build !unix

package processor

import "time"

var start = time.Now()

// Time returns the time, for want of what the process has used of it.
func Time() time.Duration { return time.Since(start) }
