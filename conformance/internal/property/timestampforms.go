package property

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// A timestamp is read in every form of a JSON number.
func timestampForms(t *script.T, _ model.Protocol) {
	stores := func(op *model.Operation) bool { return timestamp(t.Of(op)) != "" }
	if !slices.ContainsFunc(t.API.AllOperations(model.Puts, model.Sets), stores) {
		acceptsForms(t)
		return
	}
	o := t.Operation(stores)
	name := timestamp(o)
	resource := o.Full(o.Keys(1)[0])
	year := time.Date(t.FarYear(), 1, 1, 0, 0, 0, 0, time.UTC).Unix() / 1000
	seconds := (year + 1 + int64(rapid.IntRange(0, 30_000).Draw(t.Rapid, "thousands of seconds"))) * 1000
	if o.Subject.Fact != nil {
		seconds = o.Now().Unix() / 1000 * 1000
	}
	form := drawForm(t, seconds)
	resource[name] = value.Epoch(time.Unix(seconds, 0))
	in := o.Input(o.Op, resource)
	o.SetUp(o.Op, in, []value.Object{resource})
	keepsTime(o, in, resource, name)
	o.MakeRoom(o.Op, resource)
	if out := o.ExpectAccepted(o.CallBody(o.Op, reformed(in, seconds, form), nil)); t.NotSetUp != "" && len(o.FailedKeys(o.Op, out)) > 0 {
		t.Skip("%s", t.NotSetUp)
	}
	o.NoteCreated(resource)
	o.Expect([]value.Object{resource}, o.Find(resource))
}

// acceptsForms is timestampForms for an API of which no operation stores a timestamp: one
// that reads has to accept each form of a timestamp that it accepts in one, if it rejects
// what is none.
func acceptsForms(t *script.T) {
	o := t.Operation(func(op *model.Operation) bool { return askedTime(t.API, op) != "" })
	name := askedTime(t.API, o.Op)
	seconds := o.Now().Unix() / 1000 * 1000
	in := value.With(o.ValidRequest(), value.Object{name: value.Epoch(time.Unix(seconds, 0))})
	control(o, o.Call(o.Op, in))
	none := value.With(in, value.Object{name: "soon"})
	if r := aside(o, func() *wire.Reply { return o.Call(o.Op, none) }); r.Ok() || r.Status >= 500 {
		t.Skip("%s does not check the type of %s: %v", o.Op.Name, name, r)
	}
	o.ExpectAccepted(o.CallBody(o.Op, reformed(in, seconds, drawForm(t, seconds)), nil))
}

// askedTime returns the first timestamp in the input of an operation that reads and that
// travels as a number, or "".
func askedTime(api *model.API, op *model.Operation) string {
	input := api.Shape(op.Input)
	if op.Effect.Verb != model.Lists && op.Effect.Verb != model.Gets || input == nil {
		return ""
	}
	for _, m := range input.Members {
		if api.Shape(m.Shape).EpochTime() {
			return m.Name
		}
	}
	return ""
}

// drawForm draws a form of a number of seconds, of which the last three digits are zeros.
func drawForm(t *script.T, seconds int64) string {
	hundredths := fmt.Sprint(seconds*100) + "e-2" // JSON has no number that begins with two zeros
	return rapid.SampledFrom([]string{
		fmt.Sprint(seconds), fmt.Sprintf("%d.0", seconds), fmt.Sprintf("%d.000000", seconds), fmt.Sprintf("%de3", seconds/1000),
		fmt.Sprintf("%d.%03dE+6", seconds/1e6, seconds/1000%1000), hundredths,
	}).Draw(t.Rapid, "form")
}

// reformed returns a body in which a number of seconds has another form: it is replaced in
// the text.
func reformed(in value.Object, seconds int64, form string) []byte {
	return []byte(strings.Replace(string(value.Encode(in)), fmt.Sprintf(":%d", seconds), ":"+form, 1))
}

// keepsTime is the control of a property about the forms of timestamps: in the
// usual form, reads return it. On a target that loses it, or the resource,
// other clauses fail.
func keepsTime(t *script.T, in, resource value.Object, name string) {
	out := control(t, t.Call(t.Op, in))
	if len(t.FailedKeys(t.Op, out)) > 0 {
		t.Skip("%s rejects the resource", t.Op.Name)
	}
	t.NoteCreated(resource)
	found := t.Find(resource)
	only := []string{name}
	if len(found) != 1 || !value.Same(t.API, t.Subject.Shape, value.Pick(resource, only), value.Pick(found[0], only)) {
		t.Skip("%s does not come back as it was put, in any form: %s", name, value.ShowAll(found))
	}
}

// timestamp returns the first timestamp that the operation accepts as a number, and that a
// listing returns, or "".
func timestamp(t *script.T) string {
	if t.Op.Effect.Verb != model.Puts && t.Op.Effect.Verb != model.Sets || t.Operations.List == nil {
		return ""
	}
	for _, name := range t.Settable(t.Op) {
		if t.API.Shape(t.Subject.Shape.Member(name).Shape).EpochTime() && effect.Returns(t.Operations.List, name) {
			return name
		}
	}
	return ""
}
