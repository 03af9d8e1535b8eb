package replay

import (
	"maps"
	"regexp"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/model"
)

// A history is what is known of one entity or fact: what was asked about it since
// it was known not to be there, or how it was.
type history struct {
	key value.Object
	// known reports that it is known what there was before the first step.
	known bool
	steps []step
	// profile has the choices that the service was seen to make.
	profile map[string]string
	// vague reports that two keys of the recording differ so little that a service
	// may take them for one.
	vague bool
}

// A step is a call that succeeded.
type step struct {
	op           *model.Operation
	in           value.Object
	place        string
	began, ended time.Time
	// write reports that the step puts, sets or deletes something. Only what the
	// client did is one: seen is what must have been done before the recording, by
	// what a read has returned.
	write, seen bool
	// row is what a read has returned of the resource.
	row value.Object
}

// mostSteps is how many steps a history has.
const mostSteps = 32

// add adds a step. Of reads in a row only the last is kept: they change nothing,
// and settle only which names the service has made.
func (h *history) add(s step) {
	if n := len(h.steps); n > 0 && !s.write && !h.steps[n-1].write && !h.steps[n-1].seen {
		h.steps[n-1] = s
		return
	}
	if len(h.steps) == mostSteps {
		h.forget()
	}
	h.steps = append(h.steps, s)
}

// forget notes that nothing is known any more.
func (h *history) forget() { h.known, h.steps = false, nil }

// lastWrite returns the place of the last step in which a client has put, set or
// deleted the resource, or -1.
func (h *history) lastWrite() int {
	for i := len(h.steps) - 1; i >= 0; i-- {
		if h.steps[i].write {
			return i
		}
	}
	return -1
}

// scope returns the account and the region that a resource says it is in. A recording
// need not say so by itself.
func (h *history) scope(row value.Object) oracle.Scope {
	rows := []value.Object{row}
	for _, s := range h.steps {
		rows = append(rows, s.row)
	}
	for _, row := range rows {
		for _, v := range row {
			if text, isText := v.(string); isText {
				if m := ownARN.FindStringSubmatch(text); m != nil {
					return oracle.Scope{Region: m[1], Account: m[2]}
				}
			}
		}
	}
	return oracle.Scope{Region: "us-east-1", Account: "123456789012"}
}

var ownARN = regexp.MustCompile(`^arn:aws[a-z-]*:[a-z0-9-]+:([a-z0-9-]+):([0-9]{12}):`)

// profiles returns the sets of choices by which a service may be explained: those
// of the model and of the history, then with one choice that is another, and with
// two. Only of what the contract assumes there is a choice.
func (h *history) profiles(ops ...*model.Operation) []map[string]string {
	all := []map[string]string{h.profile}
	var others [][2]string
	for _, op := range ops {
		for i := range op.Clauses {
			if c := &op.Clauses[i]; explains(c) {
				for _, name := range c.Choices {
					others = append(others, [2]string{c.ID, name})
				}
			}
		}
	}
	with := func(some ...[2]string) {
		p := maps.Clone(h.profile)
		if p == nil {
			p = map[string]string{}
		}
		for _, c := range some {
			p[c[0]] = c[1]
		}
		all = append(all, p)
	}
	for _, c := range others {
		with(c)
	}
	for i, c := range others {
		for _, d := range others[:i] {
			if d[0] != c[0] {
				with(c, d)
			}
		}
	}
	return all
}

// explains reports whether the clause's choice makes a difference to what is
// returned of a resource that was put with success.
func explains(c *model.Clause) bool {
	switch c.Rule.(type) {
	case model.Omitted, model.OmittedByUpdate, model.Identity, model.Duplicates, model.Past, model.Precision, model.FilterAbsent, model.WithKeys, model.Allowed:
		return len(c.Choices) > 1
	}
	return false
}

// A keyring has the histories of a recording, by who calls and by what they are
// about.
type keyring map[ring][]*history

type ring struct{ caller, resource string }

// find returns the history of a key, and makes one if make is set.
func (k keyring) find(at ring, key value.Object, make bool) *history {
	for _, h := range k[at] {
		if value.Show(h.key) == value.Show(key) {
			return h
		}
	}
	if !make {
		return nil
	}
	h := &history{key: key}
	for _, other := range k[at] {
		if folded(other.key) == folded(key) {
			other.vague, h.vague = true, true
		}
	}
	k[at] = append(k[at], h)
	return h
}

// folded returns what is left of a value if neither case nor surrounding space
// counts.
func folded(v any) string {
	if o, isObject := v.(value.Object); isObject {
		all := value.Object{}
		for name, e := range o {
			all[name] = folded(e)
		}
		return value.Show(all)
	}
	text, isText := v.(string)
	if !isText {
		return value.Show(v)
	}
	return strings.ToLower(strings.TrimSpace(text))
}
