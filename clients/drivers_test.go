package clients_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// An order has a client of somebody else's make calls to a server, as it is made when
// nothing is said about retries.
type order struct {
	URL   string `json:"url"`
	Calls int    `json:"calls"` // one after the other, with one client
	// Timeout is how many milliseconds the client waits for an answer, if not 0.
	Timeout int `json:"timeout,omitempty"`
	// Put is the expiration time of an exception to put. Exceptions are listed if it is
	// empty.
	Put string `json:"put,omitempty"`
}

// A result is what the caller gets.
type result struct {
	// Error is the code of the error, or the name of its type where it has no code.
	Error string `json:"error"`
	// Items is how many exceptions are listed, nil if there is no list.
	Items *int `json:"items"`
	// Time is the expiration time of the first, in milliseconds since 1970.
	Time *string `json:"time"`
}

// A driver makes calls with a client.
type driver interface {
	version() string
	do(order) ([]result, error)
}

// A process is a driver in another language: it takes orders on its standard input,
// a line each, and answers with a line.
type process struct {
	t       *testing.T
	command []string
	is      string
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// newProcess returns a driver that runs until the test ends.
func newProcess(t *testing.T, command ...string) *process {
	p := &process{t: t, command: command}
	if err := p.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.in.Close()
		p.cmd.Wait()
	})
	return p
}

func (p *process) start() error {
	p.cmd = exec.Command(p.command[0], p.command[1:]...)
	p.cmd.Env = unlimited(p.t, "")
	p.cmd.Stderr = p.t.Output()
	in, badIn := p.cmd.StdinPipe()
	out, badOut := p.cmd.StdoutPipe()
	if err := errors.Join(badIn, badOut); err != nil {
		return err
	}
	p.in, p.out = in, bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return err
	}
	var greeting struct{ Version string }
	err := p.read(&greeting)
	p.is = greeting.Version
	return err
}

func (p *process) version() string { return p.is }

// limit is how long a client may take for an order. The page says which take longer,
// and is made on a machine that does nothing else.
func limit() time.Duration {
	if *writePage {
		return 20 * time.Second
	}
	return 3 * time.Minute
}

func (p *process) do(o order) ([]result, error) {
	line, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return nil, err
	}
	late := time.AfterFunc(limit(), func() { p.cmd.Process.Kill() })
	var results []result
	err = p.read(&results)
	if late.Stop() {
		return results, err
	}
	p.cmd.Wait()
	return []result{{Error: fmt.Sprintf("nothing within %v", limit())}}, p.start()
}

func (p *process) read(v any) error {
	line, err := p.out.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, v)
	}
	if err != nil {
		return fmt.Errorf("%s: %w in %q", p.command, err, line)
	}
	return nil
}

// unlimited returns the environment for a client that makes as many attempts as it
// does by itself.
func unlimited(t *testing.T, url string) []string {
	return slices.DeleteFunc(environment(t, url), func(v string) bool {
		return strings.HasPrefix(v, "AWS_MAX_ATTEMPTS=") || v == "AWS_ENDPOINT_URL="
	})
}

// goV2 is the driver of aws-sdk-go-v2. What the SDK waits between attempts is left
// out.
type goV2 struct{ is string }

func (g goV2) version() string { return g.is }

func (goV2) do(o order) ([]result, error) {
	var until time.Time
	if o.Put != "" {
		var err error
		if until, err = time.Parse(time.RFC3339Nano, o.Put); err != nil {
			return nil, err
		}
	}
	client := configservice.New(configservice.Options{
		BaseEndpoint: &o.URL, Region: "us-east-1",
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: account, SecretAccessKey: "any"}, nil
		}),
		HTTPClient: awshttp.NewBuildableClient().WithTimeout(time.Duration(o.Timeout) * time.Millisecond),
		Retryer: retry.NewStandard(func(s *retry.StandardOptions) {
			s.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		}),
	})
	results := make([]result, o.Calls)
	for i := range results {
		if o.Put != "" {
			_, err := client.PutRemediationExceptions(context.Background(), &configservice.PutRemediationExceptionsInput{
				ConfigRuleName: aws.String(rule), ResourceKeys: keys("vol-1"), ExpirationTime: &until,
			})
			results[i].Error = nameOf(err)
			continue
		}
		out, err := client.DescribeRemediationExceptions(context.Background(), &configservice.DescribeRemediationExceptionsInput{ConfigRuleName: aws.String(rule)})
		if results[i].Error = nameOf(err); err != nil || out.RemediationExceptions == nil {
			continue
		}
		n := len(out.RemediationExceptions)
		results[i].Items = &n
		if n > 0 && out.RemediationExceptions[0].ExpirationTime != nil {
			at := strconv.FormatFloat(float64(out.RemediationExceptions[0].ExpirationTime.UnixNano())/1e6, 'f', -1, 64)
			results[i].Time = &at
		}
	}
	return results, nil
}

// nameOf returns the code of an error, or else the name of the type that the SDK has
// for it.
func nameOf(err error) string {
	if err == nil {
		return ""
	}
	if api, ok := errors.AsType[smithy.APIError](err); ok {
		return api.ErrorCode()
	}
	switch {
	case isA(err, new(smithy.DeserializationError)):
		return "DeserializationError"
	case isA(err, new(awshttp.ResponseTimeoutError)):
		return "ResponseTimeoutError"
	case isA(err, new(smithyhttp.RequestSendError)):
		return "RequestSendError"
	}
	for errors.Unwrap(err) != nil {
		err = errors.Unwrap(err)
	}
	return reflect.TypeOf(err).String()
}

// A cli is the driver of the AWS CLI, of which each call is a process of its own.
type cli struct {
	t  *testing.T
	is string
}

func newCLI(t *testing.T) (cli, error) {
	out, err := exec.CommandContext(t.Context(), "aws", "--version").Output()
	words := strings.Fields(string(out))
	if err != nil || len(words) == 0 {
		return cli{}, errors.New("the AWS CLI is not installed")
	}
	return cli{t, strings.Replace(words[0], "/", " ", 1) + ", " + strings.Replace(words[len(words)-1], "/", " ", 1)}, nil
}

func (c cli) version() string { return c.is }

// cliErrors has how the CLI begins to report an error of which there is no code.
var cliErrors = map[string]string{
	"Connection was closed before we received": "ConnectionClosedError",
	"Read timeout on endpoint URL":             "ReadTimeoutError",
	"Could not connect to the endpoint URL":    "EndpointConnectionError",
	"An error occurred while reading from":     "ResponseStreamingError",
	"Unable to parse response":                 "ResponseParserError",
	"Connection broken":                        "ResponseStreamingError",
	"object has no attribute":                  "AttributeError",
}

var codeInParentheses = regexp.MustCompile(`An error occurred \(([^)]+)\)`)

func (c cli) do(o order) ([]result, error) {
	args := []string{"configservice", "describe-remediation-exceptions", "--config-rule-name", rule, "--no-paginate", "--output", "json"}
	if o.Put != "" {
		args = []string{"configservice", "put-remediation-exceptions", "--config-rule-name", rule,
			"--resource-keys", "ResourceType=T,ResourceId=i", "--expiration-time", o.Put}
	}
	if o.Timeout > 0 {
		// It knows whole seconds only.
		args = append(args, "--cli-read-timeout", strconv.Itoa(max(1, o.Timeout/1000)))
	}
	results := make([]result, o.Calls)
	for i := range results {
		cmd := exec.CommandContext(c.t.Context(), "aws", args...)
		cmd.Env = unlimited(c.t, o.URL)
		out, err := cmd.Output()
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			results[i].Error = cliError(strings.TrimSpace(string(exit.Stderr)))
			continue
		} else if err != nil {
			return nil, err
		}
		if o.Put != "" || len(bytes.TrimSpace(out)) == 0 {
			continue
		}
		var found struct {
			RemediationExceptions []*struct{ ExpirationTime *string }
		}
		if err := json.Unmarshal(out, &found); err != nil {
			return nil, fmt.Errorf("the CLI printed %s: %w", out, err)
		}
		if all := found.RemediationExceptions; all != nil {
			n := len(all)
			results[i].Items = &n
			if n > 0 && all[0] != nil && all[0].ExpirationTime != nil {
				results[i].Time = inMilliseconds(*all[0].ExpirationTime)
			}
		}
	}
	return results, nil
}

// inMilliseconds returns a time that the CLI has printed as the other drivers do.
func inMilliseconds(printed string) *string {
	if at, err := time.Parse(time.RFC3339Nano, printed); err == nil {
		printed = strconv.FormatFloat(float64(at.UnixMicro())/1000, 'f', -1, 64)
	}
	return &printed
}

// cliError returns the name of the error that the CLI reports.
func cliError(text string) string {
	if code := codeInParentheses.FindStringSubmatch(text); code != nil {
		return code[1]
	}
	for begin, name := range cliErrors {
		if strings.Contains(text, begin) {
			return name
		}
	}
	text, _, _ = strings.Cut(text, "\n")
	return text
}

// goV1 builds and starts the driver of aws-sdk-go v1, which is a module of its own.
func goV1(t *testing.T) driver {
	program := t.TempDir() + "/gov1"
	if goruntime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s", "-o", program, ".")
	build.Dir = "testdata/gov1"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the driver of aws-sdk-go v1: %v\n%s", err, out)
	}
	return newProcess(t, program)
}

// javaScript installs the SDKs for JavaScript into a folder of the test's, and starts
// their drivers.
func javaScript(t *testing.T) (v2, v3 driver) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/js")); err != nil {
		t.Fatal(err)
	}
	install := exec.CommandContext(t.Context(), "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", install, err, out)
	}
	return newProcess(t, "node", "--no-warnings", dir+"/v2.js"), newProcess(t, "node", "--no-warnings", dir+"/v3.mjs")
}
