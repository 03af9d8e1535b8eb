package clients_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// plain lets go-cmp compare what the SDK's clients return.
var plain = cmp.Options{
	cmpopts.IgnoreUnexported(types.RemediationException{}, types.RemediationExceptionResourceKey{},
		types.FailedRemediationExceptionBatch{}, types.FailedDeleteRemediationExceptionsBatch{}),
	cmpopts.EquateApproxTime(0),
}

func TestPutDescribeDelete(t *testing.T) {
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		until := noon.Add(90 * time.Minute).Add(250 * time.Millisecond)
		put, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule),
			ResourceKeys:   keys("vol-1", "vol-2"),
			Message:        aws.String("migrating, größer 🐋"),
			ExpirationTime: &until,
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(put.FailedBatches) != 0 {
			t.Errorf("Put: FailedBatches = %v, want none", put.FailedBatches)
		}
		exception := func(id string) types.RemediationException {
			return types.RemediationException{
				ConfigRuleName: aws.String(rule), ResourceType: aws.String(volume), ResourceId: aws.String(id),
				Message: aws.String("migrating, größer 🐋"), ExpirationTime: &until,
			}
		}
		expect(t, client, exception("vol-1"), exception("vol-2"))

		deleted, err := client.DeleteRemediationExceptions(t.Context(), &configservice.DeleteRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule), ResourceKeys: keys("vol-1"),
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(deleted.FailedBatches) != 0 {
			t.Errorf("Delete: FailedBatches = %v, want none", deleted.FailedBatches)
		}
		expect(t, client, exception("vol-2"))

		// A put without message and time replaces the one with both.
		if _, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule), ResourceKeys: keys("vol-2"),
		}); err != nil {
			t.Fatal(err)
		}
		expect(t, client, types.RemediationException{
			ConfigRuleName: aws.String(rule), ResourceType: aws.String(volume), ResourceId: aws.String("vol-2"),
		})
	}, "vol-1", "vol-2")
}

// expect describes the rule's exceptions and compares them with those wanted.
func expect(t *testing.T, client *configservice.Client, want ...types.RemediationException) {
	t.Helper()
	out, err := client.DescribeRemediationExceptions(t.Context(), &configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String(rule)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.RemediationExceptions, plain, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("DescribeRemediationExceptions (-want +got):\n%s", diff)
	}
}

// TestNothingButTheWire sets up and observes by the API alone, as a client
// must that has no hold of the fake.
func TestNothingButTheWire(t *testing.T) {
	client := overHTTP(fake.NewServer(t, remediation.New(remediation.State{})).URL)
	ctx := t.Context()
	if _, err := client.PutConfigRule(ctx, &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
		ConfigRuleName: aws.String(rule),
		Source:         &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
	}}); err != nil {
		t.Fatal(err)
	}
	evaluate := func(compliance types.ComplianceType) {
		t.Helper()
		if _, err := client.PutExternalEvaluation(ctx, &configservice.PutExternalEvaluationInput{
			ConfigRuleName: aws.String(rule),
			ExternalEvaluation: &types.ExternalEvaluation{
				ComplianceResourceType: aws.String(accountType), ComplianceResourceId: aws.String(account),
				ComplianceType: compliance, OrderingTimestamp: &noon,
			},
		}); err != nil {
			t.Fatal(err)
		}
	}
	put := func() []types.FailedRemediationExceptionBatch {
		t.Helper()
		out, err := client.PutRemediationExceptions(ctx, &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule),
			ResourceKeys:   []types.RemediationExceptionResourceKey{{ResourceType: aws.String(accountType), ResourceId: aws.String(account)}},
		})
		if err != nil {
			t.Fatal(err)
		}
		return out.FailedBatches
	}

	evaluate(types.ComplianceTypeCompliant)
	if got := put(); len(got) != 1 {
		t.Errorf("Put of a compliant resource: FailedBatches = %v, want one", got)
	}
	evaluate(types.ComplianceTypeNonCompliant)
	if got := put(); len(got) != 0 {
		t.Errorf("Put of a non-compliant resource: FailedBatches = %v, want none", got)
	}
	found, err := client.GetComplianceDetailsByConfigRule(ctx, &configservice.GetComplianceDetailsByConfigRuleInput{ConfigRuleName: aws.String(rule)})
	if err != nil {
		t.Fatal(err)
	}
	if got := found.EvaluationResults; len(got) != 1 || got[0].ComplianceType != types.ComplianceTypeNonCompliant {
		t.Errorf("GetComplianceDetailsByConfigRule = %+v, want one that does not comply", got)
	}

	if _, err := client.DeleteConfigRule(ctx, &configservice.DeleteConfigRuleInput{ConfigRuleName: aws.String(rule)}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DescribeConfigRules(ctx, &configservice.DescribeConfigRulesInput{ConfigRuleNames: []string{rule}}); code(err) != "NoSuchConfigRuleException" {
		t.Errorf("DescribeConfigRules of a deleted rule = %v, want NoSuchConfigRuleException", err)
	}
}

func TestPaginator(t *testing.T) {
	var ids []string
	for i := range 130 {
		ids = append(ids, fmt.Sprintf("vol-%03d", i))
	}
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		for chunk := range slices.Chunk(ids, 100) {
			if _, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
				ConfigRuleName: aws.String(rule), ResourceKeys: keys(chunk...),
			}); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			limit int32
			want  []int // sizes of the pages
		}{
			{0, []int{25, 25, 25, 25, 25, 5}},
			{26, []int{26, 26, 26, 26, 26}},
			{100, []int{100, 30}},
		} {
			var sizes []int
			var got []string
			pages := configservice.NewDescribeRemediationExceptionsPaginator(client,
				&configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String(rule)},
				func(o *configservice.DescribeRemediationExceptionsPaginatorOptions) { o.Limit = c.limit })
			for pages.HasMorePages() {
				page, err := pages.NextPage(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				sizes = append(sizes, len(page.RemediationExceptions))
				for _, exception := range page.RemediationExceptions {
					got = append(got, *exception.ResourceId)
				}
			}
			if !slices.Equal(sizes, c.want) {
				t.Errorf("Limit %d: pages of %v, want %v", c.limit, sizes, c.want)
			}
			if diff := cmp.Diff(ids, got); diff != "" {
				t.Errorf("Limit %d (-want +got):\n%s", c.limit, diff)
			}
		}
	}, ids...)
}

// TestFailedBatches reads rejected items back whole, in batches of at most 25.
func TestFailedBatches(t *testing.T) {
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		var ids []string
		for i := range 60 {
			ids = append(ids, fmt.Sprintf("compliant-%02d", i))
			f.SetCompliance(rule, volume, ids[i], remediation.ComplianceTypeCompliant)
		}
		until := noon.Add(time.Hour)
		out, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule),
			ResourceKeys:   keys(append(ids, "vol-1")...),
			Message:        aws.String("why"),
			ExpirationTime: &until,
		})
		if err != nil {
			t.Fatal(err)
		}
		var got, want []types.RemediationException
		for _, batch := range out.FailedBatches {
			if n := len(batch.FailedItems); n < 1 || n > 25 {
				t.Errorf("a batch has %d items, want 1 to 25", n)
			}
			if aws.ToString(batch.FailureMessage) == "" {
				t.Error("a batch has no FailureMessage")
			}
			got = append(got, batch.FailedItems...)
		}
		for _, id := range ids {
			want = append(want, types.RemediationException{
				ConfigRuleName: aws.String(rule), ResourceType: aws.String(volume), ResourceId: aws.String(id),
				Message: aws.String("why"), ExpirationTime: &until,
			})
		}
		if diff := cmp.Diff(want, got, plain); diff != "" {
			t.Errorf("FailedItems (-want +got):\n%s", diff)
		}
		expect(t, client, types.RemediationException{
			ConfigRuleName: aws.String(rule), ResourceType: aws.String(volume), ResourceId: aws.String("vol-1"),
			Message: aws.String("why"), ExpirationTime: &until,
		})
	}, "vol-1")
}

// TestExpiry moves the clock to one millisecond before an exception's time,
// and to that time.
func TestExpiry(t *testing.T) {
	eachWay(t, func(t *testing.T, f *remediation.Fake, client *configservice.Client) {
		until := noon.Add(time.Hour)
		if _, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule), ResourceKeys: keys("vol-1"), ExpirationTime: &until,
		}); err != nil {
			t.Fatal(err)
		}
		f.Clock.Set(until.Add(-time.Millisecond))
		expect(t, client, types.RemediationException{
			ConfigRuleName: aws.String(rule), ResourceType: aws.String(volume), ResourceId: aws.String("vol-1"), ExpirationTime: &until,
		})
		f.Clock.Set(until)
		expect(t, client)
	}, "vol-1")
}

// TestBubble lets an exception expire by the time of a synctest bubble, the
// fake's clock never being set.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := remediation.New(newFake("vol-1").State())
		client := configservice.NewFromConfig(sdkv2.Config(f))
		until := time.Now().Add(24 * time.Hour)
		if _, err := client.PutRemediationExceptions(t.Context(), &configservice.PutRemediationExceptionsInput{
			ConfigRuleName: aws.String(rule), ResourceKeys: keys("vol-1"), ExpirationTime: &until,
		}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(24*time.Hour - time.Millisecond)
		expect(t, client, types.RemediationException{
			ConfigRuleName: aws.String(rule), ResourceType: aws.String(volume), ResourceId: aws.String("vol-1"), ExpirationTime: &until,
		})
		time.Sleep(time.Millisecond)
		expect(t, client)
	})
}
