package effect

import (
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// Entries returns the text that has some entries.
func Entries(entries ...value.Object) string {
	all := make([]any, len(entries))
	for i, e := range entries {
		all[i] = e
	}
	return string(value.Encode(all))
}

// EntryExample returns an entry of a type, as the contract has one.
func EntryExample(t model.EntryType) value.Object {
	v, _, _ := value.ReadJSON([]byte(t.Example)) // it was read with the contract
	entry, _ := v.(value.Object)
	return entry
}

// EntryTime returns a time as it stands in an entry.
func EntryTime(at time.Time) string { return at.Format("2006-01-02T15:04:05.000Z07:00") }

// EntryEnds returns the times at which a resource expires by its entries.
func EntryEnds(op *model.Operation, resource value.Object) []time.Time {
	e, expiry := op.Embedded(), op.EntryExpiry()
	if e == nil || expiry == nil {
		return nil
	}
	text, _ := resource[e.Member].(string)
	v, _, err := value.ReadJSON([]byte(text))
	list, _ := v.([]any)
	if err != nil {
		return nil
	}
	var all []time.Time
	for _, entry := range list {
		if value.One(entry, e.Type) != expiry.Type {
			continue
		}
		text, _ := value.One(entry, expiry.At).(string)
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			all = append(all, at)
		}
	}
	return all
}
