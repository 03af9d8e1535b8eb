package conformance

import (
	"time"

	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var expiryLaws = []law{
	{kind: "expiry", name: "there before its time, gone from its time on", sow: sowMortal, check: func(t *trial) {
		if t.waits() {
			t.reap(sowMortal)
			return
		}
		at := t.clause.Rule.(model.Expiry).At
		start := t.freeze()
		keys := t.spread(2)
		things := t.describe(keys...)
		end := start.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t.rapid, "seconds")) * time.Second)
		mortal, immortal := with(things[0], object{at: epoch(end)}), clone(things[1])
		delete(immortal, at)
		t.put(mortal)
		t.put(immortal)
		both := []object{mortal, immortal}
		t.expect(both, t.find(keys...))
		t.setClock(end.Add(-t.shortly()))
		t.expect(both, t.find(keys...))
		t.setClock(end.Add(rapid.SampledFrom([]time.Duration{0, time.Millisecond, time.Second, 100 * time.Hour}).Draw(t.rapid, "after")))
		t.expect(both[1:], t.find(keys...))
		// It is gone for whoever asks for it by its key, and nothing of it comes
		// back when it is put anew.
		if found, able := t.findByKey(keys...); able {
			t.expect(both[1:], found)
		}
		again := clone(things[0])
		for _, name := range t.optional(again) {
			delete(again, name)
		}
		t.put(again)
		t.expect([]object{again, immortal}, t.find(keys...))
	}},
	{kind: "expiry", name: "a later time prolongs it", sow: sowProlonged, check: func(t *trial) {
		if t.waits() {
			t.reap(sowProlonged)
			return
		}
		at := t.clause.Rule.(model.Expiry).At
		start := t.freeze()
		key := t.keys(1)[0]
		thing := t.describe(key)[0]
		first := start.Add(time.Duration(rapid.IntRange(2, 600).Draw(t.rapid, "seconds")) * time.Second)
		second := first.Add(time.Duration(rapid.IntRange(1, 600).Draw(t.rapid, "more seconds")) * time.Second)
		t.put(with(thing, object{at: epoch(first)}))
		t.put(with(thing, object{at: epoch(second)}))
		t.setClock(first)
		t.expect([]object{with(thing, object{at: epoch(second)})}, t.find(key))
		t.setClock(second)
		t.expect(nil, t.find(key))
	}},
	{kind: "expiry/past", name: "a time that is not in the future", see: func(t *trial) string {
		at := t.clause.Rule.(model.Past).At
		now, early := time.Time{}, []time.Duration{time.Hour, 24 * 365 * time.Hour}
		if t.target.Clock != nil {
			now = t.freeze()
			early = append(early, 0, time.Millisecond, time.Second)
		} else {
			now = t.now().Truncate(time.Second)
		}
		key := t.keys(1)[0]
		thing := t.describe(key)[0]
		past := with(thing, object{at: epoch(now.Add(-rapid.SampledFrom(early).Draw(t.rapid, "early")))})
		r := t.tryPut(past)
		if found := t.find(key); len(found) > 0 {
			t.fail("nothing that lives past its time", "%s", showAll(found))
		}
		// A time that is still to come is well.
		future := with(thing, object{at: epoch(now.Add(time.Hour))})
		t.put(future)
		t.expect([]object{future}, t.find(key))
		switch {
		case !r.ok():
			return errorSeen(r)
		case len(t.failed(t.op, r.out)) > 0:
			return "failed-batch"
		}
		return "accepted"
	}},
	{kind: "expiry/precision", name: "put with a fraction, list: what is left of it", see: func(t *trial) string {
		at := t.clause.Rule.(model.Precision).At
		key := t.keys(1)[0]
		fraction := rapid.SampledFrom([]int{1, 123, 500, 999}).Draw(t.rapid, "milliseconds")
		far := rapid.SampledFrom([]int{t.farYear() - 10, t.farYear() + 50, 9999}).Draw(t.rapid, "year")
		end := time.Date(far, 6, 1, 12, 0, 0, fraction*1e6, time.UTC)
		t.put(with(t.describe(key)[0], object{at: epoch(end)}))
		found := t.find(key)
		if len(found) != 1 {
			t.fail("one "+t.about.Name, "%s", showAll(found))
		}
		got, ok := timeOf(found[0][at])
		switch {
		case ok && got.Equal(end):
			return "milliseconds"
		case ok && got.Equal(end.Truncate(time.Second)):
			return "seconds"
		}
		t.fail(string(epoch(end))+", with or without its fraction", "%s", show(found[0][at]))
		return ""
	}},
}

// shortly draws a time just before another.
func (t *trial) shortly() time.Duration {
	// A service may cut the fraction off, so a whole second is the least that
	// can be told apart, but for an expiry at a whole second.
	return rapid.SampledFrom([]time.Duration{time.Millisecond, 500 * time.Millisecond, time.Second}).Draw(t.rapid, "before")
}
