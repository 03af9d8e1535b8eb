package property

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/testcase"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

// An entryCase is a case about entries.
type entryCase struct {
	*script.T
	rule model.Embedded
}

// entriesOf returns the case with what it needs that puts entries by an operation.
func entriesOf(t *script.T, put *model.Operation) entryCase {
	return entryCase{t, *put.Embedded()}
}

// put puts a resource with a text that has entries, in the tier that they need, and no
// such text if it is empty.
func (e entryCase) put(key value.Object, text string) *wire.Reply {
	tier := ""
	if need := e.Operations.Put.Clause("embedded/tier"); need != nil {
		tier = need.Rule.(model.EntryTier).Least
	}
	return e.putTiered(key, text, tier)
}

// putTiered is put with a tier, or with none if that is empty.
func (e entryCase) putTiered(key value.Object, text, tier string) *wire.Reply {
	op := e.Operations.Put
	resource := e.Describe(key)[0]
	in := e.Input(op, resource)
	if text != "" {
		value.Set(in, op.Effect.Bound(e.rule.Member), text)
	}
	if t := op.Tier(); t != nil && tier != "" {
		value.Set(in, op.Effect.Bound(t.Member), tier)
	}
	e.SetUp(op, in, []value.Object{resource})
	r := e.Call(op, in)
	if r.Ok() {
		e.NoteCreated(resource)
	}
	return r
}

// outcome puts a resource that is not there, and returns the choice that the answer shows.
func (e entryCase) outcome(key value.Object, text string) string {
	r := e.put(key, text)
	if r.Ok() {
		e.ExpectKeys([]value.Object{key}, e.Find(key))
		return "accepted"
	}
	e.Expect(nil, e.Find(key))
	return testcase.ErrorChoice(r)
}

// later draws a time that is long after the case.
func (e entryCase) later() time.Time {
	return e.Now().Truncate(time.Second).AddDate(1, 0, rapid.IntRange(0, 300).Draw(e.Rapid, "days"))
}

// like returns an entry of a type. Its time, if it has one, is long after the case.
func (e entryCase) like(kind string) value.Object {
	entry := effect.EntryExample(*e.rule.EntryType(kind))
	if x := e.Operations.Put.EntryExpiry(); x != nil && x.Type == kind {
		value.Set(entry, x.At, effect.EntryTime(e.later()))
	}
	return entry
}

// ending returns an entry by which a resource expires at a time, in whatever zone.
func (e entryCase) ending(at time.Time) value.Object {
	x := e.Operations.Put.EntryExpiry()
	entry := e.like(x.Type)
	zone := rapid.SampledFrom([]int{0, 0, 2 * 3600, -5*3600 - 1800}).Draw(e.Rapid, "offset")
	value.Set(entry, x.At, effect.EntryTime(at.In(time.FixedZone("", zone))))
	return entry
}

// good returns an entry of each type.
func (e entryCase) good() []value.Object {
	var all []value.Object
	for _, t := range e.rule.Types {
		all = append(all, e.like(t.Value))
	}
	return all
}

// A badEntry is an entry that is rejected, and the error.
type badEntry struct {
	entry value.Object
	code  string
}

// bad returns entries that are wrong in one place.
func (e entryCase) bad() []badEntry {
	unknown := e.good()[0]
	value.Set(unknown, e.rule.Type, e.rule.Types[0].Value+"s")
	all := []badEntry{{unknown, e.rule.Unknown}}
	for _, t := range e.rule.Types {
		for _, need := range t.Needs {
			lacks := e.like(t.Value)
			value.Set(lacks, need.At, nil)
			all = append(all, badEntry{lacks, e.rule.Invalid})
			x := e.Operations.Put.EntryExpiry()
			if len(need.Values) > 0 || x != nil && x.Type == t.Value && x.At == need.At {
				other := e.like(t.Value)
				value.Set(other, need.At, "nothing")
				all = append(all, badEntry{other, e.rule.Invalid})
			}
		}
	}
	return all
}

// many returns a number of entries that may stand together: one of each type of which
// there may be one only, and the rest of the type of which there may be several.
func (e entryCase) many(rule model.EntryQuota, n int) []value.Object {
	var all []value.Object
	for _, c := range e.Operations.Put.Clauses {
		if once, is := c.Rule.(model.EntryOnce); is && len(all) < n {
			all = append(all, e.like(once.Type))
		}
	}
	for i := len(all); i < n; i++ {
		entry := e.like(rule.Of)
		value.Set(entry, rule.Vary, strconv.Itoa(i+1))
		all = append(all, entry)
	}
	return all
}

// expectShown expects a listing to have some entries of a resource, or of its newest
// version.
func (e entryCase) expectShown(t *script.T, rule model.EntryShown, key value.Object, want []value.Object) {
	shown, list := e.shown(t, rule, key)
	var texts []string
	for _, entry := range want {
		texts = append(texts, e.canonical(entry))
	}
	slices.Sort(texts)
	slices.Sort(shown)
	if !slices.Equal(texts, shown) {
		t.Fail("the entries "+strings.Join(texts, ", "), "%s", value.Show(list))
	}
}

// shown returns the entries of a resource, or of its newest version, and the list in
// which they stand.
func (e entryCase) shown(t *script.T, rule model.EntryShown, key value.Object) (texts []string, list []any) {
	in := t.Selecting(t.Op, value.Pick(key, t.Subject.Partition), key)
	t.SetUpReferences(t.Op, in)
	var row value.Object
	var shownAs any
	for _, p := range walk(t, in, nil) {
		for i, one := range p.rows {
			if value.Has(one, key) && (row == nil || later(t, one, row)) {
				row, shownAs = one, p.elems[i]
			}
		}
	}
	if row == nil {
		t.Fail("the "+t.Subject.Name+" that was put", "nothing with the key %s", value.Show(key))
	}
	x := e.Operations.Put.EntryExpiry()
	list = value.ListAt(shownAs, rule.In)
	for _, one := range list {
		text, _ := value.One(one, model.Path(rule.Text)).(string)
		v, _, _ := value.ReadJSON([]byte(text))
		entry, isObject := v.(value.Object)
		kind := value.One(entry, e.rule.Type)
		if !isObject || value.One(one, model.Path(rule.Type)) != kind {
			t.Fail("each entry with its text and its type", "%s", value.Show(list))
		}
		if status := value.One(one, model.Path(rule.Status)); x != nil && rule.Status != "" && kind == x.Type && status != rule.Pending {
			t.Fail(rule.Status+" "+rule.Pending+" before the time of the entry", "%s", value.Show(one))
		}
		texts = append(texts, e.canonical(entry))
	}
	return texts, list
}

// canonical returns the text of an entry. The same time may be written otherwise.
func (e entryCase) canonical(entry value.Object) string {
	if x := e.Operations.Put.EntryExpiry(); x != nil {
		text, _ := value.One(entry, x.At).(string)
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			entry = value.Clone(entry)
			value.Set(entry, x.At, effect.EntryTime(at.UTC()))
		}
	}
	return value.Show(entry)
}

// later reports whether a row shows a later version than another.
func later(t *script.T, one, other value.Object) bool {
	_, h := t.API.HistoryOf(t.Subject.Name)
	if h == nil {
		return false
	}
	a, _ := strconv.Atoi(value.Show(one[h.Number]))
	b, _ := strconv.Atoi(value.Show(other[h.Number]))
	return a > b
}
