package replay

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/oracle"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/model"
)

// write notes what a call has put, set or deleted.
func (r *replayer) write(e *recording.Exchange, op *model.Operation, rep *reply) {
	in := request(e)
	if in == nil {
		return
	}
	if dry, there := ruleOf[model.DryRun](op); there && in[dry.Flag] == true {
		return
	}
	_, batches := ruleOf[model.Batch](op)
	failed := map[string]bool{}
	if rep.ok && rep.out != nil {
		failed = r.contract().FailedKeys(op, rep.out)
	}
	for _, key := range r.contract().KeysOf(op, e.Request) {
		h := r.keys.find(ring{e.Caller, op.Effect.Of}, key, false)
		if h == nil {
			continue
		}
		switch {
		case !rep.ok && e.Status < 500 && !batches && rep.code != unknownCode:
		case !rep.ok, batches && rep.out == nil:
			h.forget()
		case failed[value.KeyOf(key, r.contract().Varying(op))]:
		default:
			h.add(step{op: op, in: r.narrowed(op, in, key), place: e.Place, began: e.Began, ended: e.Ended, write: true})
		}
		for _, other := range r.affected(op, e.Caller, key) {
			other.forget()
		}
	}
}

// A view is what a read has returned, or not, of one resource.
type view struct {
	op    *model.Operation
	in    value.Object
	place string
	began time.Time
	// row is the element that was returned, nil if there is none, and at where in
	// the output it stands.
	row value.Object
	at  string
}

// compare holds what a read has returned against what was put before.
func (r *replayer) compare(found *Exchange, e *recording.Exchange, op *model.Operation, rep *reply) {
	histories := r.keys[ring{e.Caller, op.Effect.Of}]
	if !r.whole(op) || len(histories) == 0 || rep.ok && rep.out == nil || rep.code == unknownCode {
		return
	}
	in := request(e)
	resources := effect.Returned(op, rep.out)
	elems := effect.Rows(op, rep.out)
	byKey := map[string]int{}
	for i, resource := range resources {
		key := folded(value.Pick(resource, r.contract().ResourceOf(op).Key))
		if _, there := byKey[key]; !there {
			byKey[key] = i
		}
	}
	first, last := true, true
	if p, pages := ruleOf[model.Pagination](op); pages {
		first, last = value.TextAt(in, model.Path(p.Token)) == "", value.TextAt(rep.out, model.Path(p.Next)) == ""
	}
	for _, h := range histories {
		if h.vague {
			continue
		}
		i, there := byKey[folded(h.key)]
		v := view{op: op, place: e.Place, began: e.Began}
		asks, alone := true, false
		if in != nil {
			v.in, asks, alone = r.aimed(op, in, h.key)
		} else if there {
			v.in = r.contract().Input(op, resources[i])
		}
		switch {
		case !asks:
			continue
		case there:
			v.row, _ = elems[i].(value.Object)
			v.at = string(op.Effect.Into)
			if op.Effect.Verb != model.Gets {
				v.at = value.Element(v.at, i)
			}
		case in == nil:
			continue
		case rep.ok && !alone && !(first && last), !rep.ok && !(alone && r.saysAbsent(&v, h, rep.code)):
			continue // it may be on another page, or the error may be about another
		}
		if r.work <= 0 {
			found.say(e.Secrets(), Report, "not compared with what was put: there is too much to compare")
			return
		}
		r.check(found, e, h, v)
	}
}

// saysAbsent reports whether an error says that what was asked for is not there.
func (r *replayer) saysAbsent(v *view, h *history, code string) bool {
	o := oracle.New(r.api, nil)
	s := step{op: v.op, in: v.in, began: v.began}
	scope := h.scope(nil)
	r.prepare(o, &s, scope, h.key)
	return slices.Contains(o.Call(scope, v.began, v.op.Name, v.in).Codes, code)
}

// check holds a view against the history of the resource.
func (r *replayer) check(found *Exchange, e *recording.Exchange, h *history, v view) {
	if !h.known && len(h.steps) == 0 {
		r.adopt(h, v)
		return
	}
	n := h.lastWrite()
	if n < 0 {
		r.adopt(h, v) // it may be another client's doing
		return
	}
	hidden := e.Secrets()
	put := h.steps[n]
	if v.row == nil && r.expires(put.op) && (v.began.IsZero() || put.began.IsZero()) {
		return
	}
	r.result.Pairs++
	seen, why := r.agrees(h, h.steps, v, nil)
	if why == nil {
		for _, at := range sortedPlaces(seen) {
			found.say(hidden, Pass, "%s: %s", at, seen[at])
		}
		h.add(step{op: v.op, in: v.in, place: v.place, began: v.began, ended: v.began, row: v.row})
		return
	}
	if rejected, is := errors.AsType[*rejection](why); is {
		found.say(hidden, Report, "not compared with what was put: %v", rejected)
		r.adopt(h, v)
		return
	}
	if excuse := r.excuse(h, v); excuse != "" {
		found.say(hidden, Report, "%s: %s", placeOf(v), excuse)
		if excuse != early(put.place) {
			r.adopt(h, v)
		}
		return
	}
	found.say(hidden, Fail, "%s, by %s (%s)", why, put.place, put.op.Name)
	r.adopt(h, v)
}

// A rejection is that of the oracle, of what a service has accepted.
type rejection struct{ place, operation, want string }

func (r *rejection) Error() string {
	return fmt.Sprintf("%s (%s) succeeded, where the contract expects %s", r.place, r.operation, r.want)
}

func placeOf(v view) string {
	if v.at == "" {
		return string(v.op.Effect.Into)
	}
	return v.at
}

func early(place string) string {
	return "it may come too early to show what was done by " + place
}

// excuse says what may be the reason that a read does not return what was put, if
// the recording leaves one.
func (r *replayer) excuse(h *history, v view) string {
	for n := h.lastWrite(); n >= 0; n-- {
		s := h.steps[n]
		if !s.write {
			continue
		}
		if !v.began.IsZero() && !s.ended.IsZero() && !v.began.Before(s.ended.Add(r.options.Lag)) {
			break
		}
		if n == 0 && !h.known {
			return early(s.place)
		}
		if _, why := r.agrees(h, h.steps[:n], v, nil); why == nil {
			return early(s.place)
		}
	}
	put := h.steps[h.lastWrite()]
	if v.row != nil && !h.known {
		if _, why := r.agrees(h, h.steps, v, v.row); why == nil {
			return "what nobody put may have been there before the recording"
		}
	}
	if v.row != nil && later(v.row, r.elementOf(v.op), put.ended) {
		return "it was noted long after what was done by " + put.place + ": another client may have done it"
	}
	if v.row != nil && r.overdue(put, v.began) {
		return "its time is over, and the service may look for what has expired now and then only"
	}
	if _, removes := ruleOf[model.GuardLater](put.op); removes && v.row == nil {
		return "it is not there, as a service may have it that removes it when its guard holds no more"
	}
	return ""
}

// overdue reports whether what a step has put has an entry whose time was over at another.
func (r *replayer) overdue(put step, now time.Time) bool {
	for _, resource := range r.contract().Described(put.op, put.in) {
		for _, end := range effect.EntryEnds(put.op, resource) {
			if !now.Before(end) {
				return true
			}
		}
	}
	return false
}

// adopt makes what was returned the beginning of a history.
func (r *replayer) adopt(h *history, v view) {
	h.forget()
	if v.row == nil {
		h.known = true
		return
	}
	put := r.contract().OperationsOn(v.op.Effect.Of).Put
	if _, gone := isLeaving(v.row, r.elementOf(v.op)); gone || put == nil || !r.tellsAll(v, put) {
		return
	}
	resource := r.settable(v.op, put, v.row)
	h.known = true
	h.steps = []step{{op: put, in: r.contract().Input(put, resource), place: v.place, began: v.began, ended: v.began, seen: true}}
	if _, why := r.agrees(h, h.steps, v, nil); why != nil {
		h.forget()
		return
	}
	h.add(step{op: v.op, in: v.in, place: v.place, began: v.began, ended: v.began, row: v.row})
}

// settable returns the resource that an element of a read shows, without what the
// service has set itself.
func (r *replayer) settable(read, put *model.Operation, row value.Object) value.Object {
	resource := value.Clone(effect.Returned(read, showing(read, row))[0])
	for name := range resource {
		if effect.Assigned(put, name) {
			delete(resource, name)
		}
	}
	return resource
}

// expires reports whether what an operation puts may expire.
func (r *replayer) expires(op *model.Operation) bool {
	_, expires := ruleOf[model.Expiry](op)
	return expires || op.EntryExpiry() != nil
}

// agrees asks the oracle whether a view is one that some steps lead to, by any
// choices that the contract leaves. before, if there is one, is the row from which
// what was there before the first step is taken, as far as it was not put. It
// returns the permitted differences that there are.
func (r *replayer) agrees(h *history, steps []step, v view, before value.Object) (map[string]difference, error) {
	ops := []*model.Operation{v.op}
	for i := range steps {
		if !slices.Contains(ops, steps[i].op) {
			ops = append(ops, steps[i].op)
		}
	}
	moments := []time.Duration{0}
	if slices.ContainsFunc(ops, r.expires) {
		// Clocks differ, and some headers hold whole seconds.
		moments = append(moments, -2*time.Second, 2*time.Second)
	}
	var first error
	for _, profile := range h.profiles(ops...) {
		for _, moment := range moments {
			if r.work -= len(steps) + 1; r.work < 0 || r.ctx.Err() != nil {
				return nil, nil
			}
			seen, err := r.ask(h, steps, v, before, profile, moment)
			if err == nil {
				h.profile = profile
				return seen, nil
			}
			if first == nil {
				first = err
			}
		}
	}
	return nil, first
}

// ask asks the oracle once.
func (r *replayer) ask(h *history, steps []step, v view, before value.Object, profile map[string]string, moment time.Duration) (map[string]difference, error) {
	o := oracle.New(r.api, profile)
	scope := h.scope(v.row)
	if len(steps) > 0 && steps[0].op.Effect.Verb == model.Updates && !h.known {
		r.createFirst(o, h, steps[0], scope, v)
	} else if before != nil && len(steps) > 0 {
		s := steps[0]
		s.in = r.contract().Input(s.op, r.settable(v.op, s.op, before))
		r.prepare(o, &s, scope, h.key)
		o.Call(scope, s.began, s.op.Name, s.in)
		r.setCount(o, scope, h, steps, v.op, before)
	}
	for i := range steps {
		s := &steps[i]
		r.prepare(o, s, scope, h.key)
		want := o.Call(scope, s.began, s.op.Name, s.in)
		switch {
		case s.row != nil:
			r.holds(o, h, scope, want, view{op: s.op, in: s.in, began: s.began, row: s.row})
		case want.Output == nil && s.op.Effect.Verb != model.Deletes && !effect.IsRead(s.op):
			return nil, &rejection{s.place, s.op.Name, want.String()}
		}
	}
	last := step{op: v.op, in: v.in, began: v.began.Add(moment)}
	r.prepare(o, &last, scope, h.key)
	return r.holds(o, h, scope, o.Call(scope, last.began, v.op.Name, v.in), view{op: v.op, in: v.in, began: last.began, row: v.row, at: v.at})
}

// createFirst tells the oracle that a resource was there before the first step updates it,
// with what a view shows of it: what was not given has to have been so before. What the
// view does not show is like the example.
func (r *replayer) createFirst(o *oracle.Oracle, h *history, s step, scope oracle.Scope, v view) {
	put := r.contract().OperationsOn(s.op.Effect.Of).Put
	if put == nil {
		return
	}
	resource := r.contract().Example(s.op.Effect.Of)
	if v.row != nil {
		maps.DeleteFunc(resource, func(name string, _ any) bool { return effect.Returns(v.op, name) })
		resource = value.With(resource, r.settable(v.op, put, v.row))
	}
	s.op, s.in = put, r.contract().Input(put, value.With(resource, h.key))
	r.prepare(o, &s, scope, h.key)
	o.Call(scope, s.began, put.Name, s.in)
}

// setCount tells the oracle how often a resource was put before some steps, by what a read
// has returned after them.
func (r *replayer) setCount(o *oracle.Oracle, scope oracle.Scope, h *history, steps []step, read *model.Operation, row value.Object) {
	count, counts := ruleOf[model.Counted](steps[0].op)
	n, isNumber := effect.Returned(read, showing(read, row))[0][count.Member].(json.Number)
	was, err := n.Int64()
	if !counts || !isNumber || err != nil {
		return
	}
	for _, s := range steps {
		if s.write && s.op.Effect.Verb == model.Deletes {
			return
		}
		if s.write {
			was--
		}
	}
	o.SetMember(scope, steps[0].op.Effect.Of, h.key, model.Path(count.Member), json.Number(strconv.FormatInt(was, 10)))
}

// holds holds what was returned against what the oracle expects.
func (r *replayer) holds(o *oracle.Oracle, h *history, scope oracle.Scope, want oracle.Outcome, v view) (map[string]difference, error) {
	var resource value.Object
	for _, t := range o.Resources(scope, v.began, v.op.Effect.Of) {
		if folded(value.Pick(t, r.contract().ResourceOf(v.op).Key)) == folded(h.key) {
			resource = t
		}
	}
	shape := r.elementOf(v.op)
	if resource == nil {
		if v.row == nil {
			return nil, nil
		}
		if d, gone := isLeaving(v.row, shape); gone {
			return map[string]difference{value.Join(v.at, d.member): d}, nil
		}
		return nil, fmt.Errorf("%s is there, and was deleted or has expired", placeOf(v))
	}
	if v.row == nil && want.Output == nil {
		return nil, nil
	}
	e := &eraser{api: r.api, rows: r.rows, timed: !v.began.IsZero(), found: map[string]difference{}}
	var shown any
	wanted := returned(v.op, resource)
	if v.row != nil {
		row := e.erase(wanted, v.row, shape, v.at).(value.Object)
		ordinaryARN(row)
		shown = row
	}
	// What nothing in the contract is bound to is not compared.
	o.Lenient = len(v.op.Effect.As) > 0
	err := o.Agree(want, oracle.Reply{Output: showing(v.op, shown)})
	if err == nil {
		return e.found, nil
	}
	if v.row == nil {
		return nil, fmt.Errorf("%s lacks what was put: %s", placeOf(v), brief(h.key))
	}
	over := func(string) bool { return false }
	if put := r.contract().OperationsOn(v.op.Effect.Of).Put; put != nil {
		over = func(name string) bool { return effect.Assigned(put, name) }
	}
	if how := apart(wanted, shown, v.at, over); how != "" {
		return nil, errors.New(how)
	}
	return nil, fmt.Errorf("%s: %w", v.at, err)
}

// ordinaryARN writes the ARNs of other partitions than the usual one, such as
// aws-cn, as the contract has them.
func ordinaryARN(row value.Object) {
	for name, v := range row {
		if text, isText := v.(string); isText && ownARN.MatchString(text) {
			_, rest, _ := strings.Cut(strings.TrimPrefix(text, "arn:"), ":")
			row[name] = "arn:aws:" + rest
		}
	}
}

func sortedPlaces(seen map[string]difference) []string {
	var places []string
	for at := range seen {
		places = append(places, at)
	}
	slices.Sort(places)
	return places
}
