package vary

import (
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/fakesmith/fakesmith/model"
)

// intervals returns the variants that accept less often what may be put only once in a
// while.
func intervals(api *model.API) []Variant {
	var all []Variant
	for _, p := range api.AllClauses() {
		if code := model.ErrorOf(p.Clause.Choice); p.Clause.Kind == "interval" && code != "" {
			all = append(all, oneOf("interval/"+p.Clause.ID, limits, form{
				"each-other", about(p.Clause, "What limits puts of one resource may limit those of all, and what an earlier put started takes as long as it takes."), sparing(api, p.Operation, code),
			})...)
		}
	}
	return all
}

// sparing returns a layer that rejects each second call of an operation.
func sparing(api *model.API, op *model.Operation, code string) Layer {
	return layer(api, func() behaviour {
		var calls atomic.Int64
		return func(c *call) (*reply, error) {
			r, err := c.ask(c.body)
			if err != nil || c.op == nil || c.op.Name != op.Name || !r.ok() || calls.Add(1)%2 != 0 {
				return r, err
			}
			r = &reply{status: api.Error(code).Status, header: http.Header{}}
			r.header.Set("Content-Type", c.request.Header.Get("Content-Type"))
			r.header.Set("X-Amzn-RequestId", fmt.Sprintf("00000000-0000-4000-9000-%012d", calls.Load()))
			r.set(map[string]any{"__type": code, "message": "an earlier one is not done"})
			return r, nil
		}
	})
}
