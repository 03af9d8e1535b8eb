package openapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/awsmodels"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model/smithy"
)

// inSmithyToo are the facts in which the model that AWS publishes differs.
var inSmithyToo = append(slices.DeleteFunc(slices.Clone(newer), func(d difference) bool { return d.fact == "pattern PolicyRuntime" }),
	difference{"pattern ConfigRuleName", `.*\S.*`, `\S`, "both are searched for, so that they accept the same texts"})

// TestAgreesWithAWSModel compares our document with the model that AWS itself
// publishes, shape by shape.
func TestAgreesWithAWSModel(t *testing.T) {
	sample.SkipRace(t)
	api, err := smithy.Read("config.json", awsmodels.Source(t, "config-service"))
	if err != nil {
		t.Fatal(err)
	}
	ours := modelDocument(t)
	whole := api.Operations
	api.Operations = nil
	for _, op := range whole {
		if ours.Operation(op.Name) != nil {
			api.Operations = append(api.Operations, op)
		}
	}
	mine, theirs := apiFacts(ours), apiFacts(api)
	for _, fs := range []facts{mine, theirs} {
		for fact, codes := range fs {
			// AWS's model lists the errors of an operation by their names.
			if strings.HasSuffix(fact, " errors") {
				fs[fact] = strings.Join(slices.Sorted(slices.Values(strings.Fields(codes))), " ")
			}
		}
	}
	grow(t, mine, theirs)
	agree(t, mine, theirs, inSmithyToo, 300)
	for _, pair := range [][2]string{{ours.TargetPrefix, api.TargetPrefix}, {ours.SigningName, api.SigningName}, {ours.Protocol, api.Protocol},
		{ours.Name, api.Name}, {ours.Version, api.Version}} {
		if pair[0] != pair[1] {
			t.Errorf("ours says %q of itself, AWS's %q", pair[0], pair[1])
		}
	}
	for _, mine := range ours.Operations {
		if theirs := api.Operation(mine.Name); theirs == nil || theirs.GoName != mine.GoName {
			t.Errorf("the operation %s is %+v in AWS's model", mine.Name, theirs)
		}
	}
	// What no wire shows has to be the same too, or code that is generated from
	// one model does not compile with that from the other.
	for _, mine := range ours.Shapes {
		theirs := api.Shape(mine.Name)
		if theirs == nil {
			continue
		}
		if mine.GoName != theirs.GoName {
			t.Errorf("shape %s is %s in Go, and %s from AWS's model", mine.Name, mine.GoName, theirs.GoName)
		}
		for i, v := range mine.Enum {
			if i < len(theirs.Enum) && v != theirs.Enum[i] {
				t.Errorf("a value of %s is %+v, and %+v in AWS's model", mine.Name, v, theirs.Enum[i])
			}
		}
	}
}
