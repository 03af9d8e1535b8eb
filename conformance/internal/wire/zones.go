package wire

import (
	"time"
)

// TargetTime returns the time of a target whose clock can't be set.
func (s *Conn) TargetTime() time.Time { return s.WallTime().Add(s.Skew.middle()) }
