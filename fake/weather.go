package fake

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/guard"
)

// Weather is a fake that behaves as badly as a cloud does: what is read is behind
// what was written, callers are throttled, answers fail, break off or take long,
// clocks differ. It is meant for tests of programs that have to live with all
// that.
//
//	w, err := fake.NewWeather(fake.Storm(), account.Terrain(), 1, func() (http.Handler, *fake.Clock) {
//		f := remediation.New(remediation.State{})
//		return f, f.Clock
//	})
//	client := configservice.NewFromConfig(sdkv2.Config(w))
//
// The same seed and the same calls, one after the other, bring the same weather.
// Nothing runs in the background: what is due is done when a call comes.
//
// The control endpoints are spared. What is told to them holds for all replicas
// at once; those for the clock, the faults and the calls are the weather's own.
type Weather struct {
	// Clock tells the time of the world outside, to which Skew is added. Set it or
	// advance it; do not replace it.
	Clock *Clock
	// Faults go wrong at certain calls, in addition to those of the forecast.
	Faults *Faults

	forecast Forecast
	terrain  Terrain
	seed     uint64
	planned  Faults // those of the forecast
	log      callLog
	began    time.Time

	mu       sync.Mutex // guards what is below, and the replicas
	made     uint64     // calls so far
	primary  *replica   // what is written to
	replicas []*replica // what is read from: the primary, if there is no other
	bucket   bucket
	busy     map[string]time.Time // until when things are being deleted
}

// NewWeather returns weather around fakes that open makes: the one that is
// written to, and one for each replica. It has to make all of them alike. The
// clock is the one that the fake goes by; nil, if it goes by none.
//
// A forecast that makes no sense is an error.
func NewWeather(f Forecast, t Terrain, seed uint64, open func() (http.Handler, *Clock)) (*Weather, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	w := &Weather{
		Clock: new(Clock), Faults: new(Faults),
		forecast: f, terrain: t.filledIn(), seed: seed,
		busy: map[string]time.Time{},
	}
	w.began = w.now()
	w.bucket = bucket{Throttling: f.Throttling, left: float64(f.Throttling.Burst), at: w.began}
	if err := w.planned.Set(f.Faults...); err != nil {
		return nil, err
	}
	w.primary = newReplica(open, 0)
	count := f.Lag.Replicas
	if f.Reaping > 0 || f.Deleting > 0 {
		count = max(1, count) // what is seen differs from what there is
	}
	for i := range count {
		phase := luck{seed, uint64(i)}.upTo("phase", f.Reaping)
		w.replicas = append(w.replicas, newReplica(open, phase))
	}
	return w, nil
}

// Scope returns the account and region that the fake is seen in.
func (w *Weather) Scope() Scope { return ScopeOf(w.primary.handler) }

// Calls returns the calls that came over the wire, newest last, and what went
// wrong with them. The oldest are forgotten when they become too many.
func (w *Weather) Calls() []Call { return w.log.calls() }

// now returns the time there.
func (w *Weather) now() time.Time { return inRange(w.Clock.Now().Round(0).Add(w.forecast.Skew)) }

// ServeHTTP implements [http.Handler].
func (w *Weather) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if !guard.Admit(rw, r) {
		return
	}
	var body bytes.Buffer
	if err := readBody(&body, r); err != nil {
		http.Error(rw, "reading the body: "+err.Error(), http.StatusBadRequest)
		return
	}
	c := &weatherCall{request: r, operation: operationOf(r, body.Bytes()), body: body.Bytes(), members: object(body.Bytes())}
	if strings.HasPrefix(r.URL.Path, guard.ControlPath) {
		w.control(c).deliver(rw, r, w.now())
		return
	}
	l, fault := w.begin(c)
	a := w.answer(c, l, fault)
	w.log.add(w.now(), &Request{Scope: ParseScope(r.Header.Get("Authorization")).or(w.Scope()), Body: body.Bytes()}, c.operation, a.logged())
	a.deliver(rw, r, w.now())
}

// A weatherCall is a call on its way through the weather.
type weatherCall struct {
	request   *http.Request
	operation string
	body      []byte
	// members are those of the body, nil if it is no JSON object.
	members map[string]json.RawMessage
}

// begin counts a call and decides what goes wrong with it.
func (w *Weather) begin(c *weatherCall) (luck, Fault) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.made++
	l := luck{w.seed, w.made}
	var fault Fault
	// Both count the call, whichever befalls it.
	planned, added := w.planned.next(c.operation), w.Faults.next(c.operation)
	switch now := w.now(); {
	case planned != nil:
		fault = *planned
	case added != nil:
		fault = *added
	case w.throttled(now):
		return l, Fault{Error: ThrottlingException}
	default:
		fault = w.forecast.fault(l)
	}
	if l.strikes("slow", w.forecast.Slow.Share) {
		fault.Delay += l.upTo("slowness", w.forecast.Slow.Most)
	}
	return l, fault
}

// answer lets a call through, as far as the fault lets it.
func (w *Weather) answer(c *weatherCall, l luck, fault Fault) *weatherAnswer {
	a := &weatherAnswer{fault: fault}
	if !fault.wait(c.request.Context()) {
		a.fault.Drop = true // the caller has gone away
		return a
	}
	if fault.done() {
		a.recorder = w.do(c, l)
	}
	if fault.Error != "" {
		a.recorder = w.failed(c, &fault)
	}
	return a
}

// do has a call done by whoever it is for.
func (w *Weather) do(c *weatherCall, l luck) *recorder {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	for _, r := range w.replicas {
		r.settle(now)
	}
	if w.terrain.reads(c.operation) {
		return w.read(c, l, now)
	}
	return w.write(c, l, now)
}

// read has a replica answer.
func (w *Weather) read(c *weatherCall, l luck, now time.Time) *recorder {
	if l.strikes("short page", w.forecast.ShortPages) {
		w.terrain.shorten(c, l)
	}
	if len(w.replicas) == 0 {
		return w.primary.answer(c, now)
	}
	home := w.terrain.homeOf(c, len(w.replicas))
	if home < 0 {
		home = l.of("replica").IntN(len(w.replicas))
	}
	r := w.replicas[home]
	rec := r.answer(c, r.seenAt(now, w.forecast.Reaping))
	if rec.status != http.StatusOK {
		return rec
	}
	rec.body = w.terrain.marked(rec.body, home)
	if d := w.terrain.Deletion; d != nil && d.Shown == c.operation && len(r.deleting) > 0 {
		rec.body = d.shown(rec.body, func(name string) bool { return r.deleting[w.terrain.scoped(c, name)] })
	}
	return rec
}

// write has the primary do it, and the replicas later.
func (w *Weather) write(c *weatherCall, l luck, now time.Time) *recorder {
	key := w.terrain.key(c)
	d := w.terrain.Deletion
	if until, ok := w.busy[key]; ok && !until.After(now) {
		delete(w.busy, key)
	} else if ok && slices.Contains(d.Refused, c.operation) {
		return w.refused(c, Refuse(c.operation, d.Error, "it is being deleted"))
	}
	rec := w.primary.answer(c, now)
	if rec.aborted || rec.status >= http.StatusMultipleChoices {
		return rec
	}
	// The caller will have gone by the time that the replicas are told.
	c.request = c.request.WithContext(context.WithoutCancel(c.request.Context()))
	deletes := d != nil && d.Operation == c.operation
	took := time.Duration(0)
	if deletes && w.forecast.Deleting > 0 {
		took = l.upTo("deletion", w.forecast.Deleting)
		w.busy[key] = now.Add(took)
	}
	for i, r := range w.replicas {
		lag := l.upTo("lag "+strconv.Itoa(i), w.forecast.Lag.Most)
		if took > 0 {
			r.tell(write{key: key, due: now.Add(lag)})
		}
		r.tell(write{key: key, made: now, due: now.Add(took + lag), call: c, deletes: deletes})
	}
	return rec
}
