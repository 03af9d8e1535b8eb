package clients_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/parameters"
)

// TestParameterStore drives the fake of Parameter Store with the SDK's client.
func TestParameterStore(t *testing.T) {
	f := parameters.New(parameters.State{})
	f.Clock.Set(noon)
	client := ssm.NewFromConfig(sdkv2.Config(f))
	put := func(name, value string, overwrite bool) (int64, error) {
		out, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{
			Name: &name, Value: &value, Type: types.ParameterTypeString, Overwrite: &overwrite,
		})
		if err != nil {
			return 0, err
		}
		return out.Version, nil
	}
	for i, name := range []string{"/prod/db/host", "/prod/db/port", "/prod/region", "/prod/region"} {
		if version, err := put(name, name, i == 3); err != nil || (version == 2) != (i == 3) {
			t.Fatalf("put %s: version %d, %v", name, version, err)
		}
	}
	var exists *types.ParameterAlreadyExists
	if _, err := put("/prod/region", "", false); !errors.As(err, &exists) {
		t.Errorf("a put without Overwrite: %v, want ParameterAlreadyExists", err)
	}

	got, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/prod/region")})
	if err != nil {
		t.Fatal(err)
	}
	if p := got.Parameter; p.Version != 2 || !p.LastModifiedDate.Equal(noon) || *p.ARN != "arn:aws:ssm:us-east-1:"+account+":parameter/prod/region" || *p.DataType != "text" {
		t.Errorf("GetParameter = %+v", p)
	}
	var missing *types.ParameterNotFound
	if _, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/prod")}); !errors.As(err, &missing) {
		t.Errorf("GetParameter of what is not there: %v, want ParameterNotFound", err)
	}

	pages := ssm.NewGetParametersByPathPaginator(client, &ssm.GetParametersByPathInput{Path: aws.String("/prod"), Recursive: aws.Bool(true), MaxResults: aws.Int32(2)})
	var names []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Parameters {
			names = append(names, *p.Name)
		}
	}
	if diff := cmp.Diff([]string{"/prod/db/host", "/prod/db/port", "/prod/region"}, names); diff != "" {
		t.Errorf("GetParametersByPath (-want +got):\n%s", diff)
	}
	described, err := client.DescribeParameters(t.Context(), &ssm.DescribeParametersInput{ParameterFilters: []types.ParameterStringFilter{
		{Key: aws.String("Name"), Option: aws.String("Contains"), Values: []string{"port"}},
	}})
	if err != nil || len(described.Parameters) != 1 || described.Parameters[0].Tier != types.ParameterTierStandard {
		t.Errorf("DescribeParameters = %+v, %v", described, err)
	}
	deleted, err := client.DeleteParameters(t.Context(), &ssm.DeleteParametersInput{Names: []string{"/prod/db/host", "/none"}})
	if err != nil || len(deleted.DeletedParameters) != 1 || len(deleted.InvalidParameters) != 1 {
		t.Errorf("DeleteParameters = %+v, %v", deleted, err)
	}
}

// TestParameterStoreBoto3 drives the fake of Parameter Store with boto3.
func TestParameterStoreBoto3(t *testing.T) {
	f := parameters.New(parameters.State{})
	expectPython(t, "parameters.py", f, strings.TrimLeft(`
["put", 1, "Standard"]
["put again", "ParameterAlreadyExists"]
["overwritten", 2]
["type", "HierarchyTypeMismatchException"]
["got", "/app/a", "two", 2, "String"]
["several", ["/app/a"], ["/none"]]
["one level", ["/app/a"]]
["all levels", ["/app/a", "/app/b/c"]]
["described", [["/app/b/c", "text", "for c"]]]
["bad key", "InvalidFilterKey"]
["labelled", 1, ["1st"]]
["moved", 2]
["history", [[1, ["first"]], [2, ["now"]]]]
["by label", [["/app/a", "one", 1, ":first"], ["/app/a", "two", 2, ":now"]], ["/app/a:none"]]
["no label", "ParameterVersionNotFound"]
["sealed", false, "a secret", "alias/aws/ssm"]
["deleted", ["/app/a", "/app/b/c"], ["/none"]]
["gone", "ParameterNotFound"]
`, "\n"))
}

// TestParameterVersionsAndTags drives with the SDK's client what a put leaves and brings.
func TestParameterVersionsAndTags(t *testing.T) {
	f := parameters.New(parameters.State{})
	client := ssm.NewFromConfig(sdkv2.Config(f))
	tag := func(key, value string) types.Tag { return types.Tag{Key: &key, Value: &value} }
	name := aws.String("/prod/region")
	for i, value := range []string{"one", "two"} {
		in := &ssm.PutParameterInput{Name: name, Value: &value, Type: types.ParameterTypeString, Overwrite: aws.Bool(i > 0)}
		if i == 0 {
			in.Tags = []types.Tag{tag("team", "a")}
		}
		if _, err := client.PutParameter(t.Context(), in); err != nil {
			t.Fatal(err)
		}
	}
	got, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/prod/region:1")})
	if err != nil || *got.Parameter.Value != "one" || *got.Parameter.Selector != ":1" {
		t.Errorf("GetParameter of version 1 = %+v, %v", got, err)
	}
	var noVersion *types.ParameterVersionNotFound
	if _, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/prod/region:3")}); !errors.As(err, &noVersion) {
		t.Errorf("GetParameter of version 3: %v, want ParameterVersionNotFound", err)
	}
	pages := ssm.NewGetParameterHistoryPaginator(client, &ssm.GetParameterHistoryInput{Name: name, MaxResults: aws.Int32(1)})
	var values []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range page.Parameters {
			values = append(values, *v.Value)
		}
	}
	if diff := cmp.Diff([]string{"one", "two"}, values); diff != "" {
		t.Errorf("GetParameterHistory (-want +got):\n%s", diff)
	}

	if _, err := client.AddTagsToResource(t.Context(), &ssm.AddTagsToResourceInput{
		ResourceType: types.ResourceTypeForTaggingParameter, ResourceId: name, Tags: []types.Tag{tag("team", "b"), tag("stage", "prod")},
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.RemoveTagsFromResource(t.Context(), &ssm.RemoveTagsFromResourceInput{
		ResourceType: types.ResourceTypeForTaggingParameter, ResourceId: name, TagKeys: []string{"stage"},
	}); err != nil {
		t.Fatal(err)
	}
	tags, err := client.ListTagsForResource(t.Context(), &ssm.ListTagsForResourceInput{ResourceType: types.ResourceTypeForTaggingParameter, ResourceId: name})
	if err != nil || len(tags.TagList) != 1 || *tags.TagList[0].Value != "b" {
		t.Errorf("ListTagsForResource = %+v, %v", tags, err)
	}
}

// TestParameterLabels drives with the SDK's client what labels are for.
func TestParameterLabels(t *testing.T) {
	// A state may list versions in any order, the newest first, as people do.
	f := parameters.New(parameters.State{
		Parameters:        []parameters.StoredParameter{{Name: "/prod/key", Value: "three", Type: new(parameters.ParameterTypeString), Version: new(int64(3))}},
		ParameterVersions: []parameters.StoredVersion{{Name: "/prod/key", Version: 3, Value: new("three")}, {Name: "/prod/key", Version: 2, Value: new("two")}, {Name: "/prod/key", Version: 1, Value: new("one")}},
		ParameterLabels:   []parameters.StoredLabel{{Name: "/prod/key", Label: "old", Version: 1}},
	})
	client := ssm.NewFromConfig(sdkv2.Config(f))
	name := aws.String("/prod/key")
	out, err := client.LabelParameterVersion(t.Context(), &ssm.LabelParameterVersionInput{Name: name, Labels: []string{"live", "aws-live", "7"}})
	if err != nil || out.ParameterVersion != 3 || !cmp.Equal(out.InvalidLabels, []string{"aws-live", "7"}) {
		t.Errorf("LabelParameterVersion = %+v, %v", out, err)
	}
	got, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/prod/key:old")})
	if err != nil || *got.Parameter.Value != "one" || *got.Parameter.Selector != ":old" {
		t.Errorf("GetParameter of a label = %+v, %v", got, err)
	}
	var noVersion *types.ParameterVersionNotFound
	if _, err := client.LabelParameterVersion(t.Context(), &ssm.LabelParameterVersionInput{Name: name, ParameterVersion: aws.Int64(4), Labels: []string{"x"}}); !errors.As(err, &noVersion) {
		t.Errorf("LabelParameterVersion of version 4: %v, want ParameterVersionNotFound", err)
	}
	var many *types.ParameterVersionLabelLimitExceeded
	if _, err := client.LabelParameterVersion(t.Context(), &ssm.LabelParameterVersionInput{Name: name, Labels: []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}}); !errors.As(err, &many) {
		t.Errorf("an eleventh label: %v, want ParameterVersionLabelLimitExceeded", err)
	}
	put := func() error {
		_, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{Name: name, Value: aws.String("more"), Overwrite: aws.Bool(true)})
		return err
	}
	for range 97 {
		if err := put(); err != nil {
			t.Fatal(err)
		}
	}
	var labelled *types.ParameterMaxVersionLimitExceeded
	if err := put(); !errors.As(err, &labelled) {
		t.Errorf("a put that would drop a version with a label: %v, want ParameterMaxVersionLimitExceeded", err)
	}
	if _, err := client.LabelParameterVersion(t.Context(), &ssm.LabelParameterVersionInput{Name: name, Labels: []string{"old"}}); err != nil {
		t.Fatal(err)
	}
	if err := put(); err != nil {
		t.Errorf("a put after the label has moved: %v", err)
	}
	if first := f.State().ParameterVersions[0].Version; first != 2 {
		t.Errorf("the oldest version is %d, want 2", first)
	}
}

// TestParameterTiers drives with the SDK's client what tiers have room for.
func TestParameterTiers(t *testing.T) {
	client := ssm.NewFromConfig(sdkv2.Config(parameters.New(parameters.State{})))
	put := func(name string, tier types.ParameterTier, size int) (types.ParameterTier, error) {
		out, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{
			Name: &name, Value: aws.String(strings.Repeat("x", size)), Type: types.ParameterTypeString, Tier: tier, Overwrite: aws.Bool(true),
		})
		if err != nil {
			return "", err
		}
		return out.Tier, nil
	}
	for _, tt := range []struct {
		name string
		tier types.ParameterTier
		size int
		want types.ParameterTier // none for an error
	}{
		{"/a", "", 4096, types.ParameterTierStandard},
		{"/a", "", 4097, ""},
		{"/a", types.ParameterTierIntelligentTiering, 4096, types.ParameterTierStandard},
		{"/a", types.ParameterTierIntelligentTiering, 4097, types.ParameterTierAdvanced},
		{"/a", types.ParameterTierIntelligentTiering, 1, types.ParameterTierAdvanced},
		{"/a", "", 8192, types.ParameterTierAdvanced},
		{"/a", types.ParameterTierAdvanced, 8193, ""},
		{"/a", types.ParameterTierStandard, 1, ""},
	} {
		got, err := put(tt.name, tt.tier, tt.size)
		var rejected smithy.APIError
		if tt.want == "" && !(errors.As(err, &rejected) && rejected.ErrorCode() == "ValidationException") || tt.want != "" && (err != nil || got != tt.want) {
			t.Errorf("put %s, %s, %d bytes: %s, %v, want %s", tt.name, tt.tier, tt.size, got, err, tt.want)
		}
	}
}

// TestSecureStrings drives with the SDK's client what is sealed unless it is decrypted.
func TestSecureStrings(t *testing.T) {
	client := ssm.NewFromConfig(sdkv2.Config(parameters.New(parameters.State{})))
	const secret = "a secret"
	for name, kind := range map[string]types.ParameterType{"/app/open": types.ParameterTypeString, "/app/sealed": types.ParameterTypeSecureString} {
		if _, err := client.PutParameter(t.Context(), &ssm.PutParameterInput{Name: &name, Value: aws.String(secret), Type: kind}); err != nil {
			t.Fatal(err)
		}
	}
	// values returns what each read has of the two parameters, by their names.
	values := func(decrypt bool) []map[string]string {
		var all []map[string]string
		add := func(some ...types.Parameter) {
			row := map[string]string{}
			for _, p := range some {
				row[*p.Name] = *p.Value
			}
			all = append(all, row)
		}
		one, err := client.GetParameter(t.Context(), &ssm.GetParameterInput{Name: aws.String("/app/sealed"), WithDecryption: &decrypt})
		if err != nil {
			t.Fatal(err)
		}
		add(*one.Parameter)
		some, err := client.GetParameters(t.Context(), &ssm.GetParametersInput{Names: []string{"/app/open", "/app/sealed:1"}, WithDecryption: &decrypt})
		if err != nil {
			t.Fatal(err)
		}
		add(some.Parameters...)
		below, err := client.GetParametersByPath(t.Context(), &ssm.GetParametersByPathInput{Path: aws.String("/app"), WithDecryption: &decrypt})
		if err != nil {
			t.Fatal(err)
		}
		add(below.Parameters...)
		versions, err := client.GetParameterHistory(t.Context(), &ssm.GetParameterHistoryInput{Name: aws.String("/app/sealed"), WithDecryption: &decrypt})
		if err != nil {
			t.Fatal(err)
		}
		v := versions.Parameters[0]
		add(types.Parameter{Name: v.Name, Value: v.Value})
		if key := aws.ToString(v.KeyId); key != "alias/aws/ssm" {
			t.Errorf("the key is %q, want alias/aws/ssm", key)
		}
		return all
	}
	for _, decrypt := range []bool{false, true} {
		for i, row := range values(decrypt) {
			if got, there := row["/app/sealed"]; !there || strings.Contains(got, secret) == !decrypt {
				t.Errorf("read %d with decryption %v has %q", i, decrypt, got)
			}
			if got, there := row["/app/open"]; there && got != secret {
				t.Errorf("read %d with decryption %v has %q of a String, want %q", i, decrypt, got, secret)
			}
		}
	}
	described, err := client.DescribeParameters(t.Context(), &ssm.DescribeParametersInput{})
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, p := range described.Parameters {
		keys[*p.Name] = aws.ToString(p.KeyId)
	}
	if diff := cmp.Diff(map[string]string{"/app/open": "", "/app/sealed": "alias/aws/ssm"}, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
}
