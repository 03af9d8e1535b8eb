package compare

import (
	"context"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// clockTolerance is how far clocks may be apart that are taken for the same: a
// Date header has whole seconds, and a call takes a while.
const clockTolerance = 3 * time.Second

// alignClocks has all targets begin at the time of the first, if their clocks
// can be set. If they can't, it returns the times that they have, unless these
// are the same: what depends on the time then differs for that reason alone.
func (m *mirror) alignClocks(ctx context.Context) ([]report.TargetTime, error) {
	if m.joined().Clock != nil {
		now, err := m.Now(ctx)
		if err != nil {
			return nil, err
		}
		m.clock = now
		return nil, m.setClocks(ctx, now)
	}
	var times []report.TargetTime
	var least, most time.Duration
	for i := range m.targets {
		at, err := m.timeOf(ctx, i)
		if err != nil {
			return nil, err
		}
		if at.IsZero() {
			continue
		}
		ahead := time.Until(at)
		if len(times) == 0 {
			least, most = ahead, ahead
		}
		least, most = min(least, ahead), max(most, ahead)
		times = append(times, report.TargetTime{Target: m.targets[i].Url(), Time: at.UTC().Format(time.RFC3339)})
	}
	if most-least <= clockTolerance {
		return nil, nil
	}
	return times, nil
}

// timeOf returns the time of a target: of its clock, or of its answers. It is
// zero if these don't say.
func (m *mirror) timeOf(ctx context.Context, i int) (time.Time, error) {
	t := &m.targets[i]
	if t.Clock != nil {
		return t.Clock.Now(ctx)
	}
	op := m.session.Harmless()
	a, err := wire.Send(ctx, t, m.session.API, wire.Request{Operation: op.Name, Body: []byte("{}"), As: t.Scope()})
	if err != nil {
		return time.Time{}, err
	}
	at, err := http.ParseTime(a.Header.Get("Date"))
	if err != nil {
		return time.Time{}, nil
	}
	return at, nil
}
