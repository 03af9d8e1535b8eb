package compare

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// A reducer shortens the actions that end in a difference.
type reducer struct {
	*mirror
	ctx   context.Context
	began time.Time
	until time.Time
	sign  string
	// best are the fewest actions so far, as recorded, and done the same as
	// replayed.
	best, done []*action
}

// reduce returns the fewest and simplest actions with the same difference that
// it can find in some time. It returns nil if the targets do not differ again.
func (m *mirror) reduce(ctx context.Context, d time.Duration) *reducer {
	r := &reducer{mirror: m, ctx: ctx, began: m.foundAt, until: time.Now().Add(d)}
	if !r.fails(m.found) {
		return nil
	}
	for better := true; better && time.Now().Before(r.until); {
		better = r.dropSteps()
		better = r.shorten() || better
		better = r.simplifySteps() || better
	}
	// The report shows the answers to exactly these actions.
	r.sign = ""
	if !r.fails(r.best) {
		return nil
	}
	return r
}

// fails reports whether some actions end in the difference that is looked for:
// that of the first call of fails. Later actions are dropped.
func (r *reducer) fails(actions []*action) bool {
	if r.ctx.Err() != nil {
		return false
	}
	done, differ, err := r.replay(r.ctx, r.began, actions)
	if err != nil || !differ {
		return false
	}
	sign := r.signature(done[len(done)-1])
	if r.sign == "" {
		r.sign = sign
	}
	if sign != r.sign {
		return false
	}
	r.best, r.done = actions[:len(done)], done
	return true
}

// signature describes roughly how the answers to an action differ.
func (r *reducer) signature(a *action) string {
	parts := []string{a.operation}
	for _, h := range a.answers {
		head, _, _ := strings.Cut(observe(r.session.Session, a, h), "{")
		parts = append(parts, head)
	}
	return strings.Join(parts, "\n")
}

func (r *reducer) over() bool { return time.Now().After(r.until) }

// dropSteps drops steps that the difference does not need: many at once, then
// single ones, the last first.
func (r *reducer) dropSteps() bool {
	better := false
	for size := max(1, len(r.best)/2); size > 0; size /= 2 {
		for end := len(r.best) - 1; end > 0 && !r.over(); {
			from := max(0, end-size)
			if r.fails(slices.Concat(r.best[:from], r.best[end:])) {
				better = true
			}
			end = min(from, len(r.best)-1)
		}
	}
	return better
}

// padding matches what properties append to make texts as long as possible.
var padding = regexp.MustCompile(`x{8,}`)

// shorten removes padding from all steps at once, so that equal texts stay
// equal.
func (r *reducer) shorten() bool {
	if !slices.ContainsFunc(r.best, func(a *action) bool { return padding.Match(a.body) }) {
		return false
	}
	all := make([]*action, len(r.best))
	for i, a := range r.best {
		c := *a
		c.body = padding.ReplaceAll(a.body, nil)
		c.values = nil
		for _, v := range a.values {
			of := map[string]string{}
			for name, text := range v.Of {
				of[name] = padding.ReplaceAllString(text, "")
			}
			c.values = append(c.values, endpoint.FactValue{Of: of, Value: v.Value, With: v.With})
		}
		all[i] = &c
	}
	return r.fails(all)
}

// simplifySteps simplifies the requests and facts of single steps.
func (r *reducer) simplifySteps() bool {
	better := false
	for i := len(r.best) - 1; i >= 0; i-- {
		for again := true; again && i < len(r.best); {
			again = false
			for _, simple := range r.simpler(r.best[i]) {
				if r.over() {
					return better
				}
				if r.fails(replaced(r.best, i, simple)) {
					better, again = true, true
					break
				}
			}
		}
	}
	return better
}

// replaced returns the actions with the ith one replaced.
func replaced(actions []*action, i int, a *action) []*action {
	all := slices.Clone(actions)
	all[i] = a
	return all
}

// simpler returns actions that are simpler than another in one respect.
func (r *reducer) simpler(a *action) []*action {
	var all []*action
	if a.operation == "" {
		for _, some := range fewer(a.values) {
			c := *a
			c.values = some
			all = append(all, &c)
		}
		return all
	}
	v, _, err := value.ReadJSON(a.body)
	if err != nil {
		return nil
	}
	for _, simple := range simplerValues(v) {
		c := *a
		c.body = value.Encode(simple)
		all = append(all, &c)
	}
	return all
}

// simplerValues returns values that are simpler than another in one respect.
func simplerValues(v any) []any {
	var all []any
	switch v := v.(type) {
	case value.Object:
		for _, name := range value.SortedNames(v) {
			less := value.Clone(v)
			delete(less, name)
			all = append(all, less)
		}
		for _, name := range value.SortedNames(v) {
			for _, simple := range simplerValues(v[name]) {
				all = append(all, value.With(v, value.Object{name: simple}))
			}
		}
	case []any:
		for _, some := range fewer(v) {
			all = append(all, some)
		}
		for i, e := range v {
			if i == 4 {
				break // what holds of some holds of the others
			}
			for _, simple := range simplerValues(e) {
				less := value.Clone(v)
				less[i] = simple
				all = append(all, less)
			}
		}
	}
	return all
}

// fewer returns lists with fewer elements: halves, and so on to all but one.
func fewer[E any](list []E) [][]E {
	var all [][]E
	if len(list) < 2 {
		return nil
	}
	for size := len(list) / 2; size > 0; size /= 2 {
		for from := 0; from < len(list); from += size {
			all = append(all, slices.Concat(list[:from], list[min(from+size, len(list)):]))
		}
		if len(list) > 12 && size <= len(list)/8 {
			// So many elements are only counted.
			all = append(all, list[:len(list)-1])
			break
		}
	}
	return all
}
