package model

import (
	"slices"
	"strings"
)

// A Kind is a kind of clause. What it means stands in the file named after
// its base, the part of the name before the slash.
type Kind struct {
	// Name is what a clause says under "kind".
	Name string
	// On lists the verbs of the operations that may have such a clause. It is
	// nil for a clause of the whole document.
	On []Verb
	// Choices are the answers that the kind knows. "error:" stands for any
	// error. A kind without choices leaves none.
	Choices []string

	read func(*clauseReader) Rule
}

// derived is the kind of the clauses that stand in the schemas and are not
// written under x-contract.
const derived = "constraint"

// Kinds returns every kind of clause that can be written down, in the order
// in which they are explained.
func Kinds() []Kind {
	var (
		puts    = []Verb{Puts}
		updates = []Verb{Updates}
		answers = []Verb{Puts, Updates}
		lists   = []Verb{Lists, Reads}
		deletes = []Verb{Deletes}
		asked   = []Verb{Deletes, Gets, Updates}
		changes = []Verb{Puts, Deletes}
		writes  = []Verb{Puts, Deletes, Sets}
		stores  = []Verb{Puts, Sets}
		assigns = []Verb{Puts, Updates, Sets}
		keyed   = []Verb{Puts, Deletes, Lists, Sets, Reads}
	)
	return []Kind{
		{"validation", nil, nil, readValidation},
		{"validation/text", nil, nil, readValidationText},
		{"precedence", nil, nil, readPrecedence},
		{"protocol", nil, nil, readProtocol},
		{"protocol/reply", nil, nil, readReply},
		{"isolation", nil, nil, readIsolation},

		{"upsert", puts, nil, readUpsert},
		{"upsert/omitted", puts, []string{"cleared", "kept"}, readOmitted},
		{"update", updates, nil, readUpdate},
		{"update/omitted", updates, []string{"kept", "cleared"}, readOmittedByUpdate},
		{"existing", puts, []string{errorPrefix, "replaced"}, readExisting},
		{"existing/needed", puts, []string{errorPrefix, "accepted"}, readNeededAtFirst},
		{"existing/fixed", puts, []string{errorPrefix, "changed"}, readFixed},
		{"tier", puts, []string{errorPrefix, "accepted"}, readTier},
		{"tier/lowered", puts, []string{errorPrefix, "kept"}, readTierLowered},
		{"matched", puts, []string{errorPrefix, "accepted"}, readMatched},
		{"assigned", assigns, nil, readAssigned},
		{"counted", puts, nil, readCounted},
		{"lifecycle", puts, nil, readLifecycle},
		{"lifecycle/period", puts, []string{"at-once", "a-minute"}, readLifecyclePeriod},
		{"lifecycle/deleting", deletes, []string{"at-once", "a-minute"}, readLifecycleDeleting},
		{"members/supplied", stores, []string{"supplied", "absent"}, readSupplied},
		{"members/defaulted", stores, []string{"defaulted", "absent"}, readDefaulted},
		{"members/withheld", stores, []string{"withheld", "returned"}, readWithheld},
		{"members/moved", stores, []string{"moved", "stays"}, readMoved},
		{"output", answers, nil, readOutput},
		{"idempotency", changes, nil, readIdempotency},
		{"idempotency/other", changes, []string{errorPrefix, "answered", "executed"}, readIdempotencyOther},
		{"idempotency/gone", puts, []string{"answered", "executed"}, readIdempotencyGone},
		{"attached", puts, nil, readAttached},
		{"attached/flagged", puts, []string{errorPrefix, "accepted"}, readAttachedFlagged},
		{"quota", puts, []string{errorPrefix, "accepted"}, readQuota},
		{"interval", puts, []string{errorPrefix, "accepted"}, readInterval},
		{"history", puts, nil, readHistory},
		{"history/labelled", puts, []string{errorPrefix, "dropped"}, readHistoryLabelled},
		{"label", puts, nil, readLabel},
		{"label/form", puts, nil, readLabelForm},
		{"label/quota", puts, []string{errorPrefix, "accepted"}, readLabelQuota},
		{"label/shown", []Verb{Lists}, nil, readLabelShown},
		{"process", puts, nil, readProcess},
		{"process/steps", puts, nil, readProcessSteps},
		{"process/busy", puts, []string{"failed-batch", errorPrefix}, readProcessBusy},
		{"process/needless", puts, []string{"started", "failed-batch", errorPrefix}, readProcessNeedless},
		{"process/starts", puts, nil, readProcessStarts},
		{"process/blocked", puts, nil, readProcessBlocked},
		{"process/during", puts, []string{"finishes", "stopped"}, readProcessDuring},
		{"process/manual", puts, []string{"not-blocked", "failed-batch", errorPrefix}, readProcessManual},
		{"process/retries", puts, nil, readProcessRetries},
		{"process/exhausted", puts, nil, readProcessExhausted},
		{"process/message", puts, []string{"given", "absent"}, readProcessMessage},
		{"process/expires", puts, []string{"never", "a-day"}, readProcessExpires},
		{"process/snapshot", puts, nil, readProcessSnapshot},
		{"process/period", puts, []string{"at-evaluation", "hourly"}, readProcessPeriod},
		{"process/success", puts, []string{"unchanged", "set"}, readProcessSuccess},
		{"process/unended", deletes, []string{errorPrefix, "accepted"}, readProcessUnended},
		{"fan-out", writes, nil, readFanOut},
		{"fan-out/duplicates", writes, []string{"once", errorPrefix}, readDuplicates},
		{"key/incomplete", keyed, []string{errorPrefix, "failed-batch", "omitted"}, readIncomplete},
		{"key/identity", puts, []string{"exact", "folded"}, readIdentity},
		{"reference", keyed, []string{errorPrefix, "failed-batch", "allowed"}, readReference},
		{"reference/without", keyed, []string{errorPrefix, "failed-batch"}, readWithout},
		{"reference/unneeded", keyed, []string{"not-needed", errorPrefix}, readUnneeded},
		{"allowed", keyed, []string{errorPrefix, "accepted"}, readAllowed},
		{"allowed/form", keyed, []string{errorPrefix, "accepted"}, readAllowedForm},
		{"allowed/reserved", keyed, []string{errorPrefix, "accepted"}, readReserved},
		{"combination", puts, []string{errorPrefix, "accepted"}, readCombination},
		{"guard", puts, nil, readGuard},
		{"guard/silent", puts, []string{"rejected", "accepted"}, readGuardSilent},
		{"guard/form", puts, []string{"overlooked", errorPrefix}, readGuardForm},
		{"guard/later", puts, []string{"stays", "removed"}, readGuardLater},
		{"rejection", puts, []string{"failed-batch", "silent", errorPrefix}, readRejection},
		{"rejection/partial", puts, []string{"rest-stored", "none-stored"}, readPartial},
		{"batch", changes, nil, readBatch},
		{"expiry", puts, nil, readExpiry},
		{"expiry/past", puts, []string{errorPrefix, "accepted"}, readPast},
		{"expiry/precision", puts, []string{"milliseconds", "seconds"}, readPrecision},
		{"embedded", puts, nil, readEmbedded},
		{"embedded/malformed", puts, []string{errorPrefix}, readMalformed},
		{"embedded/quota", puts, []string{errorPrefix, "accepted"}, readEntryQuota},
		{"embedded/once", puts, []string{errorPrefix, "accepted"}, readEntryOnce},
		{"embedded/expiry", puts, nil, readEntryExpiry},
		{"embedded/past", puts, []string{errorPrefix, "accepted"}, readEntryPast},
		{"embedded/tier", puts, []string{errorPrefix, "accepted"}, readEntryTier},
		{"embedded/shown", []Verb{Lists}, nil, readEntryShown},
		{"pagination", lists, nil, readPagination},
		{"pagination/cap", lists, []string{"honoured", "capped"}, readCap},
		{"pagination/order", lists, []string{"insertion", "by-key"}, readOrder},
		{"pagination/last-page", lists, []string{"nothing", "empty-page"}, readLastPage},
		{"pagination/empty-token", lists, []string{"first-page", errorPrefix}, readEmptyToken},
		{"pagination/foreign-token", lists, []string{errorPrefix, "accepted"}, readForeignToken},
		{"pagination/with-keys", lists, []string{"ignored", errorPrefix}, readWithKeys},
		{"filter", lists, nil, readFilter},
		{"filter/absent", lists, []string{"omitted", errorPrefix}, readFilterAbsent},
		{"filter/needs", lists, []string{errorPrefix, "accepted"}, readFilterNeeds},
		{"filter/either", lists, []string{errorPrefix, "accepted"}, readFilterEither},
		{"hierarchy", []Verb{Lists}, nil, readHierarchy},
		{"hierarchy/levels", puts, []string{errorPrefix, "accepted"}, readLevels},
		{"criteria", []Verb{Lists}, nil, readCriteria},
		{"removal", deletes, nil, readRemoval},
		{"absent", asked, []string{errorPrefix, "accepted"}, readAbsent},
		{"absent/some", deletes, []string{"failed-batch", "error-none-deleted", "error-rest-deleted"}, readAbsentSome},
		{"selector", []Verb{Gets, Lists}, nil, readSelector},
		{"selector/label", []Verb{Gets, Lists}, nil, readSelectorLabel},
		{"sealed", []Verb{Gets, Lists}, nil, readSealed},
		{"named", []Verb{Deletes, Lists}, nil, readNamed},
		{"cascade", deletes, []string{"deleted", "kept"}, readCascade},
		{"in-use", deletes, []string{errorPrefix, "accepted"}, readInUse},
		{"fact", []Verb{Sets, Reads}, nil, readFact},
		{"fact/dry-run", []Verb{Sets}, nil, readDryRun},
		{"fact/summary", []Verb{Reads}, nil, readSummary},
		{"aggregate", []Verb{Lists}, nil, readAggregate},
		{"aggregate/filter", []Verb{Lists}, nil, readAggregateFilter},
		{"aggregate/latest", []Verb{Lists}, nil, readAggregateLatest},
		{"aggregate/any", []Verb{Lists}, nil, readAggregateAny},
	}
}

// BaseKind returns the part of a kind's name before the slash.
func BaseKind(kind string) string {
	base, _, _ := strings.Cut(kind, "/")
	return base
}

// knows reports whether the choice is one that the kind knows.
func (k *Kind) knows(choice string) bool {
	for _, c := range k.Choices {
		if choice == c && c != errorPrefix || c == errorPrefix && ErrorOf(choice) != "" {
			return true
		}
	}
	return false
}

// vocabulary names the kind's choices for a complaint.
func (k *Kind) vocabulary() string {
	words := slices.Clone(k.Choices)
	for i, w := range words {
		if w == errorPrefix {
			words[i] = "error:CODE"
		}
	}
	return strings.Join(words, ", ")
}

// kindNamed returns the kind with that name, or nil.
func kindNamed(kinds []Kind, name string) *Kind {
	for i := range kinds {
		if kinds[i].Name == name {
			return &kinds[i]
		}
	}
	return nil
}
