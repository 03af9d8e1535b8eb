package compare

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/run"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// A mirror is several targets as one: each call of the suite is made of all of
// them, and the first one's answer is returned. It records what was done in a
// case, and whether the answers differed.
//
// Each target has page tokens of its own: in place of a token of the first
// target, the others are sent theirs.
type mirror struct {
	session *run.Suite
	targets []endpoint.Target
	// actions are those of the case, and at is what the clocks were set to
	// before it, zero if they never were.
	actions []*action
	at      time.Time
	// clock is what the clocks were set to last.
	clock time.Time
	// differ reports that the answers to the last action differ.
	differ bool
	// found are the fewest actions that ended in a difference, and foundAt is
	// what the clocks were set to before them.
	found   []*action
	foundAt time.Time
	// lacks are the operations that a target does not implement.
	lacks []report.Lack
	// answered are the operations that have answered, by target.
	answered []map[string]bool
	// calls counts the calls of replays, and prefixes the name prefixes in use.
	calls    int
	prefixes int64
	// probing is set while strategies to set facts are tried: one for which the
	// targets differ does not work for all of them.
	probing bool
	// keys are those that each target has made, by the key that the first one told at
	// first.
	keys map[string][]string
	// idle is set between cases: cleaning up is part of none.
	idle bool
}

// An action is one call of all targets, or one change of facts or clocks.
type action struct {
	// operation is empty unless the action is a call.
	operation string
	as        endpoint.Scope
	method    string
	header    http.Header
	body      []byte
	// id identifies the action in its case. source is the call whose answer had
	// the page token in the body, nil if there is none, and follows is its id.
	id, follows int
	source      *action
	// key is the one that the first target has made in the call, when it was made for the
	// first time.
	key string
	// fact and values are the facts that were set.
	fact   string
	values []endpoint.FactValue
	// clock is what the clocks were set to.
	clock time.Time

	// answers are those of the targets, in order. They are nil unless the
	// action is a call.
	answers []*result
}

// A result is an answer, or the reason why there is none.
type result struct {
	wire.Answer
	err error
}

// Begin begins a case.
func (m *mirror) Begin() {
	m.actions, m.at, m.differ, m.idle = nil, m.clock, false, false
}

// End ends a case.
func (m *mirror) End() { m.idle = true }

// Differs reports whether the answers to the last action differ.
func (m *mirror) Differs() bool { return m.differ }

// note records an action of the case.
func (m *mirror) note(a *action) {
	if !m.idle {
		m.actions = append(m.actions, a)
		a.id = len(m.actions)
	}
}

// RoundTrip sends a request to each target, and returns the answer of the
// first.
func (m *mirror) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	_, operation, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	a := &action{operation: operation, as: m.scopeOf(req), method: req.Method, header: req.Header.Clone(), body: body}
	if a.source = m.followed(a); a.source != nil {
		a.follows = a.source.id
	}
	m.note(a)
	if err := m.send(req.Context(), a); err != nil {
		return nil, err
	}
	first := a.answers[0]
	if i := m.lacking(a); i >= 0 {
		// The suite takes the operation as unsupported by all.
		first = a.answers[i]
	} else if m.probing {
		first = rejectedFirst(a)
	} else if !m.idle && !m.differ && differ(m.session.Session, a) {
		m.differ = true
		if m.found == nil || len(m.actions) <= len(m.found) {
			m.found, m.foundAt = m.actions, m.at
		}
	}
	if first.err != nil {
		return nil, first.err
	}
	return &http.Response{
		StatusCode: first.Status, Header: first.Header, Body: io.NopCloser(bytes.NewReader(first.Body)), Request: req,
	}, nil
}

// rejectedFirst returns the answer of the first target that rejects a call, or
// else that of the first target.
func rejectedFirst(a *action) *result {
	for _, h := range a.answers {
		if h.err != nil || h.Status >= 300 {
			return h
		}
	}
	return a.answers[0]
}

// lacking returns a target that does not implement the operation of a call, or
// -1, and records its answer.
func (m *mirror) lacking(a *action) int {
	op := m.session.API.Operation(a.operation)
	if op == nil {
		return -1
	}
	lacks := -1
	for i, h := range a.answers {
		if h.err != nil || m.answered[i][op.Name] {
			continue
		}
		r := m.session.Read(op, &h.Answer)
		if r.Missing == "" {
			m.answered[i][op.Name] = true
			continue
		}
		lacks = i
		lack := report.Lack{Operation: op.Name, Target: m.targets[i].Url(), Seen: r.Missing}
		if !slices.ContainsFunc(m.lacks, func(l report.Lack) bool { return l.Operation == op.Name && l.Target == lack.Target }) {
			m.lacks = append(m.lacks, lack)
		}
	}
	return lacks
}

// scopeOf returns the scope of a request.
func (m *mirror) scopeOf(req *http.Request) endpoint.Scope {
	_, rest, _ := strings.Cut(req.Header.Get("Authorization"), "Credential=")
	parts := strings.Split(rest, "/")
	if len(parts) < 3 {
		return m.targets[0].Scope()
	}
	return endpoint.Scope{Account: parts[0], Region: parts[2]}
}

// send makes a call of all targets and records their answers. An error means
// that the context is done.
func (m *mirror) send(ctx context.Context, a *action) error {
	a.answers = make([]*result, len(m.targets))
	for i := range m.targets {
		a.answers[i] = m.sendTo(ctx, i, a)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	m.noteKeys(a)
	return nil
}

// sendTo makes a call of one target.
func (m *mirror) sendTo(ctx context.Context, i int, a *action) *result {
	target := &m.targets[i]
	body := m.bodyFor(i, a)
	ctx, cancel := context.WithTimeout(ctx, wire.Timeout(target))
	defer cancel()
	to, err := url.Parse(strings.TrimSuffix(target.Url(), "/") + "/")
	if err != nil {
		return &result{err: err}
	}
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		req := (&http.Request{
			Method: a.method, URL: to, Host: to.Host, Header: a.header.Clone(), ContentLength: int64(len(body)),
			Body: io.NopCloser(bytes.NewReader(body)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		}).WithContext(ctx)
		if target.Authorize != nil {
			if err := target.Authorize(req, body, a.as); err != nil {
				return &result{err: err}
			}
		}
		got := exchange(wire.Transport(target), req)
		if got.err != nil || !wire.Throttled(&got.Answer) || wait > 5*time.Second {
			return got
		}
		select {
		case <-ctx.Done():
			return got
		case <-time.After(wait):
		}
	}
}

// exchange makes one request, and reads the whole answer.
func exchange(transport http.RoundTripper, req *http.Request) *result {
	a, err := wire.ReadAnswer(transport, req)
	if err != nil {
		return &result{err: err}
	}
	a.Declared = 0 // what a comparison shows of an answer is its body
	return &result{Answer: *a}
}
