package oracle_test

import (
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
)

// TestIdempotency shows what the oracle makes of requests that are repeated with their
// tokens, and of others that have the same.
func TestIdempotency(t *testing.T) {
	create := func(name, token, more, want string) step {
		return step{call: "CreatePipeline", input: `{'PipelineName': '` + name + `', 'ClientRequestToken': '` + padded(token) + `', 'RoleArn': 'arn:aws:iam::123456789012:role/r', 'PipelineDefinition': '{}'` + more + `}`, want: want}
	}
	remove := func(name, token, want string) step {
		return step{call: "DeletePipeline", input: `{'PipelineName': '` + name + `', 'ClientRequestToken': '` + padded(token) + `'}`, want: want}
	}
	made := func(name string) string {
		return `{'PipelineArn':'arn:aws:sagemaker:us-east-1:123456789012:pipeline/` + name + `'}`
	}
	const conflict, absent = "ConflictException", "ResourceNotFound"
	for _, s := range []script{
		{"again is once", nil, []step{create("a", "t", "", made("a")), create("a", "t", "", made("a")), create("a", "u", "", conflict)}},
		{"null and what is not known are no difference", nil, []step{create("a", "t", "", made("a")), create("a", "t", `, 'Tags': null, 'NoSuchMember': 1`, made("a"))}},
		{"another request", nil, []step{create("a", "t", "", made("a")), create("b", "t", "", conflict), create("a", "t", `, 'PipelineDescription': 'd'`, conflict), create("b", "u", "", made("b"))}},
		{"another request, answered", map[string]string{"create-token-other": "answered"}, []step{create("a", "t", "", made("a")), create("b", "t", "", made("a")), create("b", "u", "", made("b"))}},
		{"another request, executed", map[string]string{"create-token-other": "executed"}, []step{create("a", "t", "", made("a")), create("b", "t", "", made("b")), create("b", "t", "", made("b"))}},
		{"a request that failed has no token", nil, []step{create("a", "t", "", made("a")), create("a", "u", "", conflict), create("b", "u", "", made("b"))}},
		{"gone", nil, []step{create("a", "t", "", made("a")), remove("a", "d", "{}"), create("a", "t", "", made("a")), create("a", "v", "", conflict)}},
		{"gone, answered", map[string]string{"create-token-gone": "answered"}, []step{create("a", "t", "", made("a")), remove("a", "d", "{}"), create("a", "t", "", made("a")), create("a", "v", "", made("a"))}},
		{"deleted once", nil, []step{create("a", "t", "", made("a")), remove("a", "d", "{}"), remove("a", "d", "{}"), remove("a", "e", absent), remove("b", "d", conflict+" or "+absent),
			create("a", "u", "", made("a")), remove("a", "d", "{}"), create("a", "v", "", conflict)}},
		{"each operation has its own", nil, []step{create("a", "t", "", made("a")), remove("a", "t", "{}")}},
	} {
		t.Run(s.name, func(t *testing.T) {
			o := oracle.New(&pipelinestest.Contract, s.profile)
			for i, step := range s.steps {
				out := o.Call(home, epoch.Add(time.Duration(i)*time.Second), step.call, object(t, step.input))
				if got, want := out.String(), quoted(step.want); got != want {
					t.Errorf("step %d, %s(%s)\n got %s\nwant %s", i+1, step.call, step.input, got, want)
				}
				if out.Output == nil {
					continue
				}
				if err := o.Agree(out, oracle.Reply{Output: out.Output}); err != nil {
					t.Errorf("step %d: the oracle does not agree with itself: %v", i+1, err)
				}
			}
		})
	}
}

// padded returns a token that is long enough.
func padded(token string) string { return token + "-00000000-0000-0000-0000-000000000000" }
