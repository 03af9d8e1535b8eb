package names_test

import (
	"go/token"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/model"
)

// hostile are names that generated code has for itself, that differ in nothing
// that Go can see, or that a name made up for another would collide with.
var hostile = strings.Fields(`API Fake New State Profile Clock Call Faults Reset At Scope ServeHTTP Validate
	EncodeJSON DecodeJSON MarshalJSON UnmarshalJSON EncodeJSONField EncodeJSONField2 StateType StateType2
	FakeValue a-b aB a_b AB ABField type func string len f value fake runtime main Contract Shapes ResetOperation`)

// api returns an API in which everything wishes each of the hostile names.
func api() *model.API {
	a := &model.API{Name: "Example", Package: "example"}
	a.Shapes = append(a.Shapes, model.Shape{Name: "text", Kind: model.String})
	for _, name := range hostile {
		s := model.Shape{Name: "s:" + name, GoName: model.GoName(name), Kind: model.Structure}
		e := model.Shape{Name: "e:" + name, GoName: model.GoName(name), Kind: model.Enum}
		for _, member := range hostile {
			s.Members = append(s.Members, model.Member{Name: member, GoName: model.GoName(member), Shape: "text", Required: true})
			e.Enum = append(e.Enum, model.EnumValue{Value: member, GoName: model.EnumGoName(e.GoName, member)})
		}
		a.Shapes = append(a.Shapes, s, e)
		a.Errors = append(a.Errors, model.ErrorShape{Code: name + "Exception", GoName: model.ErrorGoName(name + "Exception")})
		a.Entities = append(a.Entities, model.Entity{Name: name, GoPlural: model.GoName(name), Shape: s.Name, Key: hostile})
		op := model.Operation{Name: name, GoName: model.GoName(name)}
		a.Facts = append(a.Facts, model.Fact{Name: "f:" + name, GoName: model.GoName(name), Shape: s.Name, Key: hostile})
		op.Clauses = []model.Clause{{ID: name, Kind: "upsert/omitted", Provenance: model.Assumed, Choices: []string{name, "error:" + name}, Choice: name}}
		a.Operations = append(a.Operations, op)
	}
	return a
}

// TestNoTwoAlike shows that no two things of one scope get one name, whatever
// they are called in the model.
func TestNoTwoAlike(t *testing.T) {
	p, err := names.Resolve(api(), "")
	if err != nil {
		t.Fatal(err)
	}
	scope := func(ours ...string) func(name, what string) {
		taken := map[string]string{}
		for _, name := range ours {
			taken[name] = "generated code"
		}
		return func(name, what string) {
			t.Helper()
			if other, ok := taken[name]; ok {
				t.Errorf("%s and %s are both called %s", other, what, name)
			}
			if !token.IsIdentifier(name) {
				t.Errorf("%s is called %q, which is no name", what, name)
			}
			taken[name] = what
		}
	}
	pkg, fake := scope("API", "Fake", "New", "State", "Profile"), scope("At", "Calls", "Clock", "Faults", "Profile", "Reset", "Scope", "ServeHTTP", "Service", "SetProfile", "State")
	profile, methods, suite, files, state := scope("Validate", "UnmarshalJSON"), scope("openClauses", "newAccount"), scope(), scope("filecontract", "fileshapes"), scope("DecodeJSON", "UnmarshalJSON")
	for i := range p.API.Shapes {
		s := &p.API.Shapes[i]
		if s.GoName == "" {
			continue
		}
		pkg(s.GoName, s.Name)
		fields := scope("MarshalJSON", "UnmarshalJSON", "EncodeJSON", "DecodeJSON", "Validate")
		for _, m := range s.Members {
			fields(m.GoName, s.Name+"."+m.Name)
		}
		for _, v := range s.Enum {
			pkg(v.GoName, s.Name+"="+v.Value)
		}
	}
	for _, e := range p.API.Errors {
		pkg(e.GoName, e.Code)
	}
	for _, choice := range p.Choices() {
		pkg(p.Choice(choice), choice)
	}
	for _, e := range p.API.Entities {
		state(e.GoPlural, e.Name)
		methods(p.KeyMethod(e.Name), e.Name)
		parameters := scope("f", "a", "p", "v", "value", "fake", "runtime", "string", "len", "type", "func")
		for _, m := range e.Key {
			parameters(p.Parameter(e.Name, m), e.Name+"."+m)
		}
	}
	for _, f := range p.API.Facts {
		state(f.GoName, f.Name)
		methods(p.KeyMethod(f.Name), f.Name)
	}
	for i := range p.API.Operations {
		op := &p.API.Operations[i]
		fake(op.GoName, op.Name)
		files("file"+strings.TrimSuffix(p.File(op), ".go"), op.Name)
	}
	for _, c := range p.OpenClauses() {
		profile(p.Field(c), c.ID)
		methods(p.Method(c), c.ID)
		suite(p.Function(c), c.ID)
	}
}

// TestWishes shows that a name that nobody else has is kept, and that the model
// that was given does not change.
func TestWishes(t *testing.T) {
	given := &model.API{Package: "example", Shapes: []model.Shape{
		{Name: "State", GoName: "State", Kind: model.Structure},
		{Name: "StateType", GoName: "StateType", Kind: model.Structure},
	}}
	p, err := names.Resolve(given, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Shape("StateType").GoName; got != "StateType" {
		t.Errorf("StateType is called %s, though nobody had that name", got)
	}
	if got := p.Shape("State").GoName; got != "StateType2" {
		t.Errorf("State is called %s, want StateType2", got)
	}
	if got := given.Shapes[0].GoName; got != "State" {
		t.Errorf("the model itself has changed: State is called %s", got)
	}
}

// TestPackage shows which packages can't be, or get another name.
func TestPackage(t *testing.T) {
	for _, tt := range []struct{ own, asked, want, err string }{
		{own: "example", want: "example"},
		{own: "main", want: "mainapi"},
		{own: "internal", want: "internalapi"},
		{own: "main", asked: "letters", want: "letters"},
		{own: "letters", asked: "main", err: `a package "main" can't be imported`},
		{own: "letters", asked: "letters_test", err: `a package "letters_test" can't be imported`},
		{own: "letters", asked: "func", err: `"func" can't be the name of a Go package`},
	} {
		p, err := names.Resolve(&model.API{Package: tt.own}, tt.asked)
		switch {
		case tt.err != "":
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("Resolve(%s, %s): error %v, want %s", tt.own, tt.asked, err, tt.err)
			}
		case err != nil || p.Package != tt.want:
			t.Errorf("Resolve(%s, %s) = %s, %v, want %s", tt.own, tt.asked, p.Package, err, tt.want)
		}
	}
}
