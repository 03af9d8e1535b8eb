package parameters_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/parameters"
	"github.com/fakesmith/fakesmith/generated/parameterstest"
)

// TestContract checks the fake against its contract, by the powers that its control
// endpoints lend.
func TestContract(t *testing.T) {
	target := conformance.Target{Transport: fake.Transport(parameters.New(parameters.State{}))}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	parameterstest.Run(t, target)
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
