package main

import (
	"context"
	"io"
	"math"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/fakesmith/fakesmith/cmd/conform/internal/live"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/internal/terminal"
)

// mostParts is into how many parts a run is divided at most: calls at random are a
// fifth of it, and are all in one part.
const mostParts = 4

// parts returns into how many parts the run is divided that are checked side by side,
// each on an embedded fake of its own. They are those that -shard makes, and each clause
// has the cases that it has in a run that is not divided. What is looked at closely, by
// -run or -v, is not divided.
func (s *settings) parts() int {
	if s.endpoint != "" || !embedded(s.api) || s.tolerances.Any() || s.verbose || s.options.Run != nil || s.options.Shard.Parts() {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), mostParts)
}

// checkParts checks so many parts side by side, and makes one report of theirs.
func (s *settings) checkParts(ctx context.Context, stderr io.Writer, progress *terminal.Progress, of int) (*conformance.Report, error) {
	return s.checkPartsOf(ctx, stderr, progress, &partsDone{show: progress.Show, of: make([]int, of)})
}

// checkPartsOf does what checkParts says, and notes what is done.
func (s *settings) checkPartsOf(ctx context.Context, stderr io.Writer, progress *terminal.Progress, done *partsDone) (*conformance.Report, error) {
	of := len(done.of)
	seed := s.options.Seed
	if seed == 0 {
		seed = live.NewSeed()
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	// Each fake keeps a log of calls, so that each part needs what one run does.
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64/int64(of) {
		debug.SetMemoryLimit(limit * int64(of))
		defer debug.SetMemoryLimit(limit)
	}
	reports := make([]report.Named, of)
	var all sync.WaitGroup
	for i := range of {
		options := s.options
		options.Seed, options.Shard = seed, shard.Shard{Index: i, Of: of}
		options.Progress = func(n, total int, clause string) { done.note(i, n, total, clause) }
		all.Go(func() {
			rep, err := s.checkAlone(ctx, stderr, progress, options)
			if err != nil {
				cancel(err)
			}
			reports[i] = report.Named{Name: options.Shard.String(), Report: rep}
		})
	}
	all.Wait()
	for _, r := range reports {
		if r.Report == nil {
			return nil, context.Cause(ctx)
		}
	}
	merged, err := report.Merge(reports)
	if err != nil {
		return nil, err
	}
	merged.Ended = reports[0].Ended // which is what ends all of them
	return merged, nil
}

// partsDone are how many clauses each part is through with.
type partsDone struct {
	show func(done, of int, clause string)
	mu   sync.Mutex // guards what follows
	of   []int
}

// note shows how far all parts are together.
func (p *partsDone) note(part, done, total int, clause string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.of[part] = done
	sum := 0
	for _, n := range p.of {
		sum += n
	}
	p.show(sum/len(p.of), total, clause)
}
