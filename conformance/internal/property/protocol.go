package property

import (
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var protocolProperties = []script.Property{
	{Kind: "protocol", Name: "requests are read as the protocol requires", Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Protocol)
		map[string]func(*script.T, model.Protocol){
			model.UnknownOperation:      unknownOperation,
			model.MalformedBody:         malformedBody,
			model.TrailingBytes:         trailingBytes,
			model.WrongType:             wrongType,
			model.EmptyBody:             emptyBody,
			model.NullMember:            nullMember,
			model.UnknownMember:         unknownMember,
			model.ContentTypeParameters: contentTypeParameters,
			model.TimestampForms:        timestampForms,
		}[rule.Name](t, rule)
	}},
}

// replyProperties make requests of each operation that succeed and that fail.
// Faults in the answers are found as for any other property: each answer is
// checked when it comes.
//
// A success counts only if it had its effect, and an error only if a valid
// request succeeds. A target that does otherwise fails other clauses, and skips
// the case here.
var replyProperties = []script.Property{
	{Kind: "protocol/reply", Name: "every answer keeps the rule", Cases: 60, Check: func(t *script.T) {
		bad := rapid.IntRange(0, 2).Draw(t.Rapid, "bad request") == 2
		o := t.Operation(func(op *model.Operation) bool { return !bad || demanding(t.Of(op)) })
		o.Probing = true
		effective(o)
		if bad {
			heeded(o, o.Call(o.Op, value.Object{}))
		}
	}},
}

// effective makes a request of the case's operation, and expects it to have its
// effect. What answers at random may show that once, and hardly twice.
func effective(t *script.T) {
	if recorded(t) {
		effectiveVersions(t)
		return
	}
	switch t.Op.Effect.Verb {
	case model.Lists, model.Reads:
		resources := t.Describe(t.Keys(2)...)
		t.Put(resources...)
		t.ExpectNotElsewhere(resources...)
		in := t.Selecting(t.Op, resources[0], resources...)
		t.SetUpReferences(t.Op, in)
		for range 2 {
			if bounded(t) {
				t.Expect(resources, listed(t, in))
			} else {
				expectShown(t, resources, walk(t, in, nil), true)
			}
		}
	case model.Gets:
		resources := t.Describe(t.Keys(1)...)
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
	case model.Updates:
		before := t.PutAndFind(t.Describe(t.Keys(1)...)...)[0]
		given := newValues(t, t.Settable(t.Op))
		update(t, before, given)
		for range 2 {
			updated(t, before, given)
		}
	case model.Deletes:
		resources := t.Describe(t.Keys(1)...)
		t.Put(resources...)
		t.Expect(resources, t.Find(resources...))
		t.Delete(resources...)
		t.Expect(nil, t.Find(resources...))
	default:
		in := t.ValidRequest()
		t.ExpectAccepted(t.Call(t.Op, in))
		looks := 2
		if t.Operations.List == nil {
			looks = 8 // what a flag shows, it often shows by chance
		}
		for range looks {
			t.ExpectThere(in)
		}
		t.ExpectNotElsewhere(t.KeysOf(t.Op, value.Encode(in))...)
	}
}

// An unknown operation is rejected, a known one is not.
func unknownOperation(t *script.T, rule model.Protocol) {
	o := t.Operation(setup.AnyOperation)
	name := rapid.SampledFrom(unknownNames(t.API, o.Op)).Draw(t.Rapid, "name")
	controlled(o)
	t.ExpectError(t.CallUnknown(name, []byte("{}")), rule.Error)
}

// unknownNames returns names that no operation has. The model may have only some
// of a service's operations, and a plural may well be another of them.
func unknownNames(api *model.API, like *model.Operation) []string {
	names := []string{"NoSuchOperation", "NoSuch" + like.Name, like.Name + "NoSuch", strings.ToLower(like.Name), "x"}
	return slices.DeleteFunc(names, func(name string) bool { return api.Operation(name) != nil })
}

// A body that is no JSON object is rejected, the one that it was made from is
// not.
func malformedBody(t *script.T, rule model.Protocol) {
	o := t.Operation(setup.AnyOperation)
	good := string(value.Encode(controlled(o)))
	for _, bad := range []string{
		good[:len(good)-1], good[1:], "{" + good, "[" + good + "]", "[]", "null", "7", "true", `""`, "{", "nonsense",
		strings.TrimSuffix(good, "}") + ",}", strings.TrimSuffix(good, "}") + `,"x":'y'}`, strings.TrimSuffix(good, "}") + `,"x":NaN}`,
		"// why\n" + good, "\f" + good, "\x00",
	} {
		o.ExpectError(o.CallBody(o.Op, []byte(bad), nil), rule.Error)
		// That request has no effect, so it is no step of the counterexample.
		t.Steps = t.Steps[:len(t.Steps)-1]
	}
	o.ExpectAccepted(o.CallBody(o.Op, []byte(good), nil))
}

// White space may follow the object, and nothing else.
func trailingBytes(t *script.T, rule model.Protocol) {
	o := t.Operation(setup.AnyOperation)
	good := string(value.Encode(controlled(o)))
	bad := good + rapid.SampledFrom([]string{" x", "{}", "}", "]", ",", " null", "\n\n" + good, "\x00", "//"}).Draw(t.Rapid, "tail")
	o.ExpectError(o.CallBody(o.Op, []byte(bad), nil), rule.Error)
	o.ExpectAccepted(o.CallBody(o.Op, []byte(good+rapid.SampledFrom([]string{"\n", " \t\r\n"}).Draw(t.Rapid, "space")), nil))
}

// A value of another JSON type than that of its shape is rejected, in any
// member.
func wrongType(t *script.T, rule model.Protocol) {
	o := t.Operation(takesSomething(t))
	in := controlled(o)
	bad := value.Clone(in)
	mistype(o, bad, rapid.SampledFrom(o.InputMembers()).Draw(t.Rapid, "member"))
	o.ExpectError(o.Call(o.Op, bad), rule.Error)
	before := len(t.Steps) - 1
	for _, path := range leaves(t.Session, t.API.Shape(o.Op.Input), "", nil) {
		_, shape, err := t.API.Steps(o.Op.Input, path)
		if err != nil {
			t.Skip("%v", err)
		}
		for _, v := range otherTypes(shape) {
			// Rejected requests have no effect, so they are no steps of the
			// counterexample.
			t.Steps = t.Steps[:before]
			bad := value.Clone(in)
			o.Place(bad, path, v)
			o.ExpectError(o.Call(o.Op, bad), rule.Error)
		}
	}
	o.ExpectAccepted(o.Call(o.Op, in))
}

// mistype gives a member of the input, or one within it, a value of the wrong
// JSON type.
func mistype(t *script.T, in value.Object, name string) {
	at, shape := in, t.API.Shape(t.Op.Input)
	for {
		m := shape.Member(name)
		shape = t.API.Shape(m.Shape)
		inner, list := at[name], []any(nil)
		if shape.Kind == model.List {
			list, _ = inner.([]any)
		}
		deeper := rapid.Bool().Draw(t.Rapid, "deeper")
		if deeper && len(list) > 0 {
			n := rapid.IntRange(0, len(list)-1).Draw(t.Rapid, "element")
			elem := t.API.Shape(shape.Elem)
			o, isObject := list[n].(value.Object)
			if !isObject || len(o) == 0 || !rapid.Bool().Draw(t.Rapid, "deeper still") {
				list[n] = otherType(t, elem)
				return
			}
			at, shape = o, elem
		} else if o, isObject := inner.(value.Object); deeper && isObject && len(o) > 0 && shape.Kind == model.Structure {
			at = o
		} else {
			at[name] = otherType(t, shape)
			return
		}
		name = rapid.SampledFrom(value.SortedNames(at)).Draw(t.Rapid, "member within")
	}
}

// otherType draws a value that is not of the JSON type of a shape.
func otherType(t *script.T, shape *model.Shape) any {
	if shape.Kind == model.Document {
		t.Skip("a document may be of any type")
	}
	return rapid.SampledFrom(otherTypes(shape)).Draw(t.Rapid, "value of another type")
}

// otherTypes returns values that are not of the JSON type of a shape.
func otherTypes(shape *model.Shape) []any {
	var others []any
	for _, v := range []any{"text", value.Integer(7), true, []any{}, value.Object{}, "7", "true", value.Integer(1), []any{"x"}} {
		if wire.JSONType(v) != wire.JSONTypeOf(shape) {
			others = append(others, v)
		}
	}
	return others
}

// An empty body is answered as an empty object is.
func emptyBody(t *script.T, _ model.Protocol) {
	// An operation without required members succeeds, one with required members
	// does not: so the empty body is read as an empty object.
	wanted := rapid.Bool().Draw(t.Rapid, "needs something")
	takes := takesSomething(t)
	o := t.Operation(func(op *model.Operation) bool { return takes(op) && demanding(t.Of(op)) == wanted })
	if demanding(o) {
		controlled(o)
	} else {
		readsTypes(o, value.Object{})
	}
	braces := o.CallBody(o.Op, []byte("{}"), nil)
	if braces.Ok() == demanding(o) {
		t.Skip("%s answers {} with %v", o.Op.Name, braces)
	}
	nothing := o.CallBody(o.Op, nil, nil)
	if braces.Status != nothing.Status || braces.Code != nothing.Code {
		t.Fail("as to {}: "+braces.String(), "%v", nothing)
	}
}

// A member that is null is treated as absent.
func nullMember(t *script.T, _ model.Protocol) {
	o := t.Operation(takesSomething(t))
	name := rapid.SampledFrom(o.InputMembers()).Draw(t.Rapid, "member")
	required := o.API.Shape(o.Op.Input).Member(name).Required
	if required {
		controlled(o)
	} else {
		readsTypes(o, o.ValidRequest())
	}
	absent, null := o.ValidRequest(), o.ValidRequest()
	delete(absent, name)
	null[name] = nil
	without := aside(o, func() *wire.Reply { return o.Call(o.Op, absent) })
	if without.Ok() == required || without.Status >= 500 {
		t.Skip("without %s, %s is answered with %v", name, o.Op.Name, without)
	}
	with := o.Call(o.Op, null)
	if without.Status != with.Status || without.Code != with.Code {
		t.Fail("as without the member: "+without.String(), "%v", with)
	}
}

// A member that the model does not have is ignored, at any depth.
func unknownMember(t *script.T, _ model.Protocol) {
	o := t.Operation(takesSomething(t))
	in := controlled(o)
	wrong := readsTypes(o, in)
	at := typed{in, t.API.Shape(o.Op.Input)}
	for rapid.Bool().Draw(t.Rapid, "deeper") {
		inner := at.structures(t.API)
		if len(inner) == 0 {
			break
		}
		at = inner[rapid.IntRange(0, len(inner)-1).Draw(t.Rapid, "within")]
	}
	at.object[rapid.SampledFrom([]string{"NoSuchMember", "x", "__type", "日本"}).Draw(t.Rapid, "name")] =
		rapid.SampledFrom([]any{"text", value.Integer(7), true, []any{value.Object{}}, value.Object{"a": []any{}}}).Draw(t.Rapid, "value")
	o.ExpectAccepted(o.Call(o.Op, in))
	heeds(o, in, wrong, nil)
}

// A typed is an object of a shape.
type typed struct {
	object value.Object
	shape  *model.Shape
}

// structures returns the structures that are members of a structure, or elements of
// such members.
func (o typed) structures(api *model.API) []typed {
	var inner []typed
	add := func(v any, shape *model.Shape) {
		e, ok := v.(value.Object)
		switch {
		case !ok || shape.Kind != model.Structure:
		case shape.Union: // it has one member, which has to be known
			inner = append(inner, typed{e, shape}.structures(api)...)
		default:
			inner = append(inner, typed{e, shape})
		}
	}
	for _, name := range value.SortedNames(o.object) {
		m := o.shape.Member(name)
		if m == nil {
			continue
		}
		shape := api.Shape(m.Shape)
		switch v := o.object[name].(type) {
		case value.Object:
			add(v, shape)
			for _, key := range value.SortedNames(v) {
				if shape.Kind == model.Map {
					add(v[key], api.Shape(shape.Elem))
				}
			}
		case []any:
			for _, e := range v {
				if shape.Kind == model.List {
					add(e, api.Shape(shape.Elem))
				}
			}
		}
	}
	return inner
}

// Parameters of the content type change nothing.
func contentTypeParameters(t *script.T, _ model.Protocol) {
	o := t.Operation(takesSomething(t))
	parameter := rapid.SampledFrom([]string{"; charset=utf-8", ";charset=UTF-8", `; x="y"`}).Draw(t.Rapid, "parameter")
	change := func(req *http.Request) {
		req.Header.Set("Content-Type", req.Header.Get("Content-Type")+parameter)
	}
	in := controlled(o)
	wrong := readsTypes(o, in)
	o.ExpectAccepted(o.CallBody(o.Op, value.Encode(in), change))
	heeds(o, in, wrong, change)
}

// controlled makes a request of the case's operation that has to succeed, and
// returns another one that has to succeed as well. Where the first does not,
// the target fails a clause of the operation, and nothing that it makes of a
// variation of the request says something of the case's clause.
func controlled(t *script.T) value.Object {
	in := t.ValidRequest()
	control(t, t.Call(t.Op, in))
	if t.Op.Effect.Verb == model.Deletes || t.PutsAnother(t.Op) {
		return t.ValidRequest() // what the first one named is gone, or there already
	}
	return in
}

// control skips the case unless a control succeeds, and returns the output.
func control(t *script.T, r *wire.Reply) value.Object {
	if !r.Ok() {
		t.Skip("a valid request of %s is answered with %v", t.Op.Name, r)
	}
	return r.Out
}

// readsTypes draws a value of the wrong type for a member, and skips the case
// unless a request with it is rejected: a target that ignores it can't be told
// from one that does not read the request.
func readsTypes(t *script.T, in value.Object) (wrong value.Object) {
	name := rapid.SampledFrom(t.InputMembers()).Draw(t.Rapid, "member of the wrong type")
	wrong = value.Object{name: otherType(t, t.API.Shape(t.API.Shape(t.Op.Input).Member(name).Shape))}
	r := aside(t, func() *wire.Reply { return t.Call(t.Op, value.With(in, wrong)) })
	if r.Ok() || r.Status >= 500 {
		t.Skip("%s does not check the type of %s: %v", t.Op.Name, name, r)
	}
	return wrong
}

// aside makes calls that the case's clause is not about. A target that fails at
// them fails another clause, and skips the case.
func aside[T any](t *script.T, call func() T) (got T) {
	t.Aside(func() { got = call() })
	return got
}

// takesSomething is the condition that an operation has an input.
func takesSomething(t *script.T) func(*model.Operation) bool {
	return func(op *model.Operation) bool { return len(t.API.Shape(op.Input).Members) > 0 }
}

// demanding reports whether the operation requires a member of its input.
func demanding(t *script.T) bool {
	least, _ := t.Least(t.API.Shape(t.Op.Input)).(value.Object)
	return len(least) > 0
}

// heeds expects a request with a member of the wrong type to be rejected, as it
// was before with the same member: that shows that the target has read it.
func heeds(t *script.T, in, wrong value.Object, change func(*http.Request)) {
	heeded(t, t.CallBody(t.Op, value.Encode(value.With(in, wrong)), change))
}

// heeded expects any rejection.
func heeded(t *script.T, r *wire.Reply) {
	if r.Ok() {
		t.Fail("an error", "%v", r)
	}
}
