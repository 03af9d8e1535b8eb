package property

import (
	"github.com/fakesmith/fakesmith/conformance/internal/script"
)

// All returns the properties of all kinds of clauses, in the order in which
// they are tried.
func All() []script.Property {
	var all []script.Property
	for _, kind := range [][]script.Property{
		protocolProperties, replyProperties, validationProperties, constraintProperties, precedenceProperties, isolationProperties,
		upsertProperties, updateProperties, existingProperties, assignedProperties, countedProperties, membersProperties, outputProperties, lifecycleProperties, idempotencyProperties, attachedProperties, quotaProperties, intervalProperties, historyProperties, labelProperties, processProperties, processStartsProperties, processRetriesProperties, processSnapshotProperties, tierProperties, matchedProperties, fanOutProperties, keyProperties, referenceProperties, allowedProperties, combinationProperties,
		guardProperties, rejectionProperties, batchProperties, expiryProperties, embeddedProperties, paginationProperties, orderProperties, filterProperties, hierarchyProperties, criteriaProperties,
		removalProperties, absentProperties, selectorProperties, sealedProperties, namedProperties, cascadeProperties, inUseProperties, factProperties, aggregateProperties,
	} {
		all = append(all, kind...)
	}
	return all
}
