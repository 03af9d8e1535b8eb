package fake_test

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/configservice/types"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/sdkv2"
	"github.com/fakesmith/fakesmith/generated/remediation"
)

// How does a program take it that its second call is throttled, and the answer to
// its third is lost?
func ExampleFaults() {
	f := remediation.New(remediation.State{})
	err := f.Faults.Set(
		fake.Fault{Operation: "PutConfigRule", Call: 2, Error: fake.ThrottlingException},
		fake.Fault{Operation: "PutConfigRule", Call: 3, Reset: true, After: true},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := configservice.NewFromConfig(sdkv2.Config(f), func(o *configservice.Options) {
		o.Retryer = retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil }) // tests don't sleep
		})
	})
	for _, name := range []string{"first", "second"} {
		_, err := client.PutConfigRule(context.Background(), &configservice.PutConfigRuleInput{ConfigRule: &types.ConfigRule{
			ConfigRuleName: aws.String(name), Source: &types.Source{Owner: types.OwnerAws, SourceIdentifier: aws.String("AWS_CONFIG_PROCESS_CHECK")},
		}})
		fmt.Println(name, err)
	}
	for _, c := range f.Calls() {
		fmt.Println(c.Operation, c.Status, cmp.Or(c.Fault, "as usual"))
	}
	// Output:
	// first <nil>
	// second <nil>
	// PutConfigRule 200 as usual
	// PutConfigRule 400 answered with ThrottlingException before it was done
	// PutConfigRule 0 connection reset after it was done
	// PutConfigRule 200 as usual
}

// Any client that takes an http.Client can be given a fake without a socket.
func ExampleTransport() {
	f := remediation.New(remediation.State{})
	client := &http.Client{Transport: fake.Transport(f)}
	req, err := http.NewRequest("POST", "https://config.us-east-1.amazonaws.com/", strings.NewReader("{}"))
	if err != nil {
		fmt.Println(err)
		return
	}
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "StarlingDoveService.DescribeConfigRules")
	resp, err := client.Do(req)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	fmt.Println(resp.Status, string(body), err)
	// Output: 200 OK {"ConfigRules":[]} <nil>
}

// In a test, t is its *testing.T.
func ExampleNewServer() {
	var t exampleT
	defer t.end()
	f := remediation.New(remediation.State{})
	server := fake.NewServer(&t, f)
	resp, err := http.Get(server.URL + "/_fakesmith/state")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: 200 OK
}

// A fake in a container is called by the name of the container, and a web
// application in development calls it from a page of its own.
func ExampleAccess() {
	var t exampleT
	defer t.end()
	f := remediation.New(remediation.State{})
	server := fake.NewServer(&t, f, fake.Access{
		Hosts:   []string{"fake.internal"},
		Origins: []string{"http://localhost:3000"},
	})
	for _, origin := range []string{"http://localhost:3000", "http://example.com"} {
		req, err := http.NewRequest("GET", server.URL+"/_fakesmith/state", nil)
		if err != nil {
			fmt.Println(err)
			return
		}
		req.Host = "fake.internal"
		req.Header.Set("Origin", origin)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			fmt.Println(err)
			return
		}
		resp.Body.Close()
		fmt.Println(origin, resp.Status)
	}
	// Output:
	// http://localhost:3000 200 OK
	// http://example.com 403 Forbidden
}

// A program of its own serves a fake until it is stopped.
func ExampleAccess_Server() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	server := fake.Access{}.Server(remediation.New(remediation.State{}))
	go server.Serve(listener)
	defer server.Close()
	resp, err := http.Get("http://" + listener.Addr().String() + "/_fakesmith/state")
	if err != nil {
		fmt.Println(err)
		return
	}
	resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: 200 OK
}

// exampleT stands for a *testing.T.
type exampleT struct{ cleanups []func() }

func (t *exampleT) Helper()                           {}
func (t *exampleT) Cleanup(f func())                  { t.cleanups = append(t.cleanups, f) }
func (t *exampleT) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

func (t *exampleT) end() {
	for _, f := range t.cleanups {
		f()
	}
}
