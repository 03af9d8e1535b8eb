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
	mu      sync.Mutex  // guards what is below
	planned []plannedFault
	known   vocabulary
}

type plannedFault struct {
	Fault
	seen int // calls to the operation since it was planned
}

// Set plans faults in place of those that were still to come. The calls are
// counted from now on. Nonsense is an error, and then all stays as it was.
func (f *Faults) Set(faults ...Fault) error {
	known := f.knows()
	planned := make([]plannedFault, len(faults))
	var problems []error
	for i, fault := range faults {
		problems = append(problems, known.form(&fault).Check(fmt.Sprintf("faults[%d]", i)))
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

// Know says which operations there are, and which errors besides those that any
// operation of AWS may answer with, and adds to what was said before: from then on
// others are nonsense. Fakes call it; tests need not.
func (f *Faults) Know(operations []string, errors ...Code) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known = f.known.with(operations, errors)
}

// KnowAs has the faults be planned for what others can be planned for. Fakes call
// it; tests need not.
func (f *Faults) KnowAs(other *Faults) {
	known := other.knows()
	f.Know(known.operations, known.errors...)
}

func (f *Faults) knows() vocabulary {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.known
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
	known := f.knows()
	var faults []*Fault
	grow := func() form.Form {
		fault := new(Fault)
		faults = append(faults, fault)
		return known.form(fault)
	}
	if err := form.ReadAll(src, grow); err != nil {
		return err
	}
	planned := make([]Fault, len(faults))
	for i, fault := range faults {
		planned[i] = *fault
	}
	return f.Set(planned...)
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
