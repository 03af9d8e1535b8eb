package compare

import (
	"context"
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
)

// joined returns the targets as one, with the powers that all of them have.
func (m *mirror) joined() endpoint.Target {
	all := func(has func(*endpoint.Target) bool) bool {
		for i := range m.targets {
			if !has(&m.targets[i]) {
				return false
			}
		}
		return true
	}
	first := &m.targets[0]
	t := endpoint.Target{
		Transport: m, URL: first.URL, Region: first.Region, Account: first.Account, Profile: first.Profile, Exact: true,
	}
	for i := range m.targets {
		// The calls are made one after the other.
		t.Timeout += wire.Timeout(&m.targets[i])
		t.MaxResponse = max(t.MaxResponse, wire.MaxResponse(&m.targets[i]))
	}
	if all(func(t *endpoint.Target) bool { return t.Clock != nil }) {
		t.Clock = m
	}
	if all(func(t *endpoint.Target) bool { return t.Facts != nil }) {
		t.Facts = m
	}
	if all(func(t *endpoint.Target) bool { return t.Reset != nil }) {
		t.Reset = m.reset
	}
	return t
}

// Now returns the time of the first target.
func (m *mirror) Now(ctx context.Context) (time.Time, error) { return m.targets[0].Clock.Now(ctx) }

// Set sets the clocks of all targets.
func (m *mirror) Set(ctx context.Context, now time.Time) error {
	m.note(&action{clock: now})
	m.clock = now
	return m.setClocks(ctx, now)
}

func (m *mirror) setClocks(ctx context.Context, now time.Time) error {
	for i := range m.targets {
		if err := m.targets[i].Clock.Set(ctx, now); err != nil {
			return err
		}
	}
	return nil
}

// SetFacts sets facts at all targets.
func (m *mirror) SetFacts(ctx context.Context, as endpoint.Scope, fact string, values []endpoint.FactValue) error {
	m.note(&action{as: as, fact: fact, values: slices.Clone(values)})
	return m.decide(ctx, as, fact, values)
}

func (m *mirror) decide(ctx context.Context, as endpoint.Scope, fact string, values []endpoint.FactValue) error {
	for i := range m.targets {
		if err := m.targets[i].Facts.SetFacts(ctx, as, fact, values); err != nil {
			return err
		}
	}
	return nil
}

func (m *mirror) reset(ctx context.Context) error {
	for i := range m.targets {
		if err := m.targets[i].Reset(ctx); err != nil {
			return err
		}
	}
	return nil
}
