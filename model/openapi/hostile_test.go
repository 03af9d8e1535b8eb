package openapi

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/internal/readertest"
)

// document returns a document of one operation, Send, whose input is the
// schema In.
func document(schemas string) string {
	return `{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "x-signing-name": "svc", "x-protocol": "awsJson1_1",
"paths": {"/#X-Amz-Target=Svc.Send": {"post": {"operationId": "Send", "description": "Sends.",
  "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}},
  "responses": {"200": {"description": "Success"}}}}},
"components": {"schemas": {
` + schemas + `
}}}`
}

// readProblems reads a document that is wrong, and returns what is said of it.
func readProblems(t *testing.T, schemas string) string {
	t.Helper()
	_, err := Read("model.json", []byte(document(schemas)))
	if err == nil {
		t.Fatalf("Read(%s) has no problem", schemas)
	}
	readertest.CheckProblems(t, err)
	return err.Error()
}

func TestReferencesWithEscapes(t *testing.T) {
	for _, tt := range []struct{ ref, name, want string }{
		{"#/components/schemas/a~1b", "a/b", `"a/b" is no name for a component`},
		{"#/components/schemas/a~0b", "a~b", `"a~b" is no name for a component`},
		{"#/components/schemas/a~01b", "a~1b", `"a~1b" is no name for a component`},
		{"#/components/schemas/a%7E1b", "a/b", `"a/b" is no name for a component`},
		{"#/components/schemas/a%2Fb", "a/b", "leads nowhere"},
		{"#/components/schemas/a/b", "a/b", "leads nowhere"},
		{"#/components/schemas/a~2b", "a~2b", "can't be read: a ~ is followed by 0 or 1"},
		{"#/components/schemas/a~", "a~", "can't be read: a ~ is followed by 0 or 1"},
		{"#/components/schemas/a%", "a%", "can't be read: a % is followed by two hexadecimal digits"},
		{"#/components/schemas/a%zzb", "a%zzb", "can't be read: a % is followed by two hexadecimal digits"},
		{"#/components/schemas/", "", "leads nowhere|not to a schema with a name"},
		{"#components/schemas/a", "a", "can't be read: a / follows the #"},
		{"#/components/schemas/In/properties", "a", "not to a schema with a name"},
	} {
		problems := readProblems(t, fmt.Sprintf(`"In": {"type": "object", "properties": {"A": {"$ref": %q}}},
%q: {"type": "object", "properties": {"x": {"type": "string"}}}`, tt.ref, tt.name))
		found := false
		for want := range strings.SplitSeq(tt.want, "|") {
			found = found || strings.Contains(problems, want)
		}
		if !found {
			t.Errorf("a reference to %s: %s\nwant %s", tt.ref, problems, tt.want)
		}
	}
	for _, ref := range []string{"#/components/schemas/a.b-c_d", "#/components/schemas/a%2Eb-c_d", "#/components%2Fschemas/a.b-c_d"} {
		api, err := Read("model.json", []byte(document(fmt.Sprintf(`"In": {"type": "object", "properties": {"A": {"$ref": %q}}},
"a.b-c_d": {"type": "string"}`, ref))))
		if err != nil {
			t.Errorf("a reference to %s: %v", ref, err)
		} else if got := api.Shape("In").Members[0].Shape; got != "a.b-c_d" {
			t.Errorf("a reference to %s leads to %s", ref, got)
		}
	}
}

// TestReferencesThatMultiply reads documents that have more places than any
// machine could visit.
func TestReferencesThatMultiply(t *testing.T) {
	const levels = 30
	for name, schema := range map[string]string{
		"members": `{"type": "object", "required": ["A"], "properties": {"A": NEXT, "B": NEXT, "C": NEXT, "Text": {"type": "string", "maxLength": 9}}}`,
		"lists":   `{"type": "object", "properties": {"A": {"type": "array", "items": NEXT}, "B": {"type": "array", "items": NEXT}}}`,
		"maps":    `{"type": "object", "properties": {"A": {"type": "object", "additionalProperties": NEXT}, "B": NEXT, "C": NEXT}}`,
		"allOf":   `{"type": "object", "properties": {"A": {"allOf": [NEXT, {"description": "A."}]}, "B": {"allOf": [NEXT]}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			schemas := `"In": ` + schema
			for i := range levels {
				schemas = strings.ReplaceAll(schemas, "NEXT", fmt.Sprintf(`{"$ref": "#/components/schemas/S%d"}`, i)) + fmt.Sprintf(",\n\"S%d\": ", i) + schema
			}
			schemas = strings.ReplaceAll(schemas, "NEXT", `{"type": "string", "maxLength": 9}`)
			api := readInTime(t, document(schemas))
			if len(api.Shapes) < levels {
				t.Errorf("there are %d shapes, want all", len(api.Shapes))
			}
			if n := len(api.Operations[0].Clauses); n > 10_000 {
				t.Errorf("there are %d clauses", n)
			}
			if len(api.Warnings) != 1 || !strings.Contains(api.Warnings[0].String(), "Send: the structures of the input name each other so often") {
				t.Errorf("the warnings are %v, want one about clauses that are left out", api.Warnings)
			}
			met := 0
			api.EachMember("In", func(model.Path, *model.Shape, *model.Member) { met++ })
			if met < levels || met > 10_000 {
				t.Errorf("EachMember met %d members", met)
			}
		})
	}
}

// readInTime reads a document, and fails long before one that multiplies is
// through.
func readInTime(t *testing.T, src string) *model.API {
	t.Helper()
	type result struct {
		api *model.API
		err error
	}
	done := make(chan result, 1)
	go func() {
		api, err := Read("model.json", []byte(src))
		done <- result{api, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			t.Fatal(r.err)
		}
		return r.api
	case <-time.After(3 * time.Minute):
		t.Fatal("the document is still not read after 3 minutes")
	}
	return nil
}

// TestManyOperationsShareAnInput holds that the inputs of all operations
// together have a bounded number of clauses.
func TestManyOperationsShareAnInput(t *testing.T) {
	sample.SkipRace(t)
	var schemas, paths strings.Builder
	schemas.WriteString(`"In": {"type": "object", "properties": {`)
	for i := range 1000 {
		fmt.Fprintf(&schemas, `"M%d": {"type": "string", "maxLength": 9},`, i)
	}
	schemas.WriteString(`"Last": {"type": "string"}}}`)
	for i := range 500 {
		fmt.Fprintf(&paths, `"/#X-Amz-Target=Svc.Send%d": {"post": {"responses": {"200": {"description": "Success"}},
			"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}}}},`, i)
	}
	api := readInTime(t, strings.Replace(document(schemas.String()), `"paths": {`, `"paths": {`+paths.String(), 1))
	count := 0
	for i := range api.Operations {
		count += len(api.Operations[i].Clauses)
	}
	if count < 100_000 || count > 210_000 {
		t.Errorf("the operations have %d clauses, want some 200,000", count)
	}
	if len(api.Warnings) == 0 {
		t.Error("no warning says that clauses are left out")
	}
}

func TestNestingIsBounded(t *testing.T) {
	sample.SkipRace(t)
	nested := func(open, end string, depth int) string {
		return `"In": {"type": "object", "properties": {"A": ` + strings.Repeat(open, depth) + `{"type": "string"}` + strings.Repeat(end, depth) + `}}`
	}
	chain := func(schema string, depth int) string {
		var b strings.Builder
		b.WriteString(`"In": {"type": "object", "properties": {"A": {"$ref": "#/components/schemas/S0"}}},`)
		for i := range depth {
			fmt.Fprintf(&b, `"S%d": `+schema+",\n", i, i+1)
		}
		fmt.Fprintf(&b, `"S%d": {"type": "string"}`, depth)
		return b.String()
	}
	for name, build := range map[string]func(depth int) string{
		"lists written in place": func(n int) string { return nested(`{"type": "array", "items": `, `}`, n) },
		"maps written in place":  func(n int) string { return nested(`{"type": "object", "additionalProperties": `, `}`, n) },
		"structures":             func(n int) string { return nested(`{"type": "object", "properties": {"A": `, `}}`, n) },
		"lists with names": func(n int) string {
			return chain(`{"type": "array", "items": {"$ref": "#/components/schemas/S%d"}}`, n)
		},
		"references": func(n int) string { return chain(`{"$ref": "#/components/schemas/S%d"}`, n) },
		"allOf":      func(n int) string { return chain(`{"allOf": [{"$ref": "#/components/schemas/S%d"}]}`, n) },
		"tightening": func(n int) string {
			return chain(`{"allOf": [{"$ref": "#/components/schemas/S%d"}, {"maxLength": 9}]}`, n)
		},
	} {
		for _, depth := range []int{200, 2000} {
			problems := readProblems(t, build(depth))
			if !strings.Contains(problems, "deep here") && !strings.Contains(problems, "leads in a circle") {
				t.Errorf("%s, %d deep: %.300s", name, depth, problems)
			}
			if n := strings.Count(problems, "64 deep here"); n > 1 {
				t.Errorf("%s, %d deep: said %d times", name, depth, n)
			}
		}
		if _, err := Read("model.json", []byte(document(build(30)))); err != nil {
			t.Errorf("%s, 30 deep: %v", name, err)
		}
	}
	// Lists are one type in Go, whichever of them is met first.
	for _, first := range []int{0, 20, 35} {
		lists := fmt.Sprintf(`"In": {"type": "object", "properties": {"A": {"$ref": "#/components/schemas/S%d"}, "B": {"$ref": "#/components/schemas/S0"}}}`, first)
		for i := range 40 {
			lists += fmt.Sprintf(`, "S%d": {"type": "array", "items": {"$ref": "#/components/schemas/S%d"}}`, i, i+1)
		}
		problems := readProblems(t, lists+`, "S40": {"type": "string"}`)
		if !strings.Contains(problems, "S7: lists and maps are nested more than 32 deep here") {
			t.Errorf("40 lists, of which S%d is met first: %s", first, problems)
		}
	}
	// What is within itself is not deep.
	api, err := Read("model.json", []byte(document(`"In": {"type": "object", "properties": {"A": {"type": "array", "items": {"$ref": "#/components/schemas/In"}}}}`)))
	if err != nil || len(api.Warnings) > 0 {
		t.Errorf("a structure with itself as a member: %v, %v", err, api.Warnings)
	}
}

// TestDeepBrackets reads JSON that is nested for its own sake.
func TestDeepBrackets(t *testing.T) {
	for _, depth := range []int{9_000, 200_000} {
		brackets := strings.Repeat("[", depth) + strings.Repeat("1,", 200_000) + "1" + strings.Repeat("]", depth)
		start := time.Now()
		_, err := Read("model.json", []byte(document(`"In": {"type": "object", "example": `+brackets+`}`)))
		if err == nil || !strings.HasPrefix(err.Error(), "model.json:") {
			t.Errorf("%d brackets: %.300v", depth, err)
		}
		if took := time.Since(start); took > 3*time.Minute {
			t.Errorf("%d brackets took %s", depth, took)
		}
	}
}

func TestAllOfInCircles(t *testing.T) {
	for _, schemas := range []string{
		`"In": {"allOf": [{"$ref": "#/components/schemas/X"}]}, "X": {"allOf": [{"$ref": "#/components/schemas/In"}, {"description": "d"}]}`,
		`"In": {"type": "object", "properties": {"A": {"$ref": "#/components/schemas/X"}}},
			"X": {"allOf": [{"$ref": "#/components/schemas/Y"}]}, "Y": {"allOf": [{"$ref": "#/components/schemas/X"}]}`,
		`"In": {"type": "object", "properties": {"A": {"type": "array", "items": {"$ref": "#/components/schemas/X"}}}},
			"X": {"allOf": [{"$ref": "#/components/schemas/Y"}]}, "Y": {"$ref": "#/components/schemas/X"}`,
		`"In": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/X"}},
			"X": {"allOf": [{"$ref": "#/components/schemas/Y"}, {"maxLength": 3}]}, "Y": {"allOf": [{"$ref": "#/components/schemas/X"}, {"minLength": 3}]}`,
		`"In": {"allOf": [{"$ref": "#/components/schemas/In"}]}`,
		`"In": {"allOf": [{"allOf": [{"$ref": "#/components/schemas/In"}]}, {"type": "object"}]}`,
	} {
		if problems := readProblems(t, schemas); !strings.Contains(problems, "leads in a circle") {
			t.Errorf("%s: %s", schemas, problems)
		}
	}
}
