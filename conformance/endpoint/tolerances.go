package endpoint

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Tolerances say how late or incomplete the answers of a target may be before a
// clause fails. The zero value tolerates nothing, as is right for a fake: every
// answer counts at once.
//
// A tolerance only costs time, and only where an answer is not the expected
// one: then the suite repeats the call until it is, or until the tolerated time
// has passed, and checks the last answer.
//
// In JSON, durations are strings such as "90s".
type Tolerances struct {
	// Visible is how long it may take until all reads return a write.
	Visible time.Duration
	// Deleted is how long a deleted resource may remain. Until then reads may
	// return it, and calls that need it to be gone may be rejected with
	// ResourceInUseException.
	Deleted time.Duration
	// Expired is how long after its expiry reads may return a resource. If it
	// is not zero, and the target's clock can't be set, properties about time
	// wait for the time to pass.
	Expired time.Duration
	// Throttled is how long a call is repeated while it is throttled.
	Throttled time.Duration
	// Faults is how many times in a row a call is repeated that has no complete
	// answer, or one with a status from 500 on.
	Faults int
	// ShortPages allows a page to have fewer rows than were asked for though
	// more follow.
	ShortPages bool
	// Skew is how far the clock of the target may be from ours, beyond what the
	// Date headers of its answers show.
	Skew time.Duration
}

// CloudTolerances returns tolerances for a service of AWS. No document says how
// long anything takes there: these are generous guesses.
func CloudTolerances() Tolerances {
	return Tolerances{
		Visible:    time.Minute,
		Deleted:    5 * time.Minute,
		Expired:    2 * time.Minute,
		Throttled:  2 * time.Minute,
		Faults:     6,
		ShortPages: true,
		Skew:       5 * time.Second,
	}
}

// Any reports whether anything is tolerated.
func (t Tolerances) Any() bool { return t != Tolerances{} }

// wireTolerances are tolerances in their JSON form.
type wireTolerances struct {
	Visible    string `json:"visible,omitempty"`
	Deleted    string `json:"deleted,omitempty"`
	Expired    string `json:"expired,omitempty"`
	Throttled  string `json:"throttled,omitempty"`
	Faults     int    `json:"faults,omitempty"`
	ShortPages bool   `json:"shortPages,omitempty"`
	Skew       string `json:"skew,omitempty"`
}

// MarshalJSON encodes the tolerances that are not zero.
func (t Tolerances) MarshalJSON() ([]byte, error) {
	text := func(d time.Duration) string {
		if d == 0 {
			return ""
		}
		return d.String()
	}
	return json.Marshal(wireTolerances{
		Visible: text(t.Visible), Deleted: text(t.Deleted), Expired: text(t.Expired), Throttled: text(t.Throttled),
		Faults: t.Faults, ShortPages: t.ShortPages, Skew: text(t.Skew),
	})
}

// UnmarshalJSON decodes what MarshalJSON encodes. It reports all mistakes at
// once.
func (t *Tolerances) UnmarshalJSON(src []byte) error {
	d := json.NewDecoder(strings.NewReader(string(src)))
	d.DisallowUnknownFields()
	var w wireTolerances
	if err := d.Decode(&w); err != nil {
		return fmt.Errorf("tolerances: %w", err)
	}
	var wrong []string
	read := func(name, text string) time.Duration {
		if text == "" {
			return 0
		}
		v, err := time.ParseDuration(text)
		if err != nil || v < 0 {
			wrong = append(wrong, fmt.Sprintf("%s is %q, and not a duration such as 90s", name, text))
		}
		return v
	}
	all := Tolerances{
		Visible: read("visible", w.Visible), Deleted: read("deleted", w.Deleted), Expired: read("expired", w.Expired),
		Throttled: read("throttled", w.Throttled), Faults: w.Faults, ShortPages: w.ShortPages, Skew: read("skew", w.Skew),
	}
	if w.Faults < 0 {
		wrong = append(wrong, fmt.Sprintf("faults is %d, and not 0 or more", w.Faults))
	}
	if wrong != nil {
		slices.Sort(wrong)
		return fmt.Errorf("tolerances: %s", strings.Join(wrong, "; "))
	}
	*t = all
	return nil
}
