package bench_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// decode reads the body of a put of 100 keys.
func decode() race {
	body := putBody(100)
	return race{"decoding 100 keys", []candidate{
		{"json.Valid", "", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if !json.Valid(body) {
					b.Fatal("the body is not JSON")
				}
			}
		}},
		{"the generated codec", "at most 2", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var in remediation.PutRemediationExceptionsInput
				if err := in.UnmarshalJSON(body); err != nil {
					b.Fatal(err)
				}
			}
		}},
		{"encoding/json", "", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var in struct {
					ConfigRuleName string
					ResourceKeys   []struct{ ResourceType, ResourceId *string }
					Message        *string
					ExpirationTime *float64
				}
				if err := json.Unmarshal(body, &in); err != nil {
					b.Fatal(err)
				}
			}
		}},
	}}
}

// putInProcess puts the same exception again and again.
func putInProcess() race {
	f := newFake(1)
	typ, id, message := volume, volumeID(0), "migrating"
	in := &remediation.PutRemediationExceptionsInput{
		ConfigRuleName: rule,
		ResourceKeys:   []remediation.RemediationExceptionResourceKey{{ResourceType: &typ, ResourceID: &id}},
		Message:        &message,
	}
	return race{"Put of one key in process", []candidate{
		{"a bare map", "", func(b *testing.B) {
			type key struct{ rule, typ, id string }
			stored := map[key]remediation.RemediationException{}
			b.ReportAllocs()
			for b.Loop() {
				stored[key{rule, typ, id}] = remediation.RemediationException{
					ConfigRuleName: rule, ResourceType: typ, ResourceID: id, Message: &message,
				}
			}
		}},
		{"the fake", "at most 3", func(b *testing.B) {
			ctx := b.Context()
			b.ReportAllocs()
			for b.Loop() {
				out, err := f.PutRemediationExceptions(ctx, in)
				if err != nil || len(out.FailedBatches) != 0 {
					b.Fatal(out, err)
				}
			}
		}},
	}}
}

// pages reads a page of 25 from the middle of tables of several sizes.
func pages() race {
	r := race{name: "a page of 25, in a table of"}
	for _, size := range []int{1e3, 1e5, 1e6} {
		table := sync.OnceValues(func() (*remediation.Fake, string) { return middle(size) })
		aim := ""
		if size > 1e3 {
			aim = "about 1"
		}
		r.candidates = append(r.candidates, candidate{fmt.Sprint(size), aim, func(b *testing.B) {
			f, token := table()
			ctx := b.Context()
			b.ReportAllocs()
			for b.Loop() {
				out, err := f.DescribeRemediationExceptions(ctx, &remediation.DescribeRemediationExceptionsInput{ConfigRuleName: rule, NextToken: &token})
				if err != nil || len(out.RemediationExceptions) != 25 {
					b.Fatal(out, err)
				}
			}
		}})
	}
	return r
}

// middle returns a fake with so many exceptions, and the token of a page in
// their middle.
func middle(size int) (*remediation.Fake, string) {
	state := newFake(0).State()
	until := fake.NewTime(time.Now().Add(24 * time.Hour))
	for i := range size {
		state.RemediationExceptions = append(state.RemediationExceptions, remediation.RemediationException{
			ConfigRuleName: rule, ResourceType: volume, ResourceID: volumeID(i), ExpirationTime: &until,
		})
	}
	f := remediation.New(state)
	var token *string
	limit := int32(100)
	for seen := 0; seen < size/2; seen += int(limit) {
		out, err := f.DescribeRemediationExceptions(context.Background(), &remediation.DescribeRemediationExceptionsInput{ConfigRuleName: rule, NextToken: token, Limit: &limit})
		if err != nil {
			panic(err)
		}
		token = out.NextToken
	}
	return f, *token
}

// sdk has puts of so many keys made by the SDK's client, which signs and checks as
// always.
func sdk(t testing.TB, keys int, aim string) race {
	in := &configservice.PutRemediationExceptionsInput{ConfigRuleName: aws.String(rule), Message: aws.String("migrating")}
	for i := range keys {
		in.ResourceKeys = append(in.ResourceKeys, types.RemediationExceptionResourceKey{ResourceType: aws.String(volume), ResourceId: aws.String(volumeID(i))})
	}
	way := func(cfg aws.Config) func(*testing.B) {
		client := configservice.NewFromConfig(cfg)
		return func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := client.PutRemediationExceptions(b.Context(), in); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	f := newFake(keys)
	null, overHTTP := sdkv2.Config(f), sdkv2.Config(f)
	null.HTTPClient = &http.Client{Transport: nullTransport{}}
	overHTTP.HTTPClient = nil
	overHTTP.BaseEndpoint = aws.String(fake.NewServer(t, f).URL)
	return race{fmt.Sprintf("SDK Put, keys: %d", keys), []candidate{
		{"a transport that answers a fixed body", "", way(null)},
		{"the fake in process", aim, way(sdkv2.Config(f))},
		{"the fake over loopback", "", way(overHTTP)},
	}}
}

// nullTransport reads the request, and answers the same whatever it says.
type nullTransport struct{}

func (nullTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	const answer = `{"FailedBatches":[]}`
	if _, err := io.Copy(io.Discard, req.Body); err != nil {
		return nil, err
	}
	return &http.Response{
		Status: "200 OK", StatusCode: 200, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header:        http.Header{"Content-Type": {"application/x-amz-json-1.1"}},
		Body:          io.NopCloser(strings.NewReader(answer)),
		ContentLength: int64(len(answer)),
		Request:       req,
	}, req.Body.Close()
}
