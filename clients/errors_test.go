package clients_test

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/aws/smithy-go"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/model/openapi"
)

// code returns the code of an error of the API's, or "".
func code(err error) string {
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	return ""
}

// TestErrorsAsTheirTypes provokes errors, and finds each as the SDK's own type
// for it.
func TestErrorsAsTheirTypes(t *testing.T) {
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		ctx := t.Context()
		name := aws.String(rule)
		past := noon.Add(-time.Second)
		var many []string
		for i := range 101 {
			many = append(many, fmt.Sprint(i))
		}
		put := func(in *configservice.PutRemediationExceptionsInput) error {
			_, err := client.PutRemediationExceptions(ctx, in)
			return err
		}
		describe := func(in *configservice.DescribeRemediationExceptionsInput) error {
			_, err := client.DescribeRemediationExceptions(ctx, in)
			return err
		}
		for _, c := range []struct {
			name string
			err  error
			want error
		}{
			{"expiration in the past",
				put(&configservice.PutRemediationExceptionsInput{ConfigRuleName: name, ResourceKeys: keys("vol-1"), ExpirationTime: &past}),
				new(types.InvalidParameterValueException)},
			{"101 keys",
				put(&configservice.PutRemediationExceptionsInput{ConfigRuleName: name, ResourceKeys: keys(many...)}),
				new(types.ValidationException)},
			{"no keys",
				put(&configservice.PutRemediationExceptionsInput{ConfigRuleName: name, ResourceKeys: keys()}),
				new(types.ValidationException)},
			{"a rule that is not there",
				put(&configservice.PutRemediationExceptionsInput{ConfigRuleName: aws.String("unheard-of"), ResourceKeys: keys("vol-1")}),
				new(types.NoSuchConfigRuleException)},
			{"a token that was never given",
				describe(&configservice.DescribeRemediationExceptionsInput{ConfigRuleName: name, NextToken: aws.String("foreign")}),
				new(types.InvalidNextTokenException)},
			{"a limit that is too high",
				describe(&configservice.DescribeRemediationExceptionsInput{ConfigRuleName: name, Limit: 101}),
				new(types.ValidationException)},
			{"an exception that is not there",
				second(client.DeleteRemediationExceptions(ctx, &configservice.DeleteRemediationExceptionsInput{ConfigRuleName: name, ResourceKeys: keys("vol-1")})),
				new(types.NoSuchRemediationExceptionException)},
			{"rules that are not there",
				second(client.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{ConfigRuleNames: []string{"unheard-of"}})),
				new(types.NoSuchConfigRuleException)},
			{"deleting a rule that is not there",
				second(client.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: aws.String("unheard-of")})),
				new(types.NoSuchConfigRuleException)},
			{"an evaluation by a rule that is not there",
				second(client.PutExternalEvaluation(ctx, &configservice.PutExternalEvaluationInput{
					ConfigRuleName: aws.String("unheard-of"),
					ExternalEvaluation: &types.ExternalEvaluation{
						ComplianceResourceId: aws.String(account), ComplianceResourceType: aws.String(accountType),
						ComplianceType: types.ComplianceTypeCompliant, OrderingTimestamp: &noon,
					},
				})),
				new(types.NoSuchConfigRuleException)},
			{"an evaluation of what can't be evaluated from outside",
				second(client.PutExternalEvaluation(ctx, &configservice.PutExternalEvaluationInput{
					ConfigRuleName: name,
					ExternalEvaluation: &types.ExternalEvaluation{
						ComplianceResourceId: aws.String("vol-1"), ComplianceResourceType: aws.String(volume),
						ComplianceType: types.ComplianceTypeCompliant, OrderingTimestamp: &noon,
					},
				})),
				new(types.InvalidParameterValueException)},
			{"evaluations with a token that was never given",
				second(client.PutEvaluations(ctx, &configservice.PutEvaluationsInput{ResultToken: aws.String("unheard-of")})),
				new(types.InvalidResultTokenException)},
			{"an id without a type",
				second(client.DescribeComplianceByResource(ctx, &configservice.DescribeComplianceByResourceInput{ResourceId: aws.String("vol-1")})),
				new(types.InvalidParameterValueException)},
			{"findings of a rule that is not there",
				second(client.GetComplianceDetailsByConfigRule(ctx, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String("unheard-of")})),
				new(types.NoSuchConfigRuleException)},
		} {
			if !isA(c.err, c.want) {
				t.Errorf("%s: %v, want a %T", c.name, c.err, c.want)
			} else if api, _ := errors.AsType[smithy.APIError](c.err); strings.TrimSpace(api.ErrorMessage()) == "" {
				t.Errorf("%s: %v has no message", c.name, c.err)
			}
		}
	}, "vol-1")
}

// TestEveryDeclaredError has each operation answered with each error that the
// model declares for it, as the fake's runtime writes errors, and finds it as
// the SDK's own type.
func TestEveryDeclaredError(t *testing.T) {
	document, err := os.ReadFile("../model/putremediationexceptions.json")
	if err != nil {
		t.Fatal(err)
	}
	api, err := openapi.Read("putremediationexceptions.json", document)
	if err != nil {
		t.Fatal(err)
	}
	errorTypes := map[string]error{
		"InsufficientPermissionsException":          new(types.InsufficientPermissionsException),
		"InvalidNextTokenException":                 new(types.InvalidNextTokenException),
		"InvalidParameterValueException":            new(types.InvalidParameterValueException),
		"InvalidResultTokenException":               new(types.InvalidResultTokenException),
		"LimitExceededException":                    new(types.LimitExceededException),
		"MaxNumberOfConfigRulesExceededException":   new(types.MaxNumberOfConfigRulesExceededException),
		"NoAvailableConfigurationRecorderException": new(types.NoAvailableConfigurationRecorderException),
		"NoSuchConfigRuleException":                 new(types.NoSuchConfigRuleException),
		"NoSuchRemediationConfigurationException":   new(types.NoSuchRemediationConfigurationException),
		"NoSuchRemediationExceptionException":       new(types.NoSuchRemediationExceptionException),
		"RemediationInProgressException":            new(types.RemediationInProgressException),
		"ResourceInUseException":                    new(types.ResourceInUseException),
	}
	for _, operation := range api.Operations {
		for _, code := range operation.Errors {
			t.Run(operation.Name+"/"+code, func(t *testing.T) {
				want := errorTypes[code]
				if want == nil {
					t.Fatalf("the model declares %s, which this test does not know", code)
				}
				reject := &runtime.Service{Protocol: runtime.Protocol{TargetPrefix: api.TargetPrefix}, Clock: new(fake.Clock)}
				reject.Dispatch = func(x *runtime.Exchange) {
					if x.Operation != operation.Name {
						t.Errorf("the client called %s, want %s", x.Operation, operation.Name)
					}
					runtime.HandleSilent(x, func(*remediation.DescribeConfigRulesInput) error {
						return &fake.Error{Operation: x.Operation, Code: fake.Code(code), Message: "for a test"}
					})
				}
				client := configservice.NewFromConfig(sdkv2.Config(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					reject.Serve(w, r, fake.DefaultScope)
				})))
				err := callAnyhow(t, client, operation.Name)
				if !isA(err, want) {
					t.Errorf("%s answered with %s: %v, want a %T", operation.Name, code, err, want)
				} else if api, _ := errors.AsType[smithy.APIError](err); api.ErrorMessage() != "for a test" {
					t.Errorf("%s answered with %s: the message is %q, want %q", operation.Name, code, api.ErrorMessage(), "for a test")
				}
			})
		}
	}
}

// callAnyhow calls an operation with the least that the SDK lets through.
func callAnyhow(t *testing.T, client *configservice.Client, operation string) error {
	t.Helper()
	ctx, name := t.Context(), aws.String(rule)
	switch operation {
	case "PutRemediationExceptions":
		return second(client.PutRemediationExceptions(ctx, &configservice.PutRemediationExceptionsInput{ConfigRuleName: name, ResourceKeys: keys("vol-1")}))
	case "DescribeRemediationExceptions":
		return second(client.DescribeRemediationExceptions(ctx, &configservice.DescribeRemediationExceptionsInput{ConfigRuleName: name}))
	case "DeleteRemediationExceptions":
		return second(client.DeleteRemediationExceptions(ctx, &configservice.DeleteRemediationExceptionsInput{ConfigRuleName: name, ResourceKeys: keys("vol-1")}))
	case "PutRemediationConfigurations":
		return second(client.PutRemediationConfigurations(ctx, &configservice.PutRemediationConfigurationsInput{RemediationConfigurations: []types.RemediationConfiguration{
			{ConfigRuleName: name, TargetType: types.RemediationTargetTypeSsmDocument, TargetId: aws.String(document)},
		}}))
	case "DescribeRemediationConfigurations":
		return second(client.DescribeRemediationConfigurations(ctx, &configservice.DescribeRemediationConfigurationsInput{ConfigRuleNames: []string{rule}}))
	case "DeleteRemediationConfiguration":
		return second(client.DeleteRemediationConfiguration(ctx, &configservice.DeleteRemediationConfigurationInput{ConfigRuleName: name}))
	case "StartRemediationExecution":
		return second(client.StartRemediationExecution(ctx, &configservice.StartRemediationExecutionInput{
			ConfigRuleName: name, ResourceKeys: []types.ResourceKey{{ResourceType: volume, ResourceId: aws.String("vol-1")}},
		}))
	case "DescribeRemediationExecutionStatus":
		return second(client.DescribeRemediationExecutionStatus(ctx, &configservice.DescribeRemediationExecutionStatusInput{ConfigRuleName: name}))
	case "PutConfigRule":
		return second(client.PutConfigRule(ctx, &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{Source: &types.Source{Owner: types.OwnerAws}}}))
	case "DescribeConfigRules":
		return second(client.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{}))
	case "DeleteConfigRule":
		return second(client.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: name}))
	case "PutExternalEvaluation":
		return second(client.PutExternalEvaluation(ctx, &configservice.PutExternalEvaluationInput{
			ConfigRuleName: name,
			ExternalEvaluation: &types.ExternalEvaluation{
				ComplianceResourceId: aws.String(account), ComplianceResourceType: aws.String(accountType),
				ComplianceType: types.ComplianceTypeCompliant, OrderingTimestamp: &noon,
			},
		}))
	case "PutEvaluations":
		return second(client.PutEvaluations(ctx, &configservice.PutEvaluationsInput{ResultToken: name}))
	case "GetComplianceDetailsByConfigRule":
		return second(client.GetComplianceDetailsByConfigRule(ctx, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: name}))
	case "GetComplianceDetailsByResource":
		return second(client.GetComplianceDetailsByResource(ctx, &configservice.GetComplianceDetailsByResourceInput{}))
	case "DescribeComplianceByConfigRule":
		return second(client.DescribeComplianceByConfigRule(ctx, &configservice.DescribeComplianceByConfigRuleInput{}))
	case "StartConfigRulesEvaluation":
		return second(client.StartConfigRulesEvaluation(ctx, &configservice.StartConfigRulesEvaluationInput{}))
	case "DescribeConfigRuleEvaluationStatus":
		return second(client.DescribeConfigRuleEvaluationStatus(ctx, &configservice.DescribeConfigRuleEvaluationStatusInput{}))
	case "DescribeComplianceByResource":
		return second(client.DescribeComplianceByResource(ctx, &configservice.DescribeComplianceByResourceInput{}))
	}
	t.Fatalf("this test can't call %s", operation)
	return nil
}

// second returns the error of a call whose output does not matter.
func second[T any](_ T, err error) error { return err }

// isA reports whether an error of the dynamic type of want is in the tree of
// err.
func isA(err, want error) bool {
	target := reflect.New(reflect.TypeOf(want))
	return errors.As(err, target.Interface())
}
