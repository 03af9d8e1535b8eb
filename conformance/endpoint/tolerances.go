package endpoint

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Tolerances say how far a target may fall short of what it promises before
// that is held against it. The zero value tolerates nothing: whatever the
// target answers at once is what it is checked by, as is right for a fake.
//
// A tolerance only ever costs time. Where the answer is as it should be, the
// suite goes on at once; where it is not, the suite asks again until it is, or
// until the time that is tolerated has passed, and checks the last answer.
//
// As JSON the durations are texts such as "90s".
type Tolerances struct {
	// Visible is how long it may take until all reads show a write.
	Visible time.Duration
	// Deleted is how long a thing that was deleted may linger. Until then it
	// may still be shown, and what needs it to be gone may be refused with
	// ResourceInUseException.
	Deleted time.Duration
	// Expired is how long after its time a thing may still be shown. Where it
	// is not zero, and the target's clock can't be moved, the properties about time
	// wait for the time to pass.
	Expired time.Duration
	// Throttled is how long one call is repeated while the target says that it
	// is asked too often.
	Throttled time.Duration
	// Faults is how many times in a row one call is repeated that brings no
	// answer, half of one, or one with a status from 500 on.
	Faults int
	// ShortPages lets a page hold fewer rows than were asked for though more
	// are to come.
	ShortPages bool
	// Skew is how far the clock of the target may be from ours, beyond what
	// its answers say of it.
	Skew time.Duration
}

// CloudTolerances returns what a service of AWS may be granted. No document
// says how long anything takes there: these are guesses, and generous ones.
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

// wireTolerances are tolerances as they stand in JSON.
type wireTolerances struct {
	Visible    string `json:"visible,omitempty"`
	Deleted    string `json:"deleted,omitempty"`
	Expired    string `json:"expired,omitempty"`
	Throttled  string `json:"throttled,omitempty"`
	Faults     int    `json:"faults,omitempty"`
	ShortPages bool   `json:"shortPages,omitempty"`
	Skew       string `json:"skew,omitempty"`
}

// MarshalJSON writes the tolerances, without those that are zero.
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

// UnmarshalJSON reads what MarshalJSON writes. It complains of all that is
// wrong at once.
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
