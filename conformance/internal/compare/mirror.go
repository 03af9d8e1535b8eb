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

// A mirror is several targets that are spoken to as one: whatever the suite
// does to it is done to each, and the first of them answers. It notes what was
// done since a case began, and whether the answers differed.
//
// Each target follows page tokens of its own: where a request has one that the
// first target gave, the others are sent theirs.
type mirror struct {
	session *run.Suite
	targets []endpoint.Target
	// deeds are what was done since the case began, at is what the clocks were
	// set to before, the zero time if they never were.
	deeds []*action
	at    time.Time
	// clock is what the clocks were set to last.
	clock time.Time
	// differ reports that the last of the deeds was answered in different ways.
	differ bool
	// found are the fewest deeds that ended in a difference, and foundAt what the
	// clocks were set to before them.
	found   []*action
	foundAt time.Time
	// lacks are the operations that a target does not have.
	lacks []report.Lack
	// answered are the operations that were there, by target.
	answered []map[string]bool
	// calls counts the calls of a replay, prefixes the beginnings of names that
	// were given out.
	calls    int
	prefixes int64
	// surveying is set while ways to set facts are tried: one on which the targets
	// differ is no way for all of them.
	surveying bool
	// idle is set between cases: what is cleaned up then is no part of any.
	idle bool
}

// A action is what was done to all targets.
type action struct {
	// operation is what a call asked for, and empty for a step that is none.
	operation string
	as        endpoint.Scope
	method    string
	header    http.Header
	body      []byte
	// id tells the action from the others of its case. follows is that of the
	// call whose answer gave the page token in the body, 0 if none did, and
	// source is that call.
	id, follows int
	source      *action
	// fact and values are what was decided.
	fact   string
	values []endpoint.FactValue
	// clock is what the clocks were set to.
	clock time.Time

	// answers are those of the targets, in their order. They stay nil where a
	// step has none.
	answers []*heard
}

// A heard is an answer, or the reason why there is none.
type heard struct {
	wire.Answer
	err error
}

// Begin begins a case.
func (m *mirror) Begin() {
	m.deeds, m.at, m.differ, m.idle = nil, m.clock, false, false
}

// End ends a case.
func (m *mirror) End() { m.idle = true }

// Differs reports whether the last of the deeds was answered in different ways.
func (m *mirror) Differs() bool { return m.differ }

// note notes a step of the case.
func (m *mirror) note(a *action) {
	if !m.idle {
		m.deeds = append(m.deeds, a)
		a.id = len(m.deeds)
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
		// The suite takes it for what no target has, and does without.
		first = a.answers[i]
	} else if m.surveying {
		first = refusedFirst(a)
	} else if !m.idle && !m.differ && differ(m.session.Session, a) {
		m.differ = true
		if m.found == nil || len(m.deeds) <= len(m.found) {
			m.found, m.foundAt = m.deeds, m.at
		}
	}
	if first.err != nil {
		return nil, first.err
	}
	return &http.Response{
		StatusCode: first.Status, Header: first.Header, Body: io.NopCloser(bytes.NewReader(first.Body)), Request: req,
	}, nil
}

// refusedFirst returns the answer of the first target that refuses a call, or
// else that of the first.
func refusedFirst(a *action) *heard {
	for _, h := range a.answers {
		if h.err != nil || h.Status >= 300 {
			return h
		}
	}
	return a.answers[0]
}

// lacking returns which target does not have the operation of a call, so far
// as anybody knows, or -1. It notes of each such what it answered.
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

// scopeOf reads from a request as whom it is made.
func (m *mirror) scopeOf(req *http.Request) endpoint.Scope {
	_, rest, _ := strings.Cut(req.Header.Get("Authorization"), "Credential=")
	parts := strings.Split(rest, "/")
	if len(parts) < 3 {
		return m.targets[0].Scope()
	}
	return endpoint.Scope{Account: parts[0], Region: parts[2]}
}

// send makes a call of all targets, and keeps what they answer. An error means
// that the time is up.
func (m *mirror) send(ctx context.Context, a *action) error {
	a.answers = make([]*heard, len(m.targets))
	for i := range m.targets {
		a.answers[i] = m.sendTo(ctx, i, a)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	return nil
}

// sendTo makes a call of one target.
func (m *mirror) sendTo(ctx context.Context, i int, a *action) *heard {
	target := &m.targets[i]
	body := m.bodyFor(i, a)
	ctx, cancel := context.WithTimeout(ctx, wire.Timeout(target))
	defer cancel()
	to, err := url.Parse(strings.TrimSuffix(target.Url(), "/") + "/")
	if err != nil {
		return &heard{err: err}
	}
	for wait := 100 * time.Millisecond; ; wait *= 2 {
		req := (&http.Request{
			Method: a.method, URL: to, Host: to.Host, Header: a.header.Clone(), ContentLength: int64(len(body)),
			Body: io.NopCloser(bytes.NewReader(body)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		}).WithContext(ctx)
		if target.Authorize != nil {
			if err := target.Authorize(req, body, a.as); err != nil {
				return &heard{err: err}
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
func exchange(transport http.RoundTripper, req *http.Request) *heard {
	a, err := wire.ReadAnswer(transport, req)
	if err != nil {
		return &heard{err: err}
	}
	a.Declared = 0 // what a comparison shows of an answer is its body
	return &heard{Answer: *a}
}
