package main

import (
	"bytes"
	"testing"
	"time"
)

// TestProgressWithoutATerminal shows that a long run writes a line now and then, and a
// short one, and one that shows its calls, none.
func TestProgressWithoutATerminal(t *testing.T) {
	for _, tt := range []struct {
		name   string
		step   time.Duration
		traced bool
		want   string
	}{
		{"short", time.Second, false, ""},
		{"long", 25 * time.Second, false, "1 of 4 checked, 1 calls, now upsert\n2 of 4 checked, 3 calls, now expiry\n3 of 4 checked, 5 calls, now removal\n"},
		{"traced", 25 * time.Second, true, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out, trace bytes.Buffer
			p := newProgress(&out)
			now := p.told
			p.now = func() time.Time { now = now.Add(tt.step); return now }
			if tt.traced {
				p.listening(nil, &trace)
			}
			for i, clause := range []string{"validation", "upsert", "expiry", "removal"} {
				p.show(i, 4, clause)
				p.called()
				if i == 3 {
					p.called()
				}
			}
			p.end()
			p.called()
			if got := out.String(); got != tt.want {
				t.Errorf("a run of %v between any two calls writes\n%s\nwant\n%s", tt.step, got, tt.want)
			}
		})
	}
}
