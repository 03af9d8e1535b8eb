package openapi

import (
	"strings"
	"testing"
)

// TestNumbersBesideEscapes reads documents that kin-openapi takes for YAML,
// which has no escape \/ and no surrogate pairs: those with a length that is
// whole and not written as such.
func TestNumbersBesideEscapes(t *testing.T) {
	for _, number := range []string{"10.0", "1e1", "10.000", "1E+1", "100e-1", "10"} {
		for _, text := range []string{`a\/b`, `\ud83d\ude00`, `\uD83D\uDE00 and \/`, `\u0000`, `é`, `\u2028`} {
			api, err := Read("model.json", []byte(document(`"In": {"type": "object", "properties": {
				"A": {"type": "string", "minLength": 0.0, "maxLength": `+number+`, "description": "`+text+`"},
				"B": {"type": "array", "items": {"type": "string"}, "maxItems": `+number+`}}}`)))
			if err != nil {
				t.Errorf("a length of %s beside %s: %v", number, text, err)
				continue
			}
			if a, b := api.Shape("In.A").Max, api.Shape("In.B").Max; a.Int != 10 || b.Int != 10 {
				t.Errorf("a length of %s is %d and %d, want 10", number, a.Int, b.Int)
			}
		}
	}
}

// TestBoundsBeyondTheirType reads bounds that no value is beyond, and those that
// every value is.
func TestBoundsBeyondTheirType(t *testing.T) {
	for _, tt := range []struct{ schema, kind, min, max string }{
		{`{"type": "integer", "maximum": 9223372036854776000}`, "long", "", ""},
		{`{"type": "integer", "maximum": 9223372036854775807, "minimum": -9223372036854775808}`, "long", "-9223372036854775808", "9223372036854775807"},
		{`{"type": "integer", "maximum": 9223372036854775808, "minimum": -9223372036854775809}`, "long", "", ""},
		{`{"type": "integer", "minimum": -1e30, "maximum": 1e12}`, "long", "", "1000000000000"},
		{`{"type": "integer", "format": "long", "minimum": 0}`, "long", "0", ""},
		{`{"type": "integer", "format": "int64"}`, "long", "", ""},
		{`{"type": "integer", "format": "int32", "maximum": 1e12, "minimum": -3000000000}`, "integer", "", ""},
		{`{"type": "string", "maxLength": 1e12, "minLength": 1.0}`, "string", "1", ""},
		{`{"type": "number", "maximum": 9223372036854776000}`, "double", "", "9.223372036854776e+18"},
	} {
		api, err := Read("model.json", []byte(document(`"In": {"type": "object", "properties": {"A": `+tt.schema+`}}`)))
		if err != nil {
			t.Errorf("%s: %v", tt.schema, err)
			continue
		}
		s := api.Shape("In.A")
		var low, high string
		if s.Min != nil {
			low = print(*s.Min)
		}
		if s.Max != nil {
			high = print(*s.Max)
		}
		if string(s.Kind) != tt.kind || low != tt.min || high != tt.max {
			t.Errorf("%s is a %s from %q to %q, want a %s from %q to %q", tt.schema, s.Kind, low, high, tt.kind, tt.min, tt.max)
		}
	}
	for schema, want := range map[string]string{
		`{"type": "integer", "minimum": 1e19}`:                             "minimum 1e19 is out of range",
		`{"type": "integer", "format": "int32", "maximum": -1e10}`:         "maximum -1e10 is out of range",
		`{"type": "string", "maxLength": -1}`:                              "maxLength -1 is out of range",
		`{"type": "string", "minLength": 1e10}`:                            "minLength 1e10 is out of range",
		`{"type": "integer", "maximum": 0.5}`:                              "maximum 0.5 is no whole number",
		`{"type": "integer", "maximum": 1e999999999}`:                      "maximum 1e999999999 is out of range",
		`{"type": "number", "minimum": 1` + strings.Repeat("0", 500) + `}`: "is out of range",
	} {
		if problems := readProblems(t, `"In": {"type": "object", "properties": {"A": `+schema+`}}`); !strings.Contains(problems, want) {
			t.Errorf("%s: %s, want %s", schema, problems, want)
		}
	}
}
