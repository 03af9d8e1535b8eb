package compare

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// replay repeats some actions at all targets, with new names, up to the first
// for which the answers differ. It returns the actions with their answers, and
// whether the last ones differ.
func (m *mirror) replay(ctx context.Context, began time.Time, actions []*action) (done []*action, differs bool, err error) {
	t := m.joined()
	if t.Reset != nil {
		if err := t.Reset(ctx); err != nil {
			return nil, false, err
		}
	} else {
		defer func() { m.undo(ctx, done) }()
	}
	if t.Clock != nil && !began.IsZero() {
		if err := m.setClocks(ctx, began); err != nil {
			return nil, false, err
		}
	}
	prefix := m.newPrefix()
	again := map[int]*action{}
	for _, before := range actions {
		a := m.renamed(before, prefix)
		a.source = again[before.follows]
		again[before.id] = a
		done = append(done, a)
		switch {
		case a.operation != "":
			m.calls++
			if err := m.send(ctx, a); err != nil {
				return done, false, err
			}
			if differ(m.session.Session, a) {
				return done, true, nil
			}
		case a.fact != "":
			err = m.decide(ctx, a.as, a.fact, a.values)
		default:
			err = m.setClocks(ctx, a.clock)
		}
		if err != nil {
			return done, false, err
		}
	}
	return done, false, nil
}

// newPrefix returns a prefix for names, as long as that of the case.
func (m *mirror) newPrefix() string {
	m.prefixes++
	return comparePrefix(m.session.Started, m.prefixes)
}

// comparePrefix returns the nth prefix for names. All have one length.
func comparePrefix(began time.Time, n int64) string {
	const seven = 36 * 36 * 36 * 36 * 36 * 36 // the least number of seven digits
	return "fs-" + strconv.FormatInt(seven+(began.UnixMilli()*64+n)%seven, 36) + "-"
}

// renamed returns a copy of an action, with other names in it.
func (m *mirror) renamed(a *action, prefix string) *action {
	c := *a
	c.answers, c.source = nil, nil
	change := func(text string) string {
		text = strings.ReplaceAll(text, m.session.NamePrefix, prefix)
		return strings.ReplaceAll(text, strings.ToUpper(m.session.NamePrefix), strings.ToUpper(prefix))
	}
	c.body = []byte(change(string(a.body)))
	c.values = slices.Clone(a.values)
	for i, v := range a.values {
		of := map[string]string{}
		for name, text := range v.Of {
			of[name] = change(text)
		}
		c.values[i].Of = of
	}
	return &c
}

// undo deletes the resources that some actions have put, the last first.
func (m *mirror) undo(ctx context.Context, done []*action) {
	t := m.session.OfflineCase()
	for _, a := range slices.Backward(done) {
		op := m.session.API.Operation(a.operation)
		if op == nil || op.Effect.Verb != model.Puts {
			continue
		}
		del := m.session.OperationsOn(op.Effect.Of).Delete
		if del == nil || m.session.Missing[del.Name] != "" {
			continue
		}
		keys := t.KeysOf(op, a.body)
		if a.key != "" {
			keys = []value.Object{{m.session.API.MadeKey(op): a.key}}
		}
		for _, key := range keys {
			gone := *a
			gone.operation, gone.body, gone.source = del.Name, value.Encode(m.session.Input(del, key)), nil
			gone.header = a.header.Clone()
			gone.header.Set("X-Amz-Target", m.session.API.TargetPrefix+"."+del.Name)
			// It may be gone already.
			_ = m.send(ctx, &gone)
		}
	}
}
