package faults

import "time"

// passing is the time that passes: the real time, and besides that whatever the
// clock of the service is moved ahead by. What takes its time goes by it, so that
// nothing is throttled or hidden for ever where a test has the clock stand still.
type passing struct {
	// at begins at some time, and never goes back.
	at time.Time
	// real and told are the real time and that of the service at the last look.
	real, told time.Time
}

// begun returns the time that passes from now on.
func begun(now time.Time) passing { return passing{at: now, real: time.Now(), told: now} }

// look has time pass until now, as the service tells it.
func (p *passing) look(now time.Time) {
	real := time.Now()
	p.at = p.at.Add(max(0, real.Sub(p.real), now.Sub(p.told)))
	p.real, p.told = real, now
}
