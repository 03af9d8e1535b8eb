package openapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
)

// c2j is the format in which older AWS SDKs carry the model of a service.
type c2j struct {
	Operations map[string]struct {
		Input, Output struct{ Shape string }
		Errors        []struct{ Shape string }
	}
	Shapes map[string]c2jShape
}

type c2jShape struct {
	Type     string
	Required []string
	Members  map[string]struct{ Shape string }
	Member   struct{ Shape string }
	Value    struct{ Shape string } // that of a map
	Enum     []string
	Min, Max *int64
	Pattern  string
	Error    struct{ HTTPStatusCode int }
}

// newer are the facts that the newer SDK states and the model files do not,
// and the one that they state in another way.
var newer = []difference{
	{"member ConfigRule.RuleEvaluationVisibility", "RuleEvaluationVisibility", "", inSDK},
	{"member DescribeConfigRulesFilters.RuleEvaluationVisibility", "RuleEvaluationVisibility", "", inSDK},
	{"shape RuleEvaluationVisibility", "enum", "", inSDK},
	{"enum RuleEvaluationVisibility", "EXTERNAL INTERNAL", "", inSDK},
	{"member Scope.ServicePrincipals", "ServicePrincipals", "", inSDK},
	{"shape ServicePrincipals", "list", "", inSDK},
	{"elem ServicePrincipals", "StringWithCharLimit128", "", inSDK},
	{"pattern PolicyRuntime", `^guard\-2\.x\.x$`, `guard\-2\.x\.x`,
		"a pattern of theirs must match the whole string, one of ours anywhere in it"},
}

const inSDK = "the member is in aws-sdk-go-v2, not in the model files"

// grown are the enums that have got more values since the older models were made.
var grown = []string{"ResourceType", "RemediationExecutionState", "RemediationExecutionStepState"}

// grow replaces the enums of theirs that have grown since by ours, which have to have
// all values of theirs and more.
func grow(t *testing.T, ours, theirs facts) {
	t.Helper()
	for _, name := range grown {
		fact := "enum " + name
		values, old := strings.Fields(ours[fact]), strings.Fields(theirs[fact])
		missing := slices.DeleteFunc(slices.Clone(old), func(v string) bool { return slices.Contains(values, v) })
		if len(missing) > 0 || len(old) == 0 || len(old) >= len(values) {
			t.Errorf("%s: ours has %d values, theirs %d, of which ours lacks %q; want all of theirs and more", fact, len(values), len(old), missing)
			continue
		}
		t.Logf("known to differ: %s: ours has %d values, theirs %d of them", fact, len(values), len(old))
		theirs[fact] = ours[fact]
	}
}

func TestAgreesWithGoSDKv1Model(t *testing.T) {
	sample.SkipRace(t)
	ours, theirs := apiFacts(modelDocument(t)), c2jFacts(t, goSDKv1Model(t))
	grow(t, ours, theirs)
	agree(t, ours, theirs, newer, 300)
}

func TestAgreesWithBotocoreModel(t *testing.T) {
	agree(t, apiFacts(modelDocument(t)), c2jFacts(t, botocoreModel(t)), newer, 300)
}

// goSDKv1Model returns the model from the last release of aws-sdk-go. The go
// command fetches that module into its cache, in a folder that belongs to no
// module, so that nothing here depends on it.
func goSDKv1Model(t *testing.T) []byte {
	t.Helper()
	if testing.Short() {
		t.Skip("aws-sdk-go is 36 MB to fetch; not done with -short")
	}
	const (
		module = "github.com/aws/aws-sdk-go@v1.55.8"
		sum    = "h1:JRmEUbU52aJQZ2AjX4q4Wu7t4uZjOu71uyNmaWlUkJQ="
	)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", module)
	cmd.Dir = t.TempDir()
	// The sum is checked below, so that no sum database need be in reach.
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GONOSUMDB=github.com/aws/aws-sdk-go")
	out, err := cmd.Output()
	var got struct{ Dir, Sum, Error string }
	if json.Unmarshal(out, &got) != nil || got.Dir == "" {
		t.Skipf("%s can't be had: %v %s", module, err, got.Error)
	}
	if got.Sum != sum {
		t.Fatalf("%s has sum %s, want %s", module, got.Sum, sum)
	}
	src, err := os.ReadFile(filepath.Join(got.Dir, "models/apis/config/2014-11-12/api-2.json"))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// botocoreModel returns the model that the installed botocore carries.
func botocoreModel(t *testing.T) []byte {
	t.Helper()
	const script = `
import botocore, gzip, os, sys
path = os.path.join(os.path.dirname(botocore.__file__), "data/config/2014-11-12/service-2.json")
data = open(path, "rb").read() if os.path.exists(path) else gzip.open(path + ".gz").read()
sys.stdout.buffer.write(data)`
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	src, err := exec.CommandContext(ctx, "python3", "-c", script).Output()
	if err != nil {
		t.Skipf("python3 has no botocore to ask: %v", err)
	}
	return src
}

// c2jFacts takes apart what a model says about the operations of ours.
func c2jFacts(t *testing.T, src []byte) facts {
	t.Helper()
	var theirs c2j
	if err := json.Unmarshal(src, &theirs); err != nil {
		t.Fatal(err)
	}
	fs := facts{}
	for _, ours := range modelDocument(t).Operations {
		op, ok := theirs.Operations[ours.Name]
		if !ok {
			t.Errorf("the other model has no operation %s", ours.Name)
			continue
		}
		var codes []string
		for _, e := range op.Errors {
			codes = append(codes, e.Shape)
			status := theirs.Shapes[e.Shape].Error.HTTPStatusCode
			if status == 0 {
				status = 400 // what stands for "the client's fault"
			}
			fs["error "+e.Shape] = fmt.Sprint(status)
		}
		fs["operation "+ours.Name+" input"] = op.Input.Shape
		fs["operation "+ours.Name+" output"] = op.Output.Shape
		fs["operation "+ours.Name+" errors"] = strings.Join(codes, " ")
		fs.addC2J(theirs, op.Input.Shape)
		fs.addC2J(theirs, op.Output.Shape)
	}
	return fs
}

func (fs facts) addC2J(theirs c2j, name string) {
	if _, done := fs["shape "+name]; done || name == "" {
		return
	}
	s := theirs.Shapes[name]
	fs["shape "+name] = s.Type
	if len(s.Enum) > 0 {
		fs["shape "+name] = string(model.Enum)
	}
	fs.add("enum "+name, strings.Join(s.Enum, " "))
	if s.Min != nil {
		fs["min "+name] = fmt.Sprint(*s.Min)
	}
	if s.Max != nil {
		fs["max "+name] = fmt.Sprint(*s.Max)
	}
	fs.add("pattern "+name, s.Pattern)
	elem := s.Member.Shape + s.Value.Shape
	fs.add("elem "+name, elem)
	fs.addC2J(theirs, elem)
	for member, to := range s.Members {
		fs["member "+name+"."+member] = to.Shape
		fs.addC2J(theirs, to.Shape)
	}
	for _, member := range s.Required {
		fs["required "+name+"."+member] = "true"
	}
}
