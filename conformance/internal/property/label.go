package property

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var labelProperties = []script.Property{
	{Kind: "label", Name: "label versions, move a label, and read where each stands", Cases: 12, Check: func(t *script.T) {
		l := labelling(t, t.Subject.Name)
		key, versions := l.versions(t, min(l.history.Most, rapid.IntRange(2, 4).Draw(t.Rapid, "versions")))
		newest, oldest := versions[len(versions)-1], versions[0]
		texts := l.texts(t, 3)
		want := map[string]json.Number{}
		// Without a number, it is the newest version.
		l.attach(t, key, "", newest, texts[:2]...)
		want[texts[0]], want[texts[1]] = newest, newest
		l.expect(t, key, want)
		l.attach(t, key, oldest, oldest, texts[2])
		want[texts[2]] = oldest
		l.expect(t, key, want)
		// A label moves, and stays where it is put again.
		moved := rapid.SampledFrom(versions).Draw(t.Rapid, "moved to")
		for range 2 {
			l.attach(t, key, moved, moved, texts[0])
			want[texts[0]] = moved
			l.expect(t, key, want)
		}
		// One that is not there has no labels.
		none := newest + "0"
		t.ExpectError(t.Call(l.op, l.request(key, none, texts[1])), l.rule.Error)
		l.expect(t, key, want)
		// Another resource has labels of its own, and a later version none of these.
		other, others := l.versions(t, 1)
		l.attach(t, other, "", others[0], texts[0])
		l.expect(t, key, want)
		if len(versions) < l.history.Most {
			l.resources.Put(l.resources.Describe(key)...)
			l.expect(t, key, want)
		}
		if l.resources.Operations.Delete == nil || !t.Exact() || t.Missing[l.resources.Operations.Delete.Name] != "" {
			return
		}
		// What is deleted has no labels, should there be one of its name again.
		l.resources.Delete(key)
		l.resources.NoteDeleted(l.resources.Subject.Name, key)
		l.resources.Put(l.resources.Describe(key)...)
		l.expect(t, key, map[string]json.Number{texts[0]: "", texts[1]: "", texts[2]: ""})
	}},
	{Kind: "label/form", Name: "labels that are as they have to be, and some that are not", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.LabelForm)
		l := labelling(t, t.Subject.Name)
		good, bad := l.forms(t, rule)
		key, versions := l.versions(t, 1)
		most := t.Most(t.Op)
		some := script.Some(t, bad, 1, min(len(bad), max(1, most/2)))
		fine := script.Some(t, good, 0, min(len(good), most-len(some)))
		out := t.ExpectSuccess(t.Op, t.Call(t.Op, l.request(key, "", rapid.Permutation(slices.Concat(some, fine)).Draw(t.Rapid, "order")...)))
		expectTexts(t, rule.Invalid, some, out)
		want := map[string]json.Number{}
		for _, text := range some {
			want[text] = ""
		}
		for _, text := range fine {
			want[text] = versions[0]
		}
		l.expect(t, key, want)
		if len(fine) > 0 {
			out := t.ExpectSuccess(t.Op, t.Call(t.Op, l.request(key, "", fine...)))
			expectTexts(t, rule.Invalid, nil, out)
		}
	}},
	{Kind: "label/quota", Name: "label a version as often as may be, and once more", Cases: 4, Observe: func(t *script.T) string {
		rule := t.Clause.Rule.(model.LabelQuota)
		if rule.Most > mostFilled {
			t.Skip("it takes %d labels, which are too many to put", rule.Most)
		}
		l := labelling(t, t.Subject.Name)
		key, versions := l.versions(t, min(2, l.history.Most))
		full, other := versions[0], versions[len(versions)-1]
		texts := l.texts(t, rule.Most+2)
		want := map[string]json.Number{}
		for chunk := range slices.Chunk(texts[:rule.Most], t.Most(t.Op)) {
			l.attach(t, key, full, full, chunk...)
			for _, text := range chunk {
				want[text] = full
			}
		}
		// What stands there may be put again, and another version has labels of its own.
		l.attach(t, key, full, full, texts[rapid.IntRange(0, rule.Most-1).Draw(t.Rapid, "again")])
		if other != full {
			l.attach(t, key, other, other, texts[rule.Most+1])
			want[texts[rule.Most+1]] = other
		}
		l.expect(t, key, want)
		more := []string{texts[rule.Most]}
		if rapid.Bool().Draw(t.Rapid, "with one that is there") && t.Most(t.Op) > 1 {
			more = append(more, texts[0])
		}
		r := t.Call(t.Op, l.request(key, full, more...))
		if r.Ok() {
			want[texts[rule.Most]] = full
			l.expect(t, key, want)
			return "accepted"
		}
		want[texts[rule.Most]] = ""
		l.expect(t, key, want)
		if other != full && rule.Most > 1 {
			// One that moves away leaves room.
			l.attach(t, key, other, other, texts[0])
			l.attach(t, key, full, full, texts[rule.Most])
			want[texts[0]], want[texts[rule.Most]] = other, full
			l.expect(t, key, want)
		}
		return testcase.ErrorChoice(r)
	}},
	{Kind: "label/shown", Name: "label versions, and list them with their labels", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.LabelShown)
		l := labelling(t, rule.Entity)
		l.list, l.shown = t.Op, rule.Shown
		key, versions := l.versions(t, min(l.history.Most, rapid.IntRange(2, 4).Draw(t.Rapid, "versions")))
		texts := l.texts(t, 3)
		want := map[string]json.Number{}
		for _, text := range texts {
			number := rapid.SampledFrom(versions).Draw(t.Rapid, "version of "+text)
			l.attach(t, key, number, number, text)
			want[text] = number
		}
		l.expect(t, key, want)
	}},
}

// A labels is how a case puts labels on versions of a resource, and sees where they
// stand.
type labels struct {
	op      *model.Operation
	rule    *model.Label
	history *model.History
	// entity is what labels are kept as, and member the label among the members of its
	// key.
	entity, member string
	// resources is a view whose subject has the versions, and whose reads return the
	// number.
	resources *script.T
	// list is an operation that lists versions with their labels, at the path shown, and
	// get one that gets the version on which a label stands. Either may be nil.
	list  *model.Operation
	shown model.Path
	get   *model.Operation
}

// labelling returns how labels of an entity are put.
func labelling(t *script.T, entity string) labels {
	l := labels{entity: entity}
	l.op, l.rule = t.API.LabelsOf(entity)
	if t.Missing[l.op.Name] != "" {
		t.Skip("%s", t.NotImplemented(l.op.Name))
	}
	put, h := t.API.HistoryOf(l.rule.Entity)
	if put == nil {
		t.Skip("no operation puts versions of a %s", l.rule.Entity)
	}
	key := t.API.Resource(entity).Key
	l.member, l.history, l.resources = key[len(key)-1], h, t.Of(put)
	reading(l.resources, h.Number)
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		for _, c := range op.Clauses {
			switch rule := c.Rule.(type) {
			case model.LabelShown:
				if rule.Entity == entity && t.Missing[op.Name] == "" {
					l.list, l.shown = op, rule.Shown
				}
			case model.SelectorLabel:
				if rule.Entity == entity && t.Missing[op.Name] == "" && op.Effect.Verb == model.Gets {
					l.get = op
				}
			}
		}
	}
	if l.list == nil && l.get == nil {
		t.Skip("no operation returns where labels stand")
	}
	return l
}

// versions puts a new resource n times, and returns its key and the numbers of its
// versions.
func (l labels) versions(t *script.T, n int) (key value.Object, numbers []json.Number) {
	key = l.resources.Keys(1)[0]
	for range n {
		l.resources.Put(l.resources.Describe(key)...)
		number, _ := l.resources.FindOne(key)[l.history.Number].(json.Number)
		numbers = append(numbers, number)
	}
	return key, numbers
}

// texts returns n labels that are as they have to be.
func (l labels) texts(t *script.T, n int) []string {
	about := t.API.Resource(l.entity)
	all := t.KeyValues(t.KeyShape(about, l.member), n+2)
	if f := l.op.LabelForm(); f != nil {
		all = slices.DeleteFunc(all, func(text string) bool { return !t.WellFormed(*f, text) })
	}
	if len(all) < n {
		t.Skip("no %d labels differ", n)
	}
	return all[:n]
}

// forms returns labels that are as a clause says that they have to be, and some that are
// not, all of them such as the schema admits.
func (l labels) forms(t *script.T, rule model.LabelForm) (good, bad []string) {
	candidates := []string{"a", "Z", "x1", "1x", "9", "a.b", "a_b", "a-b", "_a", ".a", "-a", "a b", "a/b", "a:b", "a!", " a", "a,b", "a+b"}
	for _, prefix := range rule.Reserved {
		candidates = append(candidates, prefix, prefix+"x", strings.ToUpper(prefix)+"-x", "x"+prefix, "x-"+prefix)
	}
	about := t.API.Resource(l.entity)
	for _, text := range candidates {
		switch {
		case !t.Fits(text, t.API.Shape(about.Shape.Member(l.member).Shape)):
		case t.WellFormed(rule, text):
			good = append(good, text)
		default:
			bad = append(bad, text)
		}
	}
	if len(bad) == 0 {
		t.Skip("nothing breaks the form of a label that the schema admits")
	}
	return good, bad
}

// request returns a request that puts labels on a version of a resource, or on the newest
// if number is empty.
func (l labels) request(key value.Object, number json.Number, texts ...string) value.Object {
	var all []value.Object
	for _, text := range texts {
		all = append(all, value.With(key, value.Object{l.member: text}))
	}
	in := l.resources.Input(l.op, all...)
	value.Set(in, l.rule.By, nil)
	if number != "" {
		value.Set(in, l.rule.By, number)
	}
	return in
}

// attach puts labels on a version, and expects the answer to name it.
func (l labels) attach(t *script.T, key value.Object, number, on json.Number, texts ...string) {
	out := t.ExpectSuccess(l.op, t.Call(l.op, l.request(key, number, texts...)))
	if l.rule.Shown != "" && value.Show(value.One(out, l.rule.Shown)) != string(on) {
		t.Fail(string(l.rule.Shown)+" "+string(on), "%s", value.Show(out))
	}
}

// expect expects labels to stand on versions of a resource, or if a number is empty, on
// none.
func (l labels) expect(t *script.T, key value.Object, want map[string]json.Number) {
	if l.list != nil {
		l.expectListed(t, key, want)
		return
	}
	for _, text := range sortedLabels(want) {
		l.expectGot(t, key, text, want[text])
	}
}

// expectListed expects a listing of versions to have labels, and no others.
func (l labels) expectListed(t *script.T, key value.Object, want map[string]json.Number) {
	h := t.Of(l.list)
	in := h.Input(h.Op, value.Pick(key, h.Subject.Partition))
	got := map[string][]string{}
	for _, p := range walk(h, in, nil) {
		for i, elem := range p.elems {
			for _, label := range value.ListAt(elem, l.shown) {
				got[text(label)] = append(got[text(label)], value.Show(p.rows[i][l.history.Number]))
			}
		}
	}
	for _, text := range sortedLabels(want) {
		var on []string
		if want[text] != "" {
			on = []string{string(want[text])}
		}
		if !slices.Equal(got[text], on) {
			t.Fail("the label "+strconv.Quote(text)+" on version "+string(want[text]), "on %v", got[text])
		}
		delete(got, text)
	}
	for text := range got {
		t.Fail("no label "+strconv.Quote(text), "on %v", got[text])
	}
}

// expectGot expects a label to select a version, or none.
func (l labels) expectGot(t *script.T, key value.Object, label string, number json.Number) {
	g := t.Of(l.get)
	rule := l.get.Clause("selector").Rule.(model.Selector)
	r := g.Call(l.get, requestOf(g, rule, key, label))
	if number == "" {
		g.ExpectError(r, rule.Error)
		return
	}
	rows := g.ReturnedBy(l.get, nil, g.ExpectSuccess(l.get, r))
	if len(rows) != 1 || effect.Returns(l.get, l.history.Number) && value.Show(rows[0][l.history.Number]) != string(number) {
		t.Fail("version "+string(number)+" for the label "+strconv.Quote(label), "%s", value.ShowAll(rows))
	}
}

// sortedLabels returns labels in one order.
func sortedLabels(want map[string]json.Number) []string {
	var all []string
	for text := range want {
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

// expectTexts expects a list in an output to have some texts, in any order.
func expectTexts(t *script.T, list model.Path, want []string, out value.Object) {
	var got []string
	for _, v := range value.ListAt(out, list) {
		got = append(got, text(v))
	}
	want = slices.Clone(want)
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Fail(string(list)+" with "+strings.Join(want, ", "), "%s", value.Show(out))
	}
}

// labelledWhole returns what becomes of a put that would drop the oldest version while a
// label stands on that, and expects one to be accepted once the label has moved.
func labelledWhole(t *script.T) string {
	l := labelling(t, t.Clause.Rule.(model.HistoryLabelled).Entity)
	if l.history.Most > mostFilled || l.history.Most < 3 {
		t.Skip("it takes %d puts, which are too many or too few", l.history.Most)
	}
	key, versions := l.versions(t, l.history.Most-1)
	label := l.texts(t, 1)[0]
	put := func() *wire.Reply { return l.resources.TryPut(l.resources.Describe(key)...) }
	// A label keeps no version that stays, and one on another version none that goes.
	l.attach(t, key, versions[0], versions[0], label)
	expectPut(t, put())
	l.attach(t, key, versions[1], versions[1], label)
	expectPut(t, put())
	before := l.resources.FindOne(key)
	newest, _ := before[l.history.Number].(json.Number)
	r := put()
	if r.Ok() {
		l.expect(t, key, map[string]json.Number{label: ""})
		return "dropped"
	}
	expectSame(l.resources, before, l.resources.Find(key))
	l.expect(t, key, map[string]json.Number{label: versions[1]})
	l.attach(t, key, "", newest, label)
	expectPut(t, put())
	l.expect(t, key, map[string]json.Number{label: newest})
	return testcase.ErrorChoice(r)
}

// expectPut expects a put to be accepted that drops no version with a label.
func expectPut(t *script.T, r *wire.Reply) {
	if !r.Ok() && testcase.ErrorChoice(r) == t.Clause.Choice {
		t.Fail("a put that drops no version with a label", "%v", r)
	}
	t.ExpectAccepted(r)
}
