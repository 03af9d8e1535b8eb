package smithy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/internal/readertest"
)

// TestHostile reads documents in which few words make for much work. Each is
// answered soon, and those that would make a giant are rejected.
func TestHostile(t *testing.T) {
	sample.SkipRace(t)
	const n = 20_000
	shapes := func(format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, ",\n"+format, i, i+1)
		}
		return b.String()
	}
	member := func(format string, n int) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(format, i))
		}
		return strings.Join(all, ", ")
	}
	for i, tt := range []struct {
		name, shapes, want string // want is what the error holds, or ""
	}{
		{"structures within each other", `, "ex#In": {"type": "structure", "members": {"A": {"target": "ex#S0"}}}` +
			shapes(`"ex#S%d": {"type": "structure", "members": {"A": {"target": "ex#S%d"}}}`) + fmt.Sprintf(`, "ex#S%d": {"type": "string"}`, n),
			"more than 5000 shapes are within each other"},
		{"lists within each other", `, "ex#In": {"type": "structure", "members": {}}` +
			shapes(`"ex#S%d": {"type": "list", "member": {"target": "ex#S%d"}}`) + fmt.Sprintf(`, "ex#S%d": {"type": "string"}`, n), ""},
		{"a circle of lists", `, "ex#In": {"type": "structure", "members": {}}` +
			shapes(`"ex#S%d": {"type": "list", "member": {"target": "ex#S%d"}}`) + fmt.Sprintf(`, "ex#S%d": {"type": "list", "member": {"target": "ex#S0"}}`, n),
			"the list holds nothing but itself"},
		{"mixins of mixins", `, "ex#In": {"type": "structure", "members": {}, "mixins": [{"target": "ex#S0"}]}` +
			shapes(`"ex#S%d": {"type": "structure", "members": {}, "mixins": [{"target": "ex#S%d"}], "traits": {"smithy.api#mixin": {}}}`) +
			fmt.Sprintf(`, "ex#S%d": {"type": "structure", "traits": {"smithy.api#mixin": {}}, "members": {%s}}`, n, member(`"m%d": {"target": "smithy.api#String"}`, 1000)),
			"the mixins up to here bring more than 200000 members"},
		{"a large mixin", `, "ex#In": {"type": "structure", "mixins": [{"target": "ex#M"}], "members": {` + member(`"m%d": {"target": "smithy.api#String"}`, n) + `}},
"ex#M": {"type": "structure", "traits": {"smithy.api#mixin": {}}, "members": {` + member(`"m%d": {"target": "smithy.api#String"}`, n) + `}}`, ""},
		{"references that lead nowhere", `, "ex#In": {"type": "structure", "members": {}}` +
			shapes(`"ex#AStructureWithALongName%d": {"type": "list", "member": {"target": "ex#AStructurWithALongName%d"}}`),
			"there is no shape ex#AStructurWithALongName1"},
		{"traits that Smithy has not", `, "ex#In": {"type": "structure", "members": {}, "traits": {` + member(`"smithy.api#x%d": {}`, n) + `}}`, ""},
		{"members of one name in Go", `, "ex#In": {"type": "structure", "members": {` +
			member(`"a%[1]s": {"target": "smithy.api#String"}`, 0) + signs(n) + `}}`, ""},
		{"a large enum", `, "ex#In": {"type": "structure", "members": {"E": {"target": "ex#E"}}}, "ex#E": {"type": "enum", "members": {` +
			member(`"V%d": {"target": "smithy.api#Unit"}`, n) + `}}`, ""},
	} {
		if !sample.OneIn(3, i) {
			continue
		}
		t.Run(tt.name, func(t *testing.T) {
			src := `{"smithy": "2.0", "shapes": {"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Ping"}],
"traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}},
"ex#Ping": {"type": "operation", "input": {"target": "ex#In"}}` + tt.shapes + `}}`
			start := time.Now()
			api, err := Read(readertest.ModelName, []byte(src))
			// It takes a fraction of a second, and more on a slow or busy machine. What
			// multiplies takes hours.
			if took := time.Since(start); took > 3*time.Minute {
				t.Errorf("it takes %v", took)
			}
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("%.500s", err.Error())
			case tt.want == "":
				readertest.Sound(t, api)
			case err == nil || !strings.Contains(err.Error(), tt.want):
				t.Errorf("the error is %.500v, want one with %s", err, tt.want)
			case len(err.(model.Problems)) > 3*n:
				t.Errorf("there are %d problems", len(err.(model.Problems)))
			}
		})
	}
}

// signs returns members that differ in signs, of which a name in Go has none.
func signs(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"a%s": {"target": "smithy.api#String"}`, strings.NewReplacer("0", "_", "1", "-").Replace(fmt.Sprintf("%b", i)))
	}
	return strings.Join(all, ", ")
}
