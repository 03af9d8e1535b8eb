package parameters_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
	"github.com/fakesmith/fakesmith/generated/parameters"
	"github.com/fakesmith/fakesmith/generated/parameterstest"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestMain has fewer cases of each clause tried in the sample than the 100 by default, unless
// the command line says how many.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == "100" && !sample.Whole() {
		if err := flag.Set(f.Name, "5"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// TestContract checks the fake against its contract, by the powers that its control
// endpoints lend.
func TestContract(t *testing.T) {
	target := conformance.Target{Transport: fake.Transport(parameters.New(parameters.State{}))}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	parameterstest.Run(t, target)
}

// TestStateIsChecked: a state whose resources can't be told from others is rejected,
// and all that is wrong with it is told.
func TestStateIsChecked(t *testing.T) {
	f := parameters.New(parameters.State{})
	version := func(name string, number int64) parameters.StoredVersion {
		return parameters.StoredVersion{Name: name, Version: number}
	}
	if err := f.Reset(parameters.State{ParameterVersions: []parameters.StoredVersion{version("a", 1), version("a", 2), version("b", 1)}}); err != nil {
		t.Errorf("versions of two parameters give %v", err)
	}
	err := f.Reset(parameters.State{
		Parameters:        []parameters.StoredParameter{{}},
		ParameterVersions: []parameters.StoredVersion{version("a", 0), version("", 1), version("a", -1), version("b", 2), version("b", 2)},
	})
	var invalid *runtime.ValidationError
	if !errors.As(err, &invalid) {
		t.Fatalf("Reset() = %v", err)
	}
	var wrong []string
	for _, v := range invalid.Violations {
		wrong = append(wrong, v.Pointer)
	}
	want := []string{"/Parameters/0/name", "/ParameterVersions/0/version", "/ParameterVersions/1/name", "/ParameterVersions/2/version", "/ParameterVersions/4"}
	if !slices.Equal(want, wrong) {
		t.Errorf("wrong with the state is %q, want %q", wrong, want)
	}
	if got := f.State().ParameterVersions; len(got) != 3 {
		t.Errorf("a state that was rejected left %v", got)
	}
}

// TestStateHasPresentVersions: a parameter of a state that has none of its versions is
// read by its number, and its history goes on from it; versions that a state has are
// all that there are.
func TestStateHasPresentVersions(t *testing.T) {
	f := parameters.New(parameters.State{
		Parameters: []parameters.StoredParameter{
			{Name: "a", Value: "v", Type: new(parameters.ParameterTypeString), Version: new(int64(3))}, {Name: "b", Value: "w", Version: new(int64(2))}, {Name: "c", Value: "x"},
		},
		ParameterVersions: []parameters.StoredVersion{{Name: "b", Version: 1, Value: new("old")}},
	})
	ctx := t.Context()
	for name, want := range map[string]string{"a:3": "v", "b:1": "old", "c:1": "x"} {
		out, err := f.GetParameter(ctx, &parameters.GetParameterInput{Name: name})
		if err != nil || *out.Parameter.Value != want {
			t.Errorf("GetParameter(%s) = %v, %v, want %s", name, out, err, want)
		}
	}
	if _, err := f.GetParameter(ctx, &parameters.GetParameterInput{Name: "b:2"}); !errors.Is(err, parameters.ParameterVersionNotFound) {
		t.Errorf("GetParameter(b:2) gives %v", err)
	}
	if _, err := f.PutParameter(ctx, &parameters.PutParameterInput{Name: "a", Value: "next", Overwrite: new(true)}); err != nil {
		t.Fatal(err)
	}
	out, err := f.GetParameterHistory(ctx, &parameters.GetParameterHistoryInput{Name: "a"})
	if err != nil || len(out.Parameters) != 2 || *out.Parameters[0].Version != 3 || *out.Parameters[1].Value != "next" {
		t.Errorf("GetParameterHistory(a) = %+v, %v", out, err)
	}
	completed := f.State()
	f.Reset(completed)
	if diff := cmp.Diff(completed, f.State()); diff != "" {
		t.Errorf("State() after Reset(State()) (-want +got):\n%s", diff)
	}
}

func Example() {
	f := parameters.New(parameters.State{})
	f.Clock.Set(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	ctx := context.Background()
	for _, value := range []string{"db-1", "db-2"} {
		out, err := f.PutParameter(ctx, &parameters.PutParameterInput{
			Name: "/prod/host", Value: value, Type: new(parameters.ParameterTypeString), Overwrite: new(true),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("version", *out.Version)
	}
	_, err := f.PutParameter(ctx, &parameters.PutParameterInput{Name: "/prod/host", Value: "db-3"})
	fmt.Println(err)
	out, err := f.GetParameter(ctx, &parameters.GetParameterInput{Name: "/prod/host"})
	fmt.Println(*out.Parameter.Value, *out.Parameter.ARN, err)
	// Output:
	// version 1
	// version 2
	// PutParameter: ParameterAlreadyExists: there is a Parameter of that key already
	// db-2 arn:aws:ssm:us-east-1:123456789012:parameter/prod/host <nil>
}
