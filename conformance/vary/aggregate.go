package vary

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/fakesmith/fakesmith/model"
)

// aggregates returns the variants that are about what facts amount to: a service may
// have looked at something without finding anything new, or anything at all.
func aggregates(api *model.API) []Variant {
	var all []Variant
	for i := range api.Operations {
		op := &api.Operations[i]
		var clause *model.Clause // of the times
		for j := range op.Clauses {
			if _, ok := op.Clauses[j].Rule.(model.AggregateLatest); ok {
				clause = &op.Clauses[j]
			}
		}
		if clause == nil || op.Effect.Into == "" {
			continue
		}
		all = append(all, oneOf("aggregate/"+op.Name, fills,
			form{"later", about(clause, "What was found may have been looked at again since, and nothing new been found."), looking(api, op, false)},
			form{"at-once", about(clause, "What has no facts may have been looked at all the same, and nothing been found."), looking(api, op, true)},
		)...)
	}
	return all
}

// looking returns a layer that shows the present as the latest time at which
// something was looked at: of each row that has such times, or of every row.
func looking(api *model.API, op *model.Operation, every bool) Layer {
	return func(next http.RoundTripper) http.RoundTripper {
		clock := &heldClock{next: next}
		return outputs(api, func(c *call, out map[string]any) {
			rows, _ := out[string(op.Effect.Into)].([]any)
			if c.op != op {
				return
			}
			now := clock.time()
			for _, r := range rows {
				row, _ := r.(map[string]any)
				for i := range op.Clauses {
					switch rule := op.Clauses[i].Rule.(type) {
					case model.AggregateLatest:
						if every || at(row, rule.At) != nil {
							take(row, rule.At)
							put(row, rule.At, now)
						}
					case model.AggregateAny:
						if every {
							take(row, rule.At)
							put(row, rule.At, json.RawMessage("true"))
						}
					}
				}
			}
		})(clock)
	}
}

// time returns the present time of the implementation, as it stands in a reply.
func (h *heldClock) time() json.RawMessage {
	h.mu.Lock()
	defer h.mu.Unlock()
	now := h.now
	if now.IsZero() {
		now = time.Now() // by which a clock goes that was never set
	}
	return strconv.AppendFloat(nil, float64(now.UnixMilli())/1000, 'f', -1, 64)
}
