package frontend

import (
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

const presetModel = `{"smithy": "2.0", "shapes": {
"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Put"}], "traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#VERSION": {}}},
"ex#Put": {"type": "operation", "input": {"target": "ex#In"}, "errors": [{"target": "ex#AccessDeniedException"}]},
"ex#AccessDeniedException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"ex#In": {"type": "structure", "members": {"A": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}}}}`

// readPreset reads a contract with what is given beside its package.
func readPreset(version, contract string) (*model.API, error) {
	contract = `{"package": "s", "entities": {"In": {"key": ["A"]}}, ` + contract + `}`
	api, _, err := Read(File{"m.json", []byte(strings.Replace(presetModel, "VERSION", version, 1))}, &File{"c.json", []byte(contract)})
	return api, err
}

// TestPreset shows the clauses of a protocol with one that is replaced, one that is left
// out and one that is added.
func TestPreset(t *testing.T) {
	api, err := readPreset("awsJson1_0", `"protocol-clauses": {"protocol": "awsJson1_0", "without": ["isolation"]},
		"errors": {"InternalFailure": {"doc": "It is broken.", "status": 501}, "Own": {"doc": "Own."}},
		"operations": {"Put": {"puts": "In"}},
		"clauses": [
		{"id": "more", "kind": "isolation", "provenance": "documented", "description": "More.", "source": "here"},
		{"id": "malformed-body", "kind": "protocol", "rule": "malformed-body", "error": "Own", "provenance": "documented", "description": "Mine.", "source": "here"}]`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range api.Clauses {
		got = append(got, c.ID)
		switch {
		case c.ID == "malformed-body" && (c.Description != "Mine." || c.Rule.(model.Protocol).Error != "Own"):
			t.Errorf("the clause that is replaced is %+v", c)
		case c.ID == "reply-envelope" && !strings.Contains(c.Description, "application/x-amz-json-1.0"):
			t.Errorf("the clause of AWS JSON 1.0 is %+v", c)
		case c.Pos.Line == 0:
			t.Errorf("%s has no place", c.ID)
		}
	}
	want := "validation-error validation-text types-before-constraints constraints-before-service unknown-operation malformed-body trailing-bytes " +
		"wrong-type empty-body null-member unknown-member content-type-parameters timestamp-forms reply-envelope reply-members reply-required " +
		"reply-types reply-bounds reply-errors reply-error-body reply-request-id more"
	if strings.Join(got, " ") != want {
		t.Errorf("the clauses are %s, want %s", strings.Join(got, " "), want)
	}
	if e := api.Error("InternalFailure"); e == nil || e.Status != 501 || !e.Common {
		t.Errorf("the error that is replaced is %+v", e)
	}
	if e := api.Error("AccessDeniedException"); e == nil || !e.Common {
		t.Errorf("the error of the model is %+v", e)
	}
	if e := api.Error("ThrottlingException"); e == nil || !e.Common || e.GoName != "Throttling" || e.Status != 400 {
		t.Errorf("the error of the preset is %+v", e)
	}
}

// TestPresetIsOurContract shows that the preset has for AWS Config what was written
// down for it alone, but for the texts that are about that service.
func TestPresetIsOurContract(t *testing.T) {
	api, err := readPreset("awsJson1_1", `"protocol-clauses": "awsJson1_1", "operations": {"Put": {"puts": "In"}}`)
	if err != nil {
		t.Fatal(err)
	}
	ours, _, err := Open("../putremediationexceptions.json", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(api.Clauses) != 22 || len(ours.Clauses) != 22 {
		t.Errorf("the preset has %d clauses, the contract of AWS Config %d; want 22", len(api.Clauses), len(ours.Clauses))
	}
	for i, c := range ours.Clauses {
		own := slices.Contains([]string{"validation-error", "validation-text", "isolation"}, c.ID)
		if p := api.Clauses[i]; p.ID != c.ID || p.Kind != c.Kind || (p.Description+p.Source == c.Description+c.Source) == own {
			t.Errorf("the preset has %+v, the contract %+v", p, c)
		}
	}
}

func TestPresetIsUsedWrongly(t *testing.T) {
	const put = `, "operations": {"Put": {"puts": "In"}}`
	for contract, want := range map[string]string{
		`"protocol-clauses": "awsQuery"` + put:                                   `"awsQuery" is no protocol with clauses; write awsJson1_0 or awsJson1_1`,
		`"protocol-clauses": "awsJson1_0"` + put:                                 `c.json:1:74: contract: protocol-clauses: the model speaks awsJson1_1; write awsJson1_1`,
		`"protocol-clauses": {"without": []}` + put:                              `protocol is missing`,
		`"protocol-clauses": {"protocol": "awsJson1_1", "without": ["x"]}` + put: `the preset has no clause x; it has validation-error, `,
		`"protocol-clauses": {"protocol": "awsJson1_1", "but": 1}` + put:         `protocol-clauses: unknown key "but"`,
		`"protocol-clauses": 7` + put:                                            `"7" is no protocol with clauses`,
		`"protocol-clauses": "awsJson1_1"` + put + `, "clauses": [{"id": "isolation", "kind": "validation/text", "provenance": "documented", "description": "D.", "source": "s"}]`:                    `the preset has a clause of that id and another kind, isolation`,
		`"protocol-clauses": "awsJson1_1", "operations": {"Put": {"puts": "In", "clauses": [{"id": "isolation", "kind": "upsert", "provenance": "documented", "description": "D.", "source": "s"}]}}`: `clause isolation: the preset has a clause of that id, for all operations`,
	} {
		if _, err := readPreset("awsJson1_1", contract); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the error is %v, want %s", contract, err, want)
		}
	}
}
