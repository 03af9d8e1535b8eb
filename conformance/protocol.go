package conformance

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var protocolLaws = []law{
	{kind: "protocol", name: "requests are read as the wire has it", check: func(t *trial) {
		rule := t.clause.Rule.(model.Protocol)
		map[string]func(*trial, model.Protocol){
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

// replyLaws ask each operation for a success and for a failure. What is wrong
// with the answers is found as with those of any other law; see [trial.note].
//
// The form of an answer that tells nothing is no evidence: a success counts if it
// has done something, and a refusal if a good request was not refused. What a
// target does wrong otherwise is for other clauses to say, and here no case.
var replyLaws = []law{
	{kind: "protocol/reply", name: "every answer keeps the rule", cases: 60, check: func(t *trial) {
		bad := rapid.IntRange(0, 2).Draw(t.rapid, "bad request") == 2
		o := t.operation(func(op *model.Operation) bool { return !bad || t.of(op).demanding() })
		o.probing = true
		o.tells()
		if bad {
			o.heeded(o.call(o.op, object{}))
		}
	}},
}

// tells makes a request of the trial's operation that does something, and looks
// whether it has.
func (t *trial) tells() {
	switch t.op.Effect.Verb {
	case model.Lists, model.Reads:
		things := t.describe(t.keys(2)...)
		t.put(things...)
		in := t.input(t.op, things[0])
		t.arrangeReferences(t.op, in)
		rows := t.page(in).rows
		if t.bounded() {
			t.expect(things, rows)
		} else if len(rows) == 0 {
			t.fail("what there is", "nothing")
		}
	case model.Deletes:
		things := t.describe(t.keys(1)...)
		t.put(things...)
		t.expect(things, t.find(things...))
		t.remove(things...)
		t.expect(nil, t.find(things...))
	default:
		in := t.base()
		t.accepted(t.call(t.op, in))
		t.expectThere(in)
	}
}

// An operation that there is not is refused; one that there is is not.
func unknownOperation(t *trial, rule model.Protocol) {
	o := t.operation(anyOperation)
	name := rapid.SampledFrom([]string{"NoSuchOperation", o.op.Name + "s", strings.ToLower(o.op.Name), "x"}).Draw(t.rapid, "name")
	o.accepted(o.call(o.op, o.base()))
	t.refused(t.callUnknown(name, []byte("{}")), rule.Error)
}

// A body that is no JSON object is refused; the one it was made from is not.
func malformedBody(t *trial, rule model.Protocol) {
	o := t.operation(anyOperation)
	good := string(encode(o.base()))
	for _, bad := range []string{
		good[:len(good)-1], good[1:], "{" + good, "[" + good + "]", "[]", "null", "7", "true", `""`, "{", "nonsense",
		strings.TrimSuffix(good, "}") + ",}", strings.TrimSuffix(good, "}") + `,"x":'y'}`, strings.TrimSuffix(good, "}") + `,"x":NaN}`,
		"// why\n" + good, "\f" + good, "\x00",
	} {
		o.refused(o.callBody(o.op, []byte(bad), nil), rule.Error)
		// It has left nothing behind, and is not told.
		t.steps = t.steps[:len(t.steps)-1]
	}
	o.accepted(o.callBody(o.op, []byte(good), nil))
}

// White space may follow the object, and nothing else.
func trailingBytes(t *trial, rule model.Protocol) {
	o := t.operation(anyOperation)
	good := string(encode(o.base()))
	bad := good + rapid.SampledFrom([]string{" x", "{}", "}", "]", ",", " null", "\n\n" + good, "\x00", "//"}).Draw(t.rapid, "tail")
	o.refused(o.callBody(o.op, []byte(bad), nil), rule.Error)
	o.accepted(o.callBody(o.op, []byte(good+rapid.SampledFrom([]string{"\n", " \t\r\n"}).Draw(t.rapid, "space")), nil))
}

// A value of another JSON type than its shape is refused, in whatever member.
func wrongType(t *trial, rule model.Protocol) {
	o := t.operation(takesSomething(t))
	in := o.base()
	bad := clone(in)
	o.mistype(bad, rapid.SampledFrom(o.members()).Draw(t.rapid, "member"))
	o.refused(o.call(o.op, bad), rule.Error)
	arranged := len(t.steps) - 1
	for _, path := range t.session.leaves(t.api.Shape(o.op.Input), "", nil) {
		_, shape, err := t.api.Steps(o.op.Input, path)
		if err != nil {
			t.skip("%v", err)
		}
		for _, v := range otherTypes(shape) {
			// What was refused before has left nothing behind, and is not told.
			t.steps = t.steps[:arranged]
			bad := clone(in)
			o.place(bad, path, v)
			o.refused(o.call(o.op, bad), rule.Error)
		}
	}
	o.accepted(o.call(o.op, in))
}

// mistype gives a member of the input, or one within it, a value of the wrong
// JSON type.
func (t *trial) mistype(in object, name string) {
	at, shape := in, t.api.Shape(t.op.Input)
	for {
		m := shape.Member(name)
		shape = t.api.Shape(m.Shape)
		inner, list := at[name], []any(nil)
		if shape.Kind == model.List {
			list, _ = inner.([]any)
		}
		deeper := rapid.Bool().Draw(t.rapid, "deeper")
		if deeper && len(list) > 0 {
			n := rapid.IntRange(0, len(list)-1).Draw(t.rapid, "element")
			elem := t.api.Shape(shape.Elem)
			o, isObject := list[n].(object)
			if !isObject || len(o) == 0 || !rapid.Bool().Draw(t.rapid, "deeper still") {
				list[n] = t.otherType(elem)
				return
			}
			at, shape = o, elem
		} else if o, isObject := inner.(object); deeper && isObject && len(o) > 0 && shape.Kind == model.Structure {
			at = o
		} else {
			at[name] = t.otherType(shape)
			return
		}
		name = rapid.SampledFrom(sortedNames(at)).Draw(t.rapid, "member within")
	}
}

// otherType draws a value that is not of the JSON type of a shape.
func (t *trial) otherType(shape *model.Shape) any {
	return rapid.SampledFrom(otherTypes(shape)).Draw(t.rapid, "value of another type")
}

// otherTypes returns values that are not of the JSON type of a shape.
func otherTypes(shape *model.Shape) []any {
	var others []any
	for _, v := range []any{"text", integer(7), true, []any{}, object{}, "7", "true", integer(1), []any{"x"}} {
		if jsonKind(v) != wireKind(shape.Kind) {
			others = append(others, v)
		}
	}
	return others
}

// An empty body is answered like an empty object.
func emptyBody(t *trial, _ model.Protocol) {
	// An operation that needs nothing is served, one that needs something is
	// not: so the empty body is read, and not taken for any other.
	wanted := rapid.Bool().Draw(t.rapid, "needs something")
	o := t.operation(func(op *model.Operation) bool { return t.of(op).demanding() == wanted })
	braces, nothing := o.callBody(o.op, []byte("{}"), nil), o.callBody(o.op, nil, nil)
	if o.demanding() {
		t.heeded(nothing)
	} else {
		o.accepted(nothing)
	}
	if braces.status != nothing.status || braces.code != nothing.code {
		t.fail("as to {}: "+braces.String(), "%v", nothing)
	}
}

// A member that is null is answered like one that is not there.
func nullMember(t *trial, _ model.Protocol) {
	o := t.operation(takesSomething(t))
	name := rapid.SampledFrom(o.members()).Draw(t.rapid, "member")
	absent, null := o.base(), o.base()
	delete(absent, name)
	null[name] = nil
	without, with := o.call(o.op, absent), o.call(o.op, null)
	if o.api.Shape(o.op.Input).Member(name).Required {
		t.heeded(with)
	} else {
		o.accepted(with)
	}
	if without.status != with.status || without.code != with.code {
		t.fail("as without the member: "+without.String(), "%v", with)
	}
}

// A member that the model does not know is ignored, wherever it stands.
func unknownMember(t *trial, _ model.Protocol) {
	o := t.operation(takesSomething(t))
	in := o.base()
	at := in
	for rapid.Bool().Draw(t.rapid, "deeper") {
		var inner []object
		for _, name := range sortedNames(at) {
			switch v := at[name].(type) {
			case object:
				inner = append(inner, v)
			case []any:
				for _, e := range v {
					if e, ok := e.(object); ok {
						inner = append(inner, e)
					}
				}
			}
		}
		if len(inner) == 0 {
			break
		}
		at = inner[rapid.IntRange(0, len(inner)-1).Draw(t.rapid, "within")]
	}
	at[rapid.SampledFrom([]string{"NoSuchMember", "x", "__type", "日本"}).Draw(t.rapid, "name")] =
		rapid.SampledFrom([]any{"text", integer(7), true, []any{object{}}, object{"a": []any{}}}).Draw(t.rapid, "value")
	o.accepted(o.call(o.op, in))
	o.heeds(in, nil)
}

// Parameters of the content type change nothing.
func contentTypeParameters(t *trial, _ model.Protocol) {
	o := t.operation(takesSomething(t))
	parameter := rapid.SampledFrom([]string{"; charset=utf-8", ";charset=UTF-8", `; x="y"`}).Draw(t.rapid, "parameter")
	change := func(req *http.Request) {
		req.Header.Set("Content-Type", req.Header.Get("Content-Type")+parameter)
	}
	in := o.base()
	// Without the parameter the operation is there.
	o.heeds(in, nil)
	o.accepted(o.callBody(o.op, encode(in), change))
	o.heeds(in, change)
}

// A timestamp is read in every form that a JSON number has.
func timestampForms(t *trial, _ model.Protocol) {
	o := t.operation(func(op *model.Operation) bool { return t.of(op).timestamp() != "" })
	name := o.timestamp()
	thing := o.full(o.keys(1)[0])
	seconds := int64(rapid.IntRange(2_200_000, 2_900_000).Draw(t.rapid, "thousands of seconds")) * 1000
	if o.about.Fact != nil {
		seconds = o.now().Unix() / 1000 * 1000
	}
	form := rapid.SampledFrom([]string{
		fmt.Sprint(seconds), fmt.Sprintf("%d.0", seconds), fmt.Sprintf("%d.000000", seconds), fmt.Sprintf("%de3", seconds/1000),
		fmt.Sprintf("%d.%03dE+6", seconds/1e6, seconds/1000%1000), fmt.Sprintf("%d00e-2", seconds),
	}).Draw(t.rapid, "form")
	thing[name] = epoch(time.Unix(seconds, 0))
	in := o.input(o.op, thing)
	o.arrange(o.op, in, []object{thing})
	// The number is set in the text of the body, for it has to stay as it is.
	body := strings.Replace(string(encode(in)), fmt.Sprintf(":%d", seconds), ":"+form, 1)
	if out := o.accepted(o.callBody(o.op, []byte(body), nil)); t.unsure != "" && len(o.failed(o.op, out)) > 0 {
		t.skip("%s", t.unsure)
	}
	o.makes(thing)
	o.expect([]object{thing}, o.find(thing))
}

// takesSomething is the condition that an operation has an input.
func takesSomething(t *trial) func(*model.Operation) bool {
	return func(op *model.Operation) bool { return len(t.api.Shape(op.Input).Members) > 0 }
}

// demanding reports whether the operation requires a member of its input.
func (t *trial) demanding() bool {
	least, _ := t.least(t.api.Shape(t.op.Input)).(object)
	return len(least) > 0
}

// heeds is the control of a law that something in a request changes nothing:
// with a member of the wrong type in it, the same request is refused. So the
// target has read it.
func (t *trial) heeds(in object, change func(*http.Request)) {
	bad := clone(in)
	name := rapid.SampledFrom(t.members()).Draw(t.rapid, "member of the wrong type")
	bad[name] = t.otherType(t.api.Shape(t.api.Shape(t.op.Input).Member(name).Shape))
	t.heeded(t.callBody(t.op, encode(bad), change))
}

// heeded expects a refusal of any kind.
func (t *trial) heeded(r *reply) {
	if r.ok() {
		t.fail("an error", "%v", r)
	}
}

// timestamp returns the first timestamp that the operation takes and that a
// listing shows, or "".
func (t *trial) timestamp() string {
	if t.op.Effect.Verb != model.Puts && t.op.Effect.Verb != model.Sets || t.ops.list == nil {
		return ""
	}
	for _, name := range t.settable(t.op) {
		if t.api.Shape(t.about.Shape.Member(name).Shape).Kind == model.Timestamp && shows(t.ops.list, name) {
			return name
		}
	}
	return ""
}
