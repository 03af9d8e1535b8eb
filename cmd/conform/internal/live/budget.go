package live

import (
	"errors"
	"fmt"
	"sync"
)

// A Budget bounds the calls of a run: of each operation, and in all.
type Budget struct {
	// Each is how often an operation may be called: one that is not in it, not
	// at all.
	Each map[string]int
	// Total is how many calls the run may make. So many of them are kept as
	// cleaning up takes.
	Total int
}

// errSpent ends a run that has made as many calls as it may.
var errSpent = errors.New("the run has made as many calls as it may, but for those that cleaning up takes (-max-calls)")

// Allow returns the most that a run may do which did something in a rehearsal.
// A question may have to be asked again until its answer shows what was
// written before, and any call while the account says that it is asked too
// often.
func (r *Rehearsal) Allow(total int) *Budget {
	b := &Budget{Each: map[string]int{}, Total: total}
	for operation, calls := range r.Calls {
		b.Each[operation] = min(total, 3*calls+50)
	}
	return b
}

// cleaning returns how many calls it takes to clean up what is owed, roughly.
// Each rule is read by its name before it is deleted and in each look at the
// end, and its exceptions are listed and deleted.
func (d *debts) cleaning() int { return 20 + (3+1+looks)*len(d.rules) + 2*len(d.exceptions) }

// A meter holds a run to its budget.
type meter struct {
	*Budget
	gate    *Gate
	journal *Journal // nil where nothing is created
	stop    func(error)

	mu   sync.Mutex // guards used
	used map[string]int
}

// spend takes one call from the budget, or says why there is none.
func (m *meter) spend(operation string) error {
	reserve := 0
	if m.journal != nil {
		reserve = m.journal.cleaning()
	}
	if m.gate.Calls()+reserve >= m.Total {
		m.stop(errSpent)
		return errSpent
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.used[operation] >= m.Each[operation] {
		return fmt.Errorf("%s was called %d times, which is as often as was planned", operation, m.used[operation])
	}
	m.used[operation]++
	return nil
}
