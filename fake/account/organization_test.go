package account_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/fake/faults"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// inOrganization returns a fake with a rule in each of three accounts, that has the
// account's name.
func inOrganization() (*remediation.Fake, account.Options) {
	f := remediation.New(remediation.State{})
	o := account.Options{Accounts: []string{"123456789012", "111122223333", "444455556666"}}
	for _, id := range o.Accounts {
		f.At(id, "us-east-1").Reset(remediation.State{ConfigRules: []remediation.ConfigRule{{ConfigRuleName: aws.String("rule-of-" + id)}}})
	}
	return f, o
}

// TestAToolForManyAccounts does what such tools do: it lists the accounts, assumes a
// role in each, and asks there; directly, and under a fault profile, which has several
// fakes answer.
func TestAToolForManyAccounts(t *testing.T) {
	f, o := inOrganization()
	replicated, err := faults.New(faults.Profile{}, account.Traits(), 1, func() (http.Handler, *fake.Clock) {
		f, o := inOrganization()
		return account.New(f, o), f.Clock
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, h := range map[string]http.Handler{"account": account.New(f, o), "injector": replicated} {
		config := sdkv2.Config(h)
		var ids []string
		pages := organizations.NewListAccountsPaginator(organizations.NewFromConfig(config), &organizations.ListAccountsInput{MaxResults: aws.Int32(2)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(t.Context())
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, a := range page.Accounts {
				ids = append(ids, *a.Id)
				if a.Status != "ACTIVE" || a.JoinedTimestamp == nil || !strings.HasSuffix(*a.Arn, "/"+*a.Id) || *a.Name == "" {
					t.Errorf("%s: an account is %+v", name, a)
				}
			}
		}
		if !slices.Equal(ids, o.Accounts) {
			t.Errorf("%s: the accounts are %v, want %v", name, ids, o.Accounts)
		}
		for _, id := range ids {
			there := config.Copy()
			there.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(sts.NewFromConfig(config), "arn:aws:iam::"+id+":role/tools/audit",
				func(o *stscreds.AssumeRoleOptions) { o.RoleSessionName = "nightly" }))
			who, err := sts.NewFromConfig(there).GetCallerIdentity(t.Context(), nil)
			if err != nil || *who.Account != id || *who.Arn != "arn:aws:sts::"+id+":assumed-role/audit/nightly" || !strings.HasSuffix(*who.UserId, ":nightly") {
				t.Errorf("%s: in %s the caller is %+v, %v", name, id, who, err)
			}
			rules, err := configservice.NewFromConfig(there).DescribeConfigRules(t.Context(), &configservice.DescribeConfigRulesInput{})
			if err != nil || len(rules.ConfigRules) != 1 || *rules.ConfigRules[0].ConfigRuleName != "rule-of-"+id {
				t.Errorf("%s: in %s the rules are %+v, %v", name, id, rules, err)
			}
		}
	}
}

func TestAssumeRole(t *testing.T) {
	f := remediation.New(remediation.State{})
	f.Clock.Set(time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC))
	client := sts.NewFromConfig(sdkv2.Config(account.New(f, account.Options{})))
	assume := func(role, session string, seconds *int32) (*sts.AssumeRoleOutput, error) {
		return client.AssumeRole(t.Context(), &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: &session, DurationSeconds: seconds, ExternalId: aws.String("unread")})
	}
	for seconds, want := range map[*int32]time.Duration{nil: time.Hour, aws.Int32(900): 15 * time.Minute, aws.Int32(43200): 12 * time.Hour} {
		out, err := assume("arn:aws-us-gov:iam::111122223333:role/audit", "a@b", seconds)
		if err != nil {
			t.Fatal(err)
		}
		// Credentials expire in real time, or clients would never renew them, or always.
		if left := time.Until(*out.Credentials.Expiration); left > want || left < want-time.Minute {
			t.Errorf("the credentials are valid for %s, want %s", left, want)
		}
		if key := *out.Credentials.AccessKeyId; len(key) != 20 || !strings.HasPrefix(key, "ASIA") || *out.AssumedRoleUser.Arn != "arn:aws-us-gov:sts::111122223333:assumed-role/audit/a@b" {
			t.Errorf("AssumeRole() = %s for %s", key, *out.AssumedRoleUser.Arn)
		}
	}
	for _, test := range []struct {
		role, session string
		seconds       int32
		want          []string
	}{
		{"audit", "nightly", 900, []string{"RoleArn is an ARN"}},
		{"arn:aws:iam::111122223333:user/audit", "nightly", 900, []string{"RoleArn is an ARN"}},
		{"arn:aws:iam::1111:role/audit", "n", 899, []string{"RoleArn is an ARN", "RoleSessionName has 2 to 64", "DurationSeconds is a number from 900 to 43200"}},
		{"arn:aws:iam::111122223333:role/audit", "a b", 900, []string{"RoleSessionName has 2 to 64"}},
		{"arn:aws:iam::111122223333:role/audit", "nightly", 43201, []string{"DurationSeconds is"}},
	} {
		_, err := assume(test.role, test.session, &test.seconds)
		for _, want := range test.want {
			if codeOf(err) != "ValidationError" || !strings.Contains(err.Error(), want) {
				t.Errorf("AssumeRole(%s, %s, %d) = %v, want %s", test.role, test.session, test.seconds, err, want)
			}
		}
	}
}

func TestListAccounts(t *testing.T) {
	f := remediation.New(remediation.State{})
	client := organizations.NewFromConfig(sdkv2.Config(account.New(f.At("111122223333", "eu-west-1"), account.Options{})))
	out, err := client.ListAccounts(t.Context(), nil)
	if err != nil || len(out.Accounts) != 1 || *out.Accounts[0].Id != "111122223333" || out.NextToken != nil {
		t.Errorf("ListAccounts() = %+v, %v, want the caller's account", out, err)
	}
	var many []string
	for i := range 45 {
		many = append(many, fmt.Sprintf("%012d", i))
	}
	client = organizations.NewFromConfig(sdkv2.Config(account.New(f, account.Options{Accounts: many})))
	out, err = client.ListAccounts(t.Context(), nil)
	if err != nil || len(out.Accounts) != 20 || out.NextToken == nil {
		t.Errorf("ListAccounts() of 45 = %+v, %v, want the first 20", out, err)
	}
	for _, in := range []organizations.ListAccountsInput{
		{MaxResults: aws.Int32(0)}, {MaxResults: aws.Int32(21)}, {NextToken: aws.String("x")}, {NextToken: aws.String("fakesmith.45")}, {NextToken: aws.String("fakesmith.-1")},
	} {
		if _, err := client.ListAccounts(t.Context(), &in); codeOf(err) != "InvalidInputException" {
			t.Errorf("ListAccounts(%+v) = %v, want InvalidInputException", in, err)
		}
	}
	if _, err := client.ListRoots(t.Context(), nil); codeOf(err) != "UnknownOperationException" || !strings.Contains(err.Error(), "ListAccounts") {
		t.Errorf("ListRoots() = %v, want UnknownOperationException that names ListAccounts", err)
	}
	if err := (account.Options{Accounts: []string{"123456789012", "12"}}).Check(); err == nil || !strings.Contains(err.Error(), `"12" is not the id`) {
		t.Errorf("Check() = %v, want an error for 12", err)
	}
}

// TestAFakeOfOrganizationsAnswersItself: nothing is answered in the place of the fake.
func TestAFakeOfOrganizationsAnswersItself(t *testing.T) {
	f := remediation.New(remediation.State{})
	f.Service().Protocol.TargetPrefix = "AWSOrganizationsV20161128"
	client := organizations.NewFromConfig(sdkv2.Config(account.New(f, account.Options{})))
	if _, err := client.ListAccounts(t.Context(), nil); err == nil || !strings.Contains(err.Error(), "this fake does not model") {
		t.Errorf("ListAccounts() = %v, want the fake's own answer", err)
	}
}

// TestBoto3InManyAccounts is [TestAToolForManyAccounts] with boto3.
func TestBoto3InManyAccounts(t *testing.T) {
	if exec.Command("python3", "-c", "import boto3").Run() != nil {
		t.Skip("NOT SHOWN for boto3: it is not installed")
	}
	f, o := inOrganization()
	server := httptest.NewServer(account.New(f, o))
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "python3", "-c", `
import boto3
here = dict(endpoint_url="`+server.URL+`", region_name="us-east-1")
own = dict(aws_access_key_id="123456789012", aws_secret_access_key="any")
for page in boto3.client("organizations", **here, **own).get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 1}):
    for account in page["Accounts"]:
        got = boto3.client("sts", **here, **own).assume_role(RoleArn="arn:aws:iam::%s:role/audit" % account["Id"], RoleSessionName="nightly")["Credentials"]
        there = dict(aws_access_key_id=got["AccessKeyId"], aws_secret_access_key=got["SecretAccessKey"], aws_session_token=got["SessionToken"])
        who = boto3.client("sts", **here, **there).get_caller_identity()
        rules = boto3.client("config", **here, **there).describe_config_rules()["ConfigRules"]
        print(account["Id"], who["Arn"], [rule["ConfigRuleName"] for rule in rules])
`)
	out, err := cmd.CombinedOutput()
	want := ""
	for _, id := range o.Accounts {
		want += id + " arn:aws:sts::" + id + ":assumed-role/audit/nightly ['rule-of-" + id + "']\n"
	}
	if err != nil || string(out) != want {
		t.Errorf("boto3 prints, %v\n%s\nwant\n%s", err, out, want)
	}
}
