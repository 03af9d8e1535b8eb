package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
)

// All returns the properties of all files.
func All() []script.Property {
	var all []script.Property
	for _, room := range [][]script.Property{
		protocolLaws, replyLaws, validationLaws, constraintLaws, precedenceLaws, isolationLaws,
		upsertLaws, assignedLaws, fanOutLaws, keyLaws, referenceLaws, allowedLaws,
		guardLaws, refusalLaws, batchLaws, expiryLaws, paginationLaws, orderLaws, filterLaws,
		removalLaws, absentLaws, cascadeLaws, factLaws,
	} {
		all = append(all, room...)
	}
	return all
}
