package fake

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/fakesmith/fakesmith/fake/internal/form"
)

// Faults are those that are still to come. Its zero value is none. It may be used
// by several goroutines at once.
type Faults struct {
	armed   atomic.Bool // spares calls the lock where nothing is planned
	mu      sync.Mutex  // guards planned
	planned []plannedFault
}

type plannedFault struct {
	Fault
	seen int // calls to the operation since it was planned
}

// Set plans faults in place of those that were still to come. The calls are
// counted from now on. Nonsense is an error, and then all stays as it was.
func (f *Faults) Set(faults ...Fault) error {
	planned := make([]plannedFault, len(faults))
	var problems []error
	for i, fault := range faults {
		problems = append(problems, fault.Form().Check(fmt.Sprintf("faults[%d]", i)))
		planned[i].Fault = fault
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.planned = planned
	f.armed.Store(len(planned) > 0)
	return nil
}

// Left returns the faults that are still to come, as they were planned.
func (f *Faults) Left() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	left := make([]Fault, len(f.planned))
	for i := range f.planned {
		left[i] = f.planned[i].Fault
	}
	return left
}

// MarshalJSON writes the faults that are still to come in the form of the control
// protocol.
func (f *Faults) MarshalJSON() ([]byte, error) { return json.Marshal(f.Left()) }

// UnmarshalJSON is [Faults.Set] for the form of the control protocol. All that is
// wrong is reported at once, with line and column.
func (f *Faults) UnmarshalJSON(src []byte) error {
	var faults []Fault
	grow := func() form.Form {
		faults = append(faults, Fault{})
		return faults[len(faults)-1].Form()
	}
	if err := form.ReadAll(src, grow); err != nil {
		return err
	}
	return f.Set(faults...)
}

// Next counts a call to an operation, and returns what goes wrong with it, nil
// if nothing does. Fakes call it; tests need not. Of several faults the one that was
// planned first strikes.
func (f *Faults) Next(operation string) *Fault {
	if f == nil || !f.armed.Load() {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var strikes *Fault
	for i := range f.planned {
		p := &f.planned[i]
		if p.Operation != "" && p.Operation != operation {
			continue
		}
		p.seen++
		if p.seen >= max(1, p.Call) && strikes == nil {
			fault := p.Fault
			strikes = &fault
		}
	}
	f.planned = slices.DeleteFunc(f.planned, func(p plannedFault) bool { return p.over() })
	f.armed.Store(len(f.planned) > 0)
	return strikes
}

// over reports whether the fault has struck all the calls that it was meant for.
func (p *plannedFault) over() bool { return p.seen >= max(1, p.Call)+max(1, p.Times)-1 }
