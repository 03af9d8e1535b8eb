package matrix

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
)

// A worker is a process that checks one mutant after the other.
type worker struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

func start(ctx context.Context, binary string, args []string) (*worker, error) {
	w := &worker{command: exec.CommandContext(ctx, binary, args...)}
	// Each core has a worker: one that ran on several would only get in the
	// way of the others.
	w.command.Env = append(os.Environ(), "GOMAXPROCS=1")
	w.command.Stderr = os.Stderr
	var err error
	if w.in, err = w.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.out = bufio.NewReader(out)
	return w, w.command.Start()
}

// check has the worker check one mutant.
func (w *worker) check(order check.Order) (*check.Outcome, error) {
	line, err := json.Marshal(order)
	if err != nil {
		return nil, err
	}
	if _, err := w.in.Write(append(line, '\n')); err != nil {
		return nil, err
	}
	answer, err := w.out.ReadBytes('\n')
	if err != nil {
		return nil, err
	}
	o := new(check.Outcome)
	return o, json.Unmarshal(answer, o)
}

func (w *worker) end() {
	_ = w.in.Close()
	_ = w.command.Process.Kill()
	_ = w.command.Wait()
}

// hung is the property that kills a mutant which takes too long.
const hung = "no answer in time"

// run has mutants checked by as many workers as there are cores, and calls done
// for each outcome. A mutant that takes longer than limit is killed by that.
func run(ctx context.Context, binary string, args []string, cores int, limit time.Duration, orders []check.Order, done func(*check.Outcome)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan check.Order)
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range cores {
		wg.Go(func() {
			var w *worker
			defer func() {
				if w != nil {
					w.end()
				}
			}()
			for order := range next {
				if w == nil {
					var err error
					if w, err = start(ctx, binary, args); err != nil {
						cancel(err)
						return
					}
				}
				late := time.AfterFunc(limit, func() { _ = w.command.Process.Kill() })
				o, err := w.check(order)
				if !late.Stop() && err != nil {
					o, err = &check.Outcome{Number: order.Number, Kills: []check.Kill{{Property: hung}}}, nil
					w.end()
					w = nil
				}
				if err != nil {
					o = &check.Outcome{Number: order.Number, Error: fmt.Sprintf("the check broke down: %v", err)}
					w.end()
					w = nil
				}
				mu.Lock()
				done(o)
				mu.Unlock()
			}
		})
	}
	for _, order := range orders {
		select {
		case next <- order:
		case <-ctx.Done():
		}
	}
	close(next)
	wg.Wait()
	return context.Cause(ctx)
}
