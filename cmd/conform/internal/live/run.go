package live

import (
	"crypto/rand"
	"fmt"
	mathrand "math/rand/v2"
	"regexp"
	"strings"
)

// family begins the names of all rules of all runs.
const family = "fakesmith-"

// longestName is how long the name of a rule may be. AWS Config takes 128
// characters, but shows and deletes the results of a rule by a name of at most
// 64.
const longestName = 64

// A RunID distinguishes a run from all others. It stands in the name of every rule
// that the run makes.
type RunID string

var runID = regexp.MustCompile(`^[0-9a-z]{4,20}$`)

// NewRunID returns an id that no other run has.
func NewRunID() RunID { return RunID(strings.ToLower(rand.Text()[:10])) }

// ParseRunID reads an id that was given.
func ParseRunID(text string) (RunID, error) {
	if !runID.MatchString(text) {
		return "", fmt.Errorf("%q is not a run id: write 4 to 20 digits and small letters", text)
	}
	return RunID(text), nil
}

// Prefix returns what begins the name of each rule of the run.
func (id RunID) Prefix() string { return family + string(id) + "-" }

// Owns reports whether a rule of that name is the run's. Case and surrounding
// space don't matter: the suite tries whether they do.
func (id RunID) Owns(name string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(name)), id.Prefix())
}

var ofAnyRun = regexp.MustCompile(`(?i)^\s*` + family + `([0-9a-z]{4,20})-`)

// RunOf returns the run to which a rule belongs by its name, and "" if it
// belongs to none.
func RunOf(name string) RunID {
	found := ofAnyRun.FindStringSubmatch(name)
	if found == nil {
		return ""
	}
	return RunID(strings.ToLower(found[1]))
}

// NewSeed returns a seed for the cases of a run, short enough to be typed.
func NewSeed() uint64 { return mathrand.Uint64N(1_000_000) + 1 }
