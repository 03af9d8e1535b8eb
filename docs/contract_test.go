package docs_test

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance/effectiveness"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

var updateContract = flag.Bool("update-contract", false, "write contract.md")

// TestContractReference shows that contract.md is what the tables and comments of the
// code say of the language of contracts.
func TestContractReference(t *testing.T) {
	got := contractReference(t)
	if *updateContract {
		if err := os.WriteFile("contract.md", []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, _ := os.ReadFile("contract.md")
	if got != string(want) {
		t.Errorf("contract.md is not up to date; to write it: make reference")
	}
}

// TestContractKeys shows that the reference has the keys that contracts have, no more and
// no fewer: those that are named where one is unknown.
func TestContractKeys(t *testing.T) {
	text := `{"smithy": "2.0", "shapes": {
"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#PutNote"}], "traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}},
"ex#PutNote": {"type": "operation", "input": {"target": "ex#Note"}},
"ex#Colour": {"type": "enum", "members": {"RED": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "RED"}}}},
"ex#Note": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"}, "Colour": {"target": "ex#Colour"}}}}}`
	for _, set := range contractKeys {
		_, _, err := frontend.Read(frontend.File{Name: "m.json", Data: []byte(text)}, &frontend.File{Name: "c.json", Data: []byte(set.probe)})
		found := regexp.MustCompile(`unknown key "zzz"; the keys here are (.+)`).FindStringSubmatch(fmt.Sprint(err))
		if found == nil {
			t.Errorf("%s: the error is %v", set.title, err)
			continue
		}
		var names []string
		for _, k := range set.keys {
			names = append(names, k.name)
		}
		slices.Sort(names)
		if got := strings.Join(names, ", "); got != found[1] {
			t.Errorf("%s: the reference has the keys %s; the reader has %s", set.title, got, found[1])
		}
	}
}

// contractReference returns the page.
func contractReference(t *testing.T) string {
	t.Helper()
	r := &reference{rules: rulesOf(t), shown: []shown{
		newShown(t, "../model/putremediationexceptions.json", "", "remediation"),
		newShown(t, "../model/parameters/ssm.json", "../model/parameters/contract.json", "parameters"),
		newShown(t, "../model/pipelines/sagemaker.json", "../model/pipelines/contract.json", "pipelines"),
	}}
	r.line("# The language of contracts\n")
	r.line("<!-- contract: made by TestContractReference -->\n")
	r.line("A contract says what the operations of an API mean. This page lists all that it can say: the keys of its objects, and the kinds of its clauses. " +
		"`make reference` writes it from the tables and comments of the code. [second-api.md](second-api.md) makes a contract for an API from the beginning, and " +
		"`gen init` guesses a first one.\n")
	r.index()
	for _, set := range contractKeys {
		r.line("## %s\n\n%s\n\n| key | value | meaning |\n|---|---|---|", set.title, set.intro)
		for _, k := range set.keys {
			r.line("| `%s` | %s | %s |", k.name, k.value, k.meaning)
		}
		r.line("")
	}
	r.line("Beside these, `guess` stands where `gen init` has guessed: `gen` warns of it until it is deleted.\n")
	r.preset(t)
	r.line("## Kinds\n")
	for _, k := range model.Kinds() {
		r.kind(t, k)
	}
	r.line("## constraint\n\nNobody writes a clause of this kind: each limit in the schemas of an operation's input is one, with an id such as `PutRemediationExceptions.ResourceKeys.maxItems`.\n")
	r.properties("constraint")
	r.line("<!-- end -->")
	return r.b.String()
}

// A reference is the page as it is written.
type reference struct {
	b     strings.Builder
	rules map[string]*rule
	shown []shown
}

// A shown is a contract of ours from which the page has examples.
type shown struct {
	api      *model.API
	document string              // in which the clauses stand
	code     map[string][]string // the lines of files
}

// newShown returns a contract, which may stand in a file of its own, and the code of the
// package that is generated from it.
func newShown(t *testing.T, shapes, contract, code string) shown {
	t.Helper()
	api, _, err := frontend.Open(shapes, contract)
	if err != nil {
		t.Fatal(err)
	}
	return shown{api, read(t, cmp.Or(contract, shapes)), generatedCode(t, code)}
}

// example returns the first clause of a kind in our contracts, with its contract, or nil.
func (r *reference) example(kind string) (*model.Clause, *shown) {
	for i := range r.shown {
		for _, p := range r.shown[i].api.AllClauses() {
			if p.Clause.Kind == kind {
				return p.Clause, &r.shown[i]
			}
		}
	}
	return nil, nil
}

func (r *reference) line(format string, args ...any) { fmt.Fprintf(&r.b, format+"\n", args...) }

// index lists the objects and kinds.
func (r *reference) index() {
	for _, set := range contractKeys {
		r.line("* [%s](#%s)", set.title, anchor(set.title))
	}
	r.line("* [Clauses of a protocol](#clauses-of-a-protocol)")
	r.line("* [Kinds](#kinds) of clauses:\n\n| kind | at operations that | choices |\n|---|---|---|")
	for _, k := range model.Kinds() {
		on := "the whole contract"
		if k.On != nil {
			var verbs []string
			for _, v := range k.On {
				verbs = append(verbs, string(v))
			}
			on = strings.Join(verbs, ", ")
		}
		r.line("| [%s](#%s) | %s | %s |", k.Name, anchor(k.Name), on, choicesOf(k))
	}
	r.line("| [constraint](#constraint) | all | |\n")
}

func choicesOf(k model.Kind) string {
	var all []string
	for _, c := range k.Choices {
		if strings.HasSuffix(c, ":") {
			c += "CODE"
		}
		all = append(all, "`"+c+"`")
	}
	return strings.Join(all, ", ")
}

// anchor returns the anchor of a heading, as GitHub makes it.
func anchor(heading string) string {
	return strings.ReplaceAll(regexp.MustCompile(`[^a-z0-9 -]`).ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}

// preset lists the clauses of a protocol.
func (r *reference) preset(t *testing.T) {
	t.Helper()
	r.line("## Clauses of a protocol\n\nWhat `\"protocol-clauses\": \"awsJson1_1\"` stands for; the clauses of `awsJson1_0` are the same, with its own content type. " +
		"Those that were seen of one service are `observed`.\n\n| id | kind | provenance | description |\n|---|---|---|---|")
	text := `{"smithy": "2.0", "shapes": {"ex#S": {"type": "service", "version": "1", "operations": [{"target": "ex#Ping"}],
		"traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}}, "ex#Ping": {"type": "operation"}}}`
	api, _, err := frontend.Read(frontend.File{Name: "m.json", Data: []byte(text)}, &frontend.File{Name: "c.json", Data: []byte(`{"package": "s", "protocol-clauses": "awsJson1_1"}`)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range api.Clauses {
		r.line("| `%s` | [%s](#%s) | %s | %s |", c.ID, c.Kind, anchor(c.Kind), c.Provenance, c.Description)
	}
	r.line("")
}

// kind describes one kind.
func (r *reference) kind(t *testing.T, k model.Kind) {
	rule := r.rules[k.Name]
	if rule == nil {
		t.Errorf("the comment on no rule in package model has the kind %s", k.Name)
		return
	}
	r.line("### %s\n\n%s", k.Name, rule.doc)
	for _, f := range rule.fields {
		r.line("* `%s` in Go: %s", f.name, f.doc)
	}
	if len(rule.fields) > 0 {
		r.line("")
	}
	example, of := r.example(k.Name)
	if example == nil {
		t.Errorf("our contracts have no clause of kind %s that could be an example", k.Name)
		return
	}
	r.line("An example:\n\n%s", indented(of.clauseText(t, example)))
	if code := of.codeOf(example.ID); code != "" {
		r.line("The Go it becomes:\n\n%s", indented(code))
	} else {
		r.line("It becomes no line of generated code: package `fake/runtime` keeps it for all operations.\n")
	}
	r.properties(k.Name)
}

// properties lists what the suite checks for a kind.
func (r *reference) properties(kind string) {
	r.line("Checked by:\n")
	found := false
	for _, p := range effectiveness.Properties() {
		if p.Kind == kind {
			found = true
			r.line("* %s", p.Name)
		}
	}
	if !found {
		r.line("* the random calls, which know the whole contract")
	}
	r.line("")
}

// clauseText returns a clause as the document has it, or, of a preset, as a document would.
func (s *shown) clauseText(t *testing.T, c *model.Clause) string {
	lines := strings.SplitAfter(s.document, "\n")
	rest := strings.Join(lines[c.Pos.Line-1:], "")[c.Pos.Column-1:]
	var raw json.RawMessage
	if err := json.NewDecoder(strings.NewReader(rest)).Decode(&raw); err != nil {
		t.Fatal(err)
	}
	if raw[0] == '{' {
		return string(dedent(string(raw), c.Pos.Column-1))
	}
	text := fmt.Sprintf(`{"id": %q, "kind": %q, "provenance": %q`, c.ID, c.Kind, c.Provenance)
	rule := reflect.ValueOf(c.Rule)
	for i := range rule.NumField() {
		key := strings.ToLower(rule.Type().Field(i).Name)
		if key == "name" {
			key = "rule"
		}
		if value := rule.Field(i).String(); value != "" {
			text += fmt.Sprintf(`, %q: %q`, key, value)
		}
	}
	return text + fmt.Sprintf(",\n \"description\": %q,\n \"source\": %q}", c.Description, c.Source)
}

// dedent takes so many spaces from the beginnings of all lines but the first.
func dedent(text string, n int) string {
	return strings.ReplaceAll(text, "\n"+strings.Repeat(" ", n), "\n")
}

// codeOf returns the first lines of generated code under a clause's comment.
func (s *shown) codeOf(id string) string {
	const most = 14
	said := regexp.MustCompile(`^(\t+)// clauses? (?:.+, )?` + regexp.QuoteMeta(id) + `[:,]`)
	for _, name := range []string{"operations.go", "fake.go", "state.go", "profile.go", "validate.go", "decode.go"} {
		lines := s.code[name]
		for i, line := range lines {
			found := said.FindStringSubmatch(line)
			if found == nil {
				continue
			}
			var shown []string
			for _, l := range lines[i:] {
				own, inside := strings.CutPrefix(l, found[1])
				if l == "" || !inside || len(shown) > 0 && strings.HasPrefix(own, "// clause") {
					break
				}
				if shown = append(shown, own); len(shown) == most {
					shown = append(shown, "…")
					break
				}
			}
			return strings.Join(shown, "\n")
		}
	}
	return ""
}

func generatedCode(t *testing.T, pkg string) map[string][]string {
	t.Helper()
	code := map[string][]string{}
	names, err := filepath.Glob("../generated/" + pkg + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		code[filepath.Base(name)] = strings.Split(read(t, name), "\n")
	}
	return code
}

// indented returns a text as a block of code.
func indented(text string) string {
	text = strings.ReplaceAll(text, "\t", "    ")
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n"
}

// A rule is what package model says of a kind in its comments.
type rule struct {
	doc    string
	fields []ruleField
}

type ruleField struct{ name, doc string }

// rulesOf reads the comments on rules in package model, by the kinds that they name.
func rulesOf(t *testing.T) map[string]*rule {
	t.Helper()
	rules := map[string]*rule{}
	names, err := filepath.Glob("../model/*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`\{"kind": "([^"]+)"`)
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			decl, ok := d.(*ast.GenDecl)
			if !ok || decl.Tok != token.TYPE {
				continue
			}
			spec := decl.Specs[0].(*ast.TypeSpec)
			for _, found := range named.FindAllStringSubmatch(decl.Doc.Text(), -1) {
				rules[found[1]] = newRule(spec, decl.Doc.Text())
			}
		}
	}
	return rules
}

// newRule returns a rule with its comment as Markdown.
func newRule(spec *ast.TypeSpec, doc string) *rule {
	text := strings.ReplaceAll(strings.TrimSpace(doc), "\t", "    ")
	text = regexp.MustCompile(`\[([A-Z]\w*(?:\.\w+)?)\]`).ReplaceAllString(text, "`$1`")
	text = strings.Replace(text, spec.Name.Name+" says", "Says", 1)
	r := &rule{doc: text + "\n"}
	if s, ok := spec.Type.(*ast.StructType); ok {
		for _, f := range s.Fields.List {
			said := strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
			for _, name := range f.Names {
				if said != "" {
					r.fields = append(r.fields, ruleField{name.Name, said})
				}
			}
		}
	}
	return r
}
