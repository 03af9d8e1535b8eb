package faults

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/calllog"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
	"github.com/fakesmith/fakesmith/fake/internal/guard"
	"github.com/fakesmith/fakesmith/fake/internal/inject"
	"github.com/fakesmith/fakesmith/fake/internal/record"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// An Injector puts a fault profile before a fake: what is read is behind what was
// written, callers are throttled, answers fail, break off or take long, clocks
// differ. It is for tests of programs that have to live with all that.
//
// The same seed and the same calls, one after the other, bring the same faults.
// Nothing runs in the background: what is due is done when a call comes.
//
// The control endpoints have no faults. What they are asked holds for all replicas
// at once; those for the clock, the faults and the calls are the injector's own.
type Injector struct {
	// Clock gives the time at the service, to which Skew is added. Set it or
	// advance it; do not replace it. What expires goes by it. What takes its time, such
	// as lag and throttling, goes on while it stands still, and is done sooner if it is
	// moved ahead.
	Clock *fake.Clock
	// Faults strike at certain calls, in addition to those of the profile.
	Faults *fake.Faults

	profile Profile
	traits  Traits
	seed    uint64
	planned fake.Faults // those of the profile
	log     calllog.Log
	began   time.Time

	mu       sync.Mutex // guards what is below, and the replicas
	passing  passing
	made     uint64     // calls so far
	primary  *replica   // what is written to
	replicas []*replica // what is read from: the primary, if there is no other
	bucket   bucket
	busy     map[string]time.Time // until when resources are being deleted, as time passes
}

// New returns an injector before fakes that open makes: the one that is written
// to, and one for each replica. It has to make all of them alike. The clock is the
// one that the fake goes by; nil, if it goes by none.
//
// A profile that makes no sense is an error.
func New(p Profile, t Traits, seed uint64, open func() (http.Handler, *fake.Clock)) (*Injector, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	in := &Injector{
		Clock: new(fake.Clock), Faults: new(fake.Faults),
		profile: p, traits: t.filledIn(), seed: seed,
		busy: map[string]time.Time{},
	}
	in.passing = begun(in.now())
	in.began = in.passing.at
	in.bucket = bucket{Throttling: p.Throttling, left: float64(p.Throttling.Burst), at: in.passing.at}
	in.primary = newReplica(open, 0)
	if s := runtime.ServiceOf(in.primary.handler); s != nil {
		in.planned.KnowAs(s.Faults)
		in.Faults.KnowAs(s.Faults)
	}
	if err := in.planned.Set(p.Faults...); err != nil {
		return nil, err
	}
	count := p.Lag.Replicas
	if p.Reaping > 0 || p.Deleting > 0 {
		count = max(1, count) // what is read differs from what there is
	}
	for i := range count {
		phase := luck{seed, uint64(i)}.upTo("phase", p.Reaping)
		r := newReplica(open, phase)
		r.seen = in.passing.told
		in.replicas = append(in.replicas, r)
	}
	return in, nil
}

// Scope returns the account and region that the fake is seen in.
func (in *Injector) Scope() fake.Scope { return runtime.ScopeOf(in.primary.handler) }

// Calls returns the calls that came over the wire, newest last, and what went
// wrong with them. The oldest are forgotten when they become too many.
func (in *Injector) Calls() []fake.Call { return in.log.Calls() }

// look has time pass, and returns the time at the service.
func (in *Injector) look() time.Time {
	was, told := in.passing.at, in.passing.told
	now := in.now()
	in.passing.look(now)
	for _, r := range in.replicas {
		r.look(was, in.passing.at, told, now, in.profile.Reaping)
	}
	return now
}

// now returns the time at the service.
func (in *Injector) now() time.Time {
	return epoch.InRange(in.Clock.Now().Round(0).Add(in.profile.Skew))
}

// ServeHTTP implements [http.Handler].
func (in *Injector) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if !guard.Admit(rw, r) {
		return
	}
	var body bytes.Buffer
	if err := record.ReadBody(&body, r); err != nil {
		http.Error(rw, "reading the body: "+err.Error(), http.StatusBadRequest)
		return
	}
	c := &call{request: r, operation: operationOf(r, body.Bytes()), body: body.Bytes(), members: object(body.Bytes())}
	if _, control := guard.Power(r.URL.Path); control {
		in.control(c).deliver(rw, in.date())
		return
	}
	l, fault := in.begin(c)
	a := in.answer(c, l, fault)
	// The log has the call as soon as it is done, and its status once it is answered.
	number := in.log.Add(a.logged(c, in.now(), runtime.CallerOf(r, in)))
	said := fault.String()
	if a.gone = !inject.Wait(r.Context(), &fault); a.gone {
		said = inject.GivenUp(&fault)
	}
	in.log.Ended(number, a.answered(), said)
	a.deliver(rw, in.date())
}

// date returns the time that answers are stamped with: the real time at the
// service, wherever its clock was put. Clients that are told of another time take it
// for their own mistake, and some then send every rejected call again.
func (in *Injector) date() time.Time { return time.Now().Add(in.profile.Skew) }

// A call is one on its way through the injector.
type call struct {
	request   *http.Request
	operation string
	body      []byte
	// members are those of the body, nil if it is no JSON object.
	members map[string]json.RawMessage
}

// begin counts a call and decides what goes wrong with it.
func (in *Injector) begin(c *call) (luck, fake.Fault) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.made++
	l := luck{in.seed, in.made}
	var fault fake.Fault
	// Both count the call, whichever strikes.
	planned, added := in.planned.Next(c.operation), in.Faults.Next(c.operation)
	in.look()
	switch {
	case planned != nil:
		fault = *planned
	case added != nil:
		fault = *added
	case in.throttled():
		return l, fake.Fault{Error: fake.ThrottlingException}
	default:
		fault = in.profile.fault(l)
	}
	if l.strikes("slow", in.profile.Slow.Share) {
		fault.Delay += l.upTo("slowness", in.profile.Slow.Most)
	}
	return l, fault
}

// answer lets a call through, as far as the fault lets it.
func (in *Injector) answer(c *call, l luck, fault fake.Fault) *reply {
	a := &reply{fault: fault}
	if inject.Done(&fault) {
		a.answer = in.do(c, l)
	}
	if fault.Error != "" {
		a.answer = in.failed(c, &fault)
	}
	return a
}

// do has a call done by whoever it is for.
func (in *Injector) do(c *call, l luck) *record.Recorder {
	in.mu.Lock()
	defer in.mu.Unlock()
	now := in.look()
	for _, r := range in.replicas {
		r.settle(in.passing.at)
	}
	if in.traits.reads(c.operation) {
		return in.read(c, l, now)
	}
	return in.write(c, l, now)
}

// read has a replica answer.
func (in *Injector) read(c *call, l luck, now time.Time) *record.Recorder {
	if l.strikes("short page", in.profile.ShortPages) {
		in.traits.shorten(c, l)
	}
	if len(in.replicas) == 0 {
		return in.primary.answer(c, now)
	}
	home := in.traits.homeOf(c, len(in.replicas))
	if home < 0 {
		home = l.of("replica").IntN(len(in.replicas))
	}
	r := in.replicas[home]
	rec := r.answer(c, r.seen)
	if rec.Status != http.StatusOK {
		return rec
	}
	rec.Body = in.traits.marked(rec.Body, home)
	if d := in.traits.Deletion; d != nil && d.Listed == c.operation && len(r.deleting) > 0 {
		rec.Body = d.listed(rec.Body, func(name string) bool { return r.deleting[in.traits.scoped(c, name)] })
	}
	return rec
}

// write has the primary do it, and the replicas later.
func (in *Injector) write(c *call, l luck, now time.Time) *record.Recorder {
	keys := in.traits.keys(c)
	d := in.traits.Deletion
	for _, key := range keys {
		if until, ok := in.busy[key]; ok && !until.After(in.passing.at) {
			delete(in.busy, key)
		} else if ok && slices.Contains(d.Rejected, c.operation) {
			return in.rejected(c, runtime.Errorf(c.operation, d.Error, "it is being deleted"))
		}
	}
	rec := in.primary.answer(c, now)
	if rec.Aborted || rec.Status >= http.StatusMultipleChoices {
		return rec
	}
	// The caller will have gone by the time that the replicas get the write.
	c.request = c.request.WithContext(context.WithoutCancel(c.request.Context()))
	deletes := d != nil && d.Operation == c.operation
	took := time.Duration(0)
	if deletes && in.profile.Deleting > 0 {
		took = l.upTo("deletion", in.profile.Deleting)
		in.busy[keys[0]] = in.passing.at.Add(took)
	}
	for i, r := range in.replicas {
		lag := l.upTo("lag "+strconv.Itoa(i), in.profile.Lag.Most)
		if took > 0 {
			r.enqueue(write{keys: keys, due: in.passing.at.Add(lag)})
		}
		r.enqueue(write{keys: keys, made: now, due: in.passing.at.Add(took + lag), call: c, deletes: deletes})
	}
	return rec
}
