package runtime

import "slices"

// A Tier is one of the tiers that a resource may have, from the lowest on, and how many
// bytes a member may have there.
type Tier struct {
	Name string
	Most int
}

// A Fit says whether a resource can have the tier that is asked for.
type Fit int

// What a tier may be for a resource.
const (
	Fits Fit = iota
	// TooLarge says that the member has more bytes than it may.
	TooLarge
	// Lowered says that the resource has a higher tier.
	Lowered
)

// ChooseTier returns the tier of a resource that is put: the one that is asked for, or if
// that is chosen, the lowest that has room for the size and is no lower than what it has
// already. Who asks for none keeps what it has. A resource that is new and asks for none
// is measured as one of the lowest, and so is one that has none.
func ChooseTier(tiers []Tier, chosen, asked, has string, size int) (string, Fit) {
	rank := func(name string) int {
		for i, t := range tiers {
			if t.Name == name {
				return i
			}
		}
		return 0
	}
	at := rank(asked)
	if asked == "" {
		asked, at = has, rank(has)
	}
	if asked == chosen && chosen != "" {
		at = rank(has)
		for at < len(tiers)-1 && size > tiers[at].Most {
			at++
		}
		asked = tiers[at].Name
	}
	switch {
	case size > tiers[max(at, rank(has))].Most, size > tiers[at].Most && at >= rank(has):
		return asked, TooLarge
	case at < rank(has):
		return asked, Lowered
	}
	return asked, Fits
}

// HigherTier returns the higher one of two tiers, the first if none is higher. A tier that
// is none counts as the lowest.
func HigherTier(tiers []Tier, one, other string) string {
	rank := func(name string) int {
		return max(0, slices.IndexFunc(tiers, func(t Tier) bool { return t.Name == name }))
	}
	if rank(other) > rank(one) {
		return other
	}
	return one
}
