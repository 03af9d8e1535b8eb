package frontend

import (
	"fmt"
	"strings"
	"testing"
)

const consistencyModel = `{"smithy": "2.0", "shapes": {
"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Put"}, {"target": "ex#Delete"}], "traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}},
"ex#Put": {"type": "operation", "input": {"target": "ex#In"}, "errors": [{"target": "ex#BadException"}, {"target": "ex#WorseException"}]},
"ex#Delete": {"type": "operation", "input": {"target": "ex#Keys"}, "errors": [{"target": "ex#BadException"}]},
"ex#BadException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"ex#WorseException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"ex#Colour": {"type": "enum", "members": {"RED": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "RED"}}, "BLUE": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "BLUE"}}}},
"ex#Names": {"type": "list", "member": {"target": "smithy.api#String"}},
"ex#Keys": {"type": "structure", "members": {"A": {"target": "smithy.api#String"}, "As": {"target": "ex#Names"}}},
"ex#In": {"type": "structure", "members": {"A": {"target": "smithy.api#String"}, "Colour": {"target": "ex#Colour"}}},
"ex#Thing": {"type": "structure", "members": {"A": {"target": "smithy.api#String"}, "Colour": {"target": "ex#Colour"}, "Count": {"target": "smithy.api#Integer"}, "Arn": {"target": "smithy.api#String"},
"At": {"target": "smithy.api#Timestamp", "traits": {"smithy.api#timestampFormat": "http-date"}}}}}}`

// readConsistency reads a contract with one clause, and returns all that is said of it.
func readConsistency(operation, verb, clause string) string {
	contract := fmt.Sprintf(`{"package": "s", "entities": {"Thing": {"key": ["A"]}}, "operations": {%q: {%s "clauses": [
{"id": "c", "provenance": "assumed", "source": "s", %s}]}}}`, operation, verb, clause)
	_, warnings, err := Read(File{"m.json", []byte(consistencyModel)}, &File{"c.json", []byte(contract)})
	return fmt.Sprint(err, "\n", warnings)
}

// TestInconsistentClauses shows what is said of clauses that contradict the model, each
// other, or themselves, with the place of each.
func TestInconsistentClauses(t *testing.T) {
	const puts, deletes = `"puts": "Thing",`, `"deletes": "Thing", "each": "As", "from": {"A": "As[]"},`
	for _, test := range []struct{ operation, verb, clause, want string }{
		{"Put", puts, `"kind": "allowed", "member": "Colour", "values": ["RED", "GREEN"], "choice": "error:BadException", "choices": ["error:BadException", "accepted"], "description": "D."`,
			"Put: clause c: values: GREEN is no value of Colour; its values are RED, BLUE"},
		{"Put", puts, `"kind": "assigned", "member": "Colour", "value": "RED", "description": "D."`,
			"Put: clause c: member: the client sends Colour, as Colour of the input; leave the clause out"},
		{"Put", puts, `"kind": "assigned", "member": "Count", "value": "1", "description": "D."`,
			"Put: clause c: member: Count is of kind integer, and the service can set strings and timestamps only; leave the clause out"},
		{"Put", puts, `"kind": "assigned", "member": "Arn", "value": "at {now}", "description": "D."`,
			"c.json:2:99: Put: clause c: value: {now} is a time, and no part of a text; leave it out of the text, or write {now} alone for a timestamp"},
		{"Put", puts, `"kind": "assigned", "member": "Arn", "value": "arn:{Count}", "description": "D."`,
			"Put: clause c: value: {Count} is of kind integer, and can't be put into the text; use a member that is a string"},
		{"Put", puts, `"kind": "assigned", "member": "Arn", "value": "arn:{Arn}", "description": "D."`,
			"c.json:2:1: Put: clause c: Arn is part of the text that is assigned to it; leave it out of the text"},
		{"Put", puts, `"kind": "expiry/precision", "at": "At", "choice": "seconds", "choices": ["milliseconds", "seconds"], "description": "D."`,
			"Put: clause c: at: At travels in the form http-date, which has no fractions of a second; leave the clause out"},
		{"Put", puts, `"kind": "reference", "entity": "Thing", "choice": "error:BadException", "description": "D."`,
			"Put: clause c: entity: Put puts that very Thing; leave the clause out: a put creates the Thing that is not there yet; what only changes one updates it"},
		{"Put", puts, `"kind": "reference/unneeded", "what": "a Thing", "entity": "Thing", "choice": "not-needed", "choices": ["not-needed", "error:BadException"], "description": "D."`,
			"Put: clause c: entity: Put puts that very Thing"},
		{"Delete", `"deletes": "Thing",`, `"kind": "reference", "entity": "Thing", "choice": "error:BadException", "description": "D."`,
			"Delete: clause c: entity: Delete deletes that very Thing; a clause of kind absent says what becomes of one that is not there"},
		{"Delete", deletes, `"kind": "absent/some", "reason": "R", "choice": "failed-batch", "choices": ["failed-batch", "error-none-deleted"], "description": "D."`,
			"c.json:2:1: Delete: clause c: the choice failed-batch needs a clause of kind batch, and Delete has none; say in one where the output has what failed"},
		{"Delete", deletes, `"kind": "absent/some", "reason": "R", "choice": "error-none-deleted", "choices": ["error-rest-deleted", "error-none-deleted"], "description": "D."`,
			"the choice error-none-deleted needs a clause of kind absent, and Delete has none"},
		{"Put", puts, `"kind": "rejection/partial", "choice": "rest-stored", "choices": ["rest-stored", "none-stored"], "description": "D."`,
			"c.json:2:1: Put: clause c: a clause of kind rejection/partial needs one of kind rejection, and Put has none; add one, or leave this out"},
		{"Put", puts, `"kind": "allowed", "member": "Colour", "values": ["RED"], "choice": "error:BadException", "choices": ["error:BadException", "accepted"], "description": "Others are rejected with WorseException."`,
			"c.json:2:1: Put: clause c: the description names WorseException, and the choice is error:BadException; correct the description or the choice"},
		{"Put", puts, `"kind": "allowed", "member": "Colour", "values": ["RED"], "choice": "accepted", "choices": ["error:BadException", "accepted"], "description": "Others are rejected."`,
			"the description says that something is rejected, and the choice is accepted"},
		{"Put", puts, `"kind": "allowed", "member": "Colour", "values": ["RED"], "choice": "error:BadException", "choices": ["error:BadException", "accepted"], "description": "Others are accepted."`,
			"the description says that something is accepted, and the choice is error:BadException"},
	} {
		if got := readConsistency(test.operation, test.verb, test.clause); !strings.Contains(got, test.want) {
			t.Errorf("%s: it is said\n%s\nwant\n%s", test.clause, got, test.want)
		}
	}
	for _, clause := range []string{
		`"kind": "allowed", "member": "Colour", "values": ["RED", "BLUE"], "choice": "error:BadException", "choices": ["error:BadException", "accepted"], "description": "Only these are accepted; others are rejected with BadException."`,
		`"kind": "allowed", "member": "Colour", "values": ["RED"], "choice": "accepted", "choices": ["error:BadException", "accepted"], "description": "Others are not rejected."`,
	} {
		if got := readConsistency("Put", puts, clause); got != "<nil>\n[]" && got != "<nil>\n" {
			t.Errorf("%s: it is said\n%s\nwant nothing", clause, got)
		}
	}
}
