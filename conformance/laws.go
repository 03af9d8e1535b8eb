package conformance

// A law is a property that a target has if a clause of some kind holds there.
type law struct {
	// kind is the kind of clause that the law judges.
	kind string
	// name says in a few words what is tried.
	name string
	// once is set for a law that draws nothing.
	once bool
	// cases is how many cases are enough, 25 if zero.
	cases int

	// check is the law. For a clause that leaves a choice there is see
	// instead: an experiment that returns the choice that it saw.
	check func(*trial)
	see   func(*trial) string
	// sow begins with a case of a law about time whose check has to wait for
	// it, where the clock can't be set. It is nil for all others.
	sow func(*trial) *sowing
}

// laws returns the laws of all rooms.
func laws() []law {
	var all []law
	for _, room := range [][]law{
		protocolLaws, replyLaws, validationLaws, constraintLaws, precedenceLaws, isolationLaws,
		upsertLaws, assignedLaws, fanOutLaws, keyLaws, referenceLaws, allowedLaws,
		guardLaws, refusalLaws, batchLaws, expiryLaws, paginationLaws, orderLaws, filterLaws,
		removalLaws, absentLaws, cascadeLaws, factLaws,
	} {
		all = append(all, room...)
	}
	return all
}
