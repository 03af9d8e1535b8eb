package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/conformance/vary"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

// options say what is checked.
type options struct {
	subject
	variants []vary.Variant
	alone    bool
	mixtures int
	// mixture is the seed of the only mixture that is checked, 0 for all.
	mixture uint64
	// run selects clauses.
	run    *regexp.Regexp
	checks int
	seed   uint64
	// shard selects a part of the trials, for one of several machines.
	shard shard.Shard
	// pictures is a folder for what the suite draws, which nobody will look at.
	pictures string
}

// A trial is an implementation that is checked.
type trial struct {
	mixture vary.Mixture
	seed    uint64
	// known reports that the suite is told what the implementation chooses.
	known bool
	// failed are the clauses that fail.
	failed []report.Clause
	// tried is how many clauses passed, failed or were observed, and skipped how
	// many could not be tried: a variant must not blind the suite either.
	tried, skipped int
	err            error
}

// trials returns what is to be checked: first each variant alone.
func (o *options) trials() (alone, mixed []*trial) {
	alone, mixed = o.allTrials()
	return o.own(alone, 0), o.own(mixed, len(alone))
}

// own returns those of some trials that belong to the shard. The first has a place in
// the list of all.
func (o *options) own(trials []*trial, first int) []*trial {
	var own []*trial
	for i, t := range trials {
		if o.shard.Has(first + i) {
			own = append(own, t)
		}
	}
	return own
}

// allTrials returns the trials of all shards.
func (o *options) allTrials() (alone, mixed []*trial) {
	from, to := uint64(0), uint64(o.mixtures)
	if o.mixture != 0 {
		from, to = o.mixture-o.seed, o.mixture-o.seed+1
	}
	if o.alone && o.mixture == 0 {
		for _, v := range o.variants {
			alone = append(alone, &trial{mixture: vary.Mixture{v}, seed: o.seed})
		}
	}
	for n := from; n < to; n++ {
		random := rand.New(rand.NewPCG(o.seed, n))
		m := vary.Mix(o.variants, 2+random.IntN(7), random)
		mixed = append(mixed, &trial{mixture: m, seed: o.seed + n, known: n%2 == 1})
	}
	return alone, mixed
}

// check checks all, and prints what fails as soon as that is known.
func (o *options) check(ctx context.Context, out, stderr io.Writer) (*result, error) {
	pictures, err := os.MkdirTemp("", "variants")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(pictures)
	o.pictures = pictures
	r := &result{options: o}
	r.alone, r.mixed = o.trials()
	all := slices.Concat(r.alone, r.mixed)
	progress := terminal.NewProgress(stderr)
	defer progress.End()
	tried := 0
	queue := make(chan *trial)
	var mu sync.Mutex
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for t := range queue {
				o.try(ctx, t)
				mu.Lock()
				progress.Beside(func() { t.write(out) })
				tried++
				progress.Show(tried, len(all), "")
				mu.Unlock()
			}
		})
	}
	for _, t := range all {
		queue <- t
	}
	close(queue)
	group.Wait()
	return r, ctx.Err()
}

// try checks one implementation.
func (o *options) try(ctx context.Context, t *trial) {
	if ctx.Err() != nil {
		return
	}
	target, stop, err := o.implement(ctx, t.mixture)
	if err != nil {
		t.err = err
		return
	}
	defer stop()
	if t.known {
		target.Profile = t.mixture.Profile(conformance.Profile(o.api))
	}
	rep, err := conformance.Check(ctx, o.api, target, conformance.Options{
		Run: o.run, Checks: o.checks, Seed: t.seed, Pictures: o.pictures,
		Shrink: 100 * time.Millisecond, // one mistake of the suite may fail a hundred clauses
	})
	if err != nil {
		t.err = err
		return
	}
	for _, c := range slices.Concat(rep.Clauses, rep.Checks) {
		switch c.Outcome {
		case report.Fail:
			t.failed = append(t.failed, c)
			t.tried++
		case report.Pass, report.Observed:
			t.tried++
		default:
			t.skipped++
		}
	}
}

// implement returns a mixture in front of a new fake, with the powers that the
// fake has. What it leaves open is ended by stop.
func (s subject) implement(ctx context.Context, m vary.Mixture) (target conformance.Target, stop func(), err error) {
	implementation, err := s.fake(m.Choices())
	if err != nil {
		return target, nil, err
	}
	transport := m.Layer(implementation)
	stop = func() {}
	if wire := m.Wire(); wire == (vary.Wire{}) {
		target.Transport = transport
	} else {
		server, err := vary.Serve(transport, wire)
		if err != nil {
			return target, nil, err
		}
		client := http.DefaultTransport.(*http.Transport).Clone()
		client.MaxIdleConnsPerHost = 16
		target.Transport, target.URL = client, server.URL
		stop = func() {
			client.CloseIdleConnections()
			_ = server.Close() // nobody is left to hear of it
		}
	}
	if _, err := conformance.Discover(ctx, &target); err != nil {
		stop()
		return target, nil, fmt.Errorf("discovering the control protocol: %w", err)
	}
	return target, stop, nil
}
