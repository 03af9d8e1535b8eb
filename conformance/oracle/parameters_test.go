package oracle_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/generated/parameterstest"
)

// TestExpressions shows that the oracle holds a put to an expression as far as all
// syntaxes agree, and where they don't, takes either answer for right, and knows
// afterwards whether the put was done.
func TestExpressions(t *testing.T) {
	const (
		invalid  = "InvalidAllowedPatternException"
		mismatch = "ParameterPatternMismatchException"
	)
	as := oracle.Scope{Account: "123456789012", Region: "us-east-1"}
	now := time.Unix(1900000000, 0)
	for _, tt := range []struct{ pattern, value, allowed string }{
		{`^[0-9]+$`, "12", "accepted"},
		{`^[0-9]+$`, "1a", mismatch},
		{`(`, "(", invalid},
		{`[a`, "a", invalid},
		{`*a`, "a", invalid},
		{`[0-9]+`, "12", "accepted"},
		{`[0-9]+`, "x", mismatch},
		{`[0-9]+`, "x1", "accepted " + invalid + " " + mismatch}, // a part of it matches
		{`(?=v)v`, "v", "accepted " + invalid + " " + mismatch},  // some have look-ahead
		{`^a{$`, "a{", "accepted " + invalid + " " + mismatch},
		{`^[[:alpha:]]$`, "x", "accepted " + invalid + " " + mismatch},
	} {
		for _, answer := range []string{"accepted", invalid, mismatch} {
			o := oracle.New(&parameterstest.Contract, nil)
			in := map[string]any{"Name": "/a", "Value": tt.value, "Type": "String", "AllowedPattern": tt.pattern}
			want := o.Call(as, now, "PutParameter", in)
			reply := oracle.Reply{Code: answer}
			if answer == "accepted" {
				reply = oracle.Reply{Output: want.Output}
			}
			if allowed := strings.Contains(tt.allowed, answer); (o.Agree(want, reply) == nil) != allowed {
				t.Errorf("%q for %q: that %s is allowed is %v, want %v", tt.pattern, tt.value, answer, !allowed, allowed)
			} else if !allowed {
				continue
			}
			got := o.Call(as, now, "GetParameter", map[string]any{"Name": "/a"})
			if there := got.Output != nil; there != (answer == "accepted") {
				t.Errorf("%q for %q was %s, and the parameter is there: %v", tt.pattern, tt.value, answer, there)
			}
		}
	}
}

// TestRepeatedLabels shows that a label that a request gives twice takes the room of one.
func TestRepeatedLabels(t *testing.T) {
	as := oracle.Scope{Account: "123456789012", Region: "us-east-1"}
	now := time.Unix(1900000000, 0)
	for _, tt := range []struct {
		labels []any
		code   string
	}{
		{[]any{"x", "x"}, ""},
		{[]any{"x", "y"}, "ParameterVersionLabelLimitExceeded"},
	} {
		o := oracle.New(&parameterstest.Contract, nil)
		for _, call := range []struct {
			operation string
			in        map[string]any
		}{
			{"PutParameter", map[string]any{"Name": "/a", "Value": "v", "Type": "String"}},
			{"LabelParameterVersion", map[string]any{"Name": "/a", "Labels": []any{"a", "b", "c", "d", "e", "f", "g", "h", "i"}}},
		} {
			if want := o.Call(as, now, call.operation, call.in); want.Output == nil {
				t.Fatalf("%s: %s", call.operation, want)
			} else if err := o.Agree(want, oracle.Reply{Output: want.Output}); err != nil {
				t.Fatal(err)
			}
		}
		want := o.Call(as, now, "LabelParameterVersion", map[string]any{"Name": "/a", "Labels": tt.labels})
		if got := strings.Join(want.Codes, " "); got != tt.code {
			t.Errorf("to nine labels, %v are added: %q, want %q", tt.labels, got, tt.code)
		}
	}
}

// TestSealed shows that the oracle takes any text for a sealed one but that itself, and
// only where it may be sealed.
func TestSealed(t *testing.T) {
	as := oracle.Scope{Account: "123456789012", Region: "us-east-1"}
	now := time.Unix(1900000000, 0)
	for _, tt := range []struct {
		kind    string
		decrypt any
		value   any
		allowed bool
	}{
		{"SecureString", nil, "another", true},
		{"SecureString", false, "kms:a secret", true},
		{"SecureString", nil, "", true},
		{"SecureString", nil, "a secret", false},
		{"SecureString", false, "a secret", false},
		{"SecureString", nil, nil, false},
		{"SecureString", true, "a secret", true},
		{"SecureString", true, "another", false},
		{"String", nil, "a secret", true},
		{"String", nil, "another", false},
		{"String", true, "a secret", true},
	} {
		o := oracle.New(&parameterstest.Contract, nil)
		put := o.Call(as, now, "PutParameter", map[string]any{"Name": "/a", "Value": "a secret", "Type": tt.kind})
		if err := o.Agree(put, oracle.Reply{Output: put.Output}); err != nil {
			t.Fatal(err)
		}
		for _, operation := range []string{"GetParameter", "GetParameters", "GetParametersByPath", "GetParameterHistory"} {
			in := map[string]any{"Name": "/a", "WithDecryption": tt.decrypt}
			switch operation {
			case "GetParameters":
				in = map[string]any{"Names": []any{"/a"}, "WithDecryption": tt.decrypt}
			case "GetParametersByPath":
				in = map[string]any{"Path": "/", "WithDecryption": tt.decrypt}
			}
			want := o.Call(as, now, operation, in)
			// The answer that the oracle has itself, with that value.
			if err := o.Agree(want, oracle.Reply{Output: want.Output}); err != nil {
				t.Errorf("%s of a %s, decrypted %v: its own answer: %v", operation, tt.kind, tt.decrypt, err)
			}
			row, isOne := want.Output["Parameter"].(map[string]any)
			if !isOne {
				row = want.Output["Parameters"].([]any)[0].(map[string]any)
			}
			row["Value"] = tt.value
			if err := o.Agree(want, oracle.Reply{Output: want.Output}); (err == nil) != tt.allowed {
				t.Errorf("%s of a %s, decrypted %v: that %v is there is allowed %v, want %v (%v)", operation, tt.kind, tt.decrypt, tt.value, err == nil, tt.allowed, err)
			}
		}
	}
}

// TestPolicies shows that the oracle holds policies to what is said of them, and takes a
// policy for the same that is written otherwise.
func TestPolicies(t *testing.T) {
	const (
		kind    = "InvalidPolicyTypeException"
		invalid = "InvalidPolicyAttributeException"
	)
	as := oracle.Scope{Account: "123456789012", Region: "us-east-1"}
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	put := func(o *oracle.Oracle, policies string) oracle.Outcome {
		return o.Call(as, now, "PutParameter", map[string]any{"Name": "/a", "Value": "v", "Type": "String", "Overwrite": true, "Tier": "Advanced", "Policies": policies})
	}
	expires := func(at string) string {
		return `{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"` + at + `"}}`
	}
	for policies, code := range map[string]string{
		`no JSON`:                   invalid,
		`{}`:                        invalid,
		`[{"Type":"Expirations"}]`:  kind,
		`[{"Type":"Expiration"}]`:   invalid,
		`[` + expires("soon") + `]`: invalid,
		`[` + expires("2030-01-01T00:00:00Z") + `]`:                                   invalid,
		`[` + expires("2030-01-01T00:00:01Z") + `]`:                                   "",
		`[{"Type":"NoChangeNotification","Attributes":{"After":"1","Unit":"Weeks"}}]`: invalid,
		`[{}]`: "",
		`[]`:   "",
	} {
		want := put(oracle.New(&parameterstest.Contract, nil), policies)
		if accepted := want.Output != nil; accepted != (code == "") || code != "" && !strings.Contains(strings.Join(want.Codes, " "), code) {
			t.Errorf("%s is to be answered with %v, want %q", policies, want, code)
		}
	}

	o := oracle.New(&parameterstest.Contract, nil)
	put(o, `[`+expires("2030-01-01T01:00:10+01:00")+`]`)
	want := o.Call(as, now, "DescribeParameters", map[string]any{})
	shown := func(text, kind, status string) oracle.Reply {
		row := maps.Clone(want.Output["Parameters"].([]any)[0].(map[string]any))
		row["Policies"] = []any{map[string]any{"PolicyText": text, "PolicyType": kind, "PolicyStatus": status}}
		return oracle.Reply{Output: map[string]any{"Parameters": []any{row}}}
	}
	for _, tt := range []struct {
		reply   oracle.Reply
		allowed bool
	}{
		{shown(expires("2030-01-01T01:00:10+01:00"), "Expiration", "Pending"), true},
		{shown(`{ "Attributes": {"Timestamp": "2030-01-01T00:00:10.000Z"}, "Type": "Expiration", "Version": "1.0" }`, "Expiration", "Pending"), true},
		{shown(expires("2030-01-01T00:00:11Z"), "Expiration", "Pending"), false},
		{shown(expires("2030-01-01T00:00:10Z"), "Expiration", "Finished"), false},
		{shown(expires("2030-01-01T00:00:10Z"), "NoChangeNotification", "Pending"), false},
		{shown(`no JSON`, "Expiration", "Pending"), false},
	} {
		if err := o.Agree(want, tt.reply); (err == nil) != tt.allowed {
			t.Errorf("that %v is shown is allowed: %v, want %t", tt.reply.Output, err, tt.allowed)
		}
	}
	for seconds, there := range map[int]bool{9: true, 10: false} {
		got := o.Clone().Call(as, now.Add(time.Duration(seconds)*time.Second), "GetParameterHistory", map[string]any{"Name": "/a"})
		if (got.Output != nil) != there {
			t.Errorf("after %d seconds, the parameter is there: %t, want %t", seconds, got.Output != nil, there)
		}
	}
}

// TestUnfoundVersions shows that a version that is not there may be listed as it was asked
// for, or by the name of the parameter.
func TestUnfoundVersions(t *testing.T) {
	as := oracle.Scope{Account: "123456789012", Region: "us-east-1"}
	now := time.Unix(1900000000, 0)
	for _, tt := range []struct {
		listed  []any
		allowed bool
	}{
		{[]any{"/a:3", "/b"}, true},
		{[]any{"/a", "/b"}, true},
		{[]any{"/a", "/a:3", "/b"}, true},
		{[]any{"/b"}, false},
		{[]any{"/a:3"}, false},
		{[]any{"/a:2", "/b"}, false},
		{[]any{"/a", "/b", "/c"}, false},
		{nil, false},
	} {
		o := oracle.New(&parameterstest.Contract, nil)
		want := o.Call(as, now, "GetParameters", map[string]any{"Names": []any{"/a:3", "/b"}})
		got := oracle.Reply{Output: map[string]any{"Parameters": []any{}, "InvalidParameters": tt.listed}}
		if err := o.Agree(want, got); (err == nil) != tt.allowed {
			t.Errorf("that %v are listed is allowed: %v, want %t", tt.listed, err, tt.allowed)
		}
	}
}
