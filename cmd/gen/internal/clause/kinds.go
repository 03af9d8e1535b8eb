// Package clause has a file for each kind of clause, which turns what such a
// clause demands into Go. A kind knows its own rule, and the operation that it
// is passed. It knows neither the other kinds, but for those that its rule is
// about, nor the order in which an operation's clauses are written.
package clause

import (
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/model"
)

type scope = operation.Scope

// A Request adds what is decided once, before anything is done.
type Request interface{ Request(operation.Scope) }

// An Item adds what is decided for each resource on its own.
type Item interface{ Item(operation.Scope) }

// A Change adds what is changed in a resource before it is kept.
type Change interface{ Change(operation.Scope) }

// An Effect adds what is done together with the effect on each resource.
type Effect interface{ Effect(operation.Scope) }

// A kind says what becomes of clauses of one kind: a Request, Item, Change or
// Effect, or several of them. It is nothing for a kind that is written where
// the verb of the operation or the whole fake is, because it says what that is
// like.
type kind struct {
	name string
	of   func(*model.Clause) any
}

// kinds are all kinds of clause. A new kind is a row here, and the file of its
// name.
var kinds = []kind{
	{"constraint", nil},
	{"validation", nil},
	{"validation/text", nil},
	{"precedence", nil},
	{"protocol", nil},
	{"protocol/reply", nil},
	{"isolation", nil},

	{"upsert", nil},
	{"upsert/omitted", newOmitted},
	{"update", nil},
	{"update/omitted", newOmittedByUpdate},
	{"existing", newExisting},
	{"existing/needed", newNeeded},
	{"existing/fixed", newFixed},
	{"tier", newTier},
	{"tier/lowered", nil},
	{"matched", newMatched},
	{"assigned", newAssigned},
	{"counted", newCounted},
	{"lifecycle", newLifecycle},
	{"lifecycle/period", nil},
	{"lifecycle/deleting", nil},
	{"members/supplied", nil},
	{"members/defaulted", nil},
	{"members/withheld", nil},
	{"members/moved", nil},
	{"output", nil},
	{"idempotency", nil},
	{"idempotency/other", nil},
	{"idempotency/gone", nil},
	{"attached", newAttached},
	{"attached/flagged", newAttachedFlagged},
	{"quota", newQuota},
	{"interval", newInterval},
	{"history", newHistory},
	{"history/labelled", newHistoryLabelled},
	{"label", newLabel},
	{"label/form", newLabelForm},
	{"label/quota", nil},
	{"label/shown", nil},
	{"process", nil},
	{"process/steps", nil},
	{"process/busy", newBusy},
	{"process/needless", newNeedless},
	{"process/starts", nil},
	{"process/blocked", nil},
	{"process/during", nil},
	{"process/manual", newManual},
	{"process/retries", nil},
	{"process/exhausted", nil},
	{"process/message", nil},
	{"process/expires", nil},
	{"process/snapshot", nil},
	{"process/period", nil},
	{"process/success", nil},
	{"process/unended", newUnended},
	{"fan-out", nil},
	{"fan-out/duplicates", newDuplicates},
	{"key/incomplete", newIncomplete},
	{"key/identity", nil},
	{"reference", newReference},
	{"reference/without", newWithout},
	{"reference/unneeded", newUnneeded},
	{"allowed", newAllowed},
	{"allowed/form", newAllowedForm},
	{"allowed/reserved", newReserved},
	{"combination", newCombination},
	{"guard", newGuard},
	{"guard/silent", nil},
	{"guard/form", newForm},
	{"guard/later", nil},
	{"rejection", nil},
	{"rejection/partial", nil},
	{"batch", nil},
	{"expiry", nil},
	{"expiry/past", newPast},
	{"expiry/precision", nil},
	{"embedded", newEmbedded},
	{"embedded/malformed", nil},
	{"embedded/quota", nil},
	{"embedded/once", nil},
	{"embedded/expiry", nil},
	{"embedded/past", nil},
	{"embedded/tier", nil},
	{"embedded/shown", nil},
	{"pagination", nil},
	{"pagination/cap", nil},
	{"pagination/order", nil},
	{"pagination/last-page", nil},
	{"pagination/empty-token", nil},
	{"pagination/foreign-token", nil},
	{"pagination/with-keys", newWithKeys},
	{"filter", nil},
	{"filter/absent", nil},
	{"filter/needs", newNeeds},
	{"filter/either", newEither},
	{"hierarchy", nil},
	{"hierarchy/levels", newLevels},
	{"criteria", newCriteria},
	{"removal", nil},
	{"absent", nil},
	{"absent/some", nil},
	{"selector", nil},
	{"selector/label", nil},
	{"sealed", nil},
	{"named", nil},
	{"cascade", newCascade},
	{"in-use", newInUse},
	{"fact", nil},
	{"fact/dry-run", nil},
	{"fact/summary", nil},
	{"aggregate", nil},
	{"aggregate/filter", nil},
	{"aggregate/latest", nil},
	{"aggregate/any", nil},
}

// KindNames returns the names of all kinds.
func KindNames() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// Of returns what becomes of a clause, or nil.
func Of(c *model.Clause) any {
	for _, k := range kinds {
		if k.name == c.Kind && k.of != nil {
			return k.of(c)
		}
	}
	return nil
}
