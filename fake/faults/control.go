package faults

import (
	"encoding/json"
	"net/http"

	"github.com/fakesmith/fakesmith/fake/internal/guard"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// control answers at a control endpoint, if the fake has those at all. What it
// changes is changed in all replicas at once.
func (in *Injector) control(c *call) *reply {
	in.mu.Lock()
	defer in.mu.Unlock()
	now := in.look()
	own := func(body []byte, err error) *reply {
		return &reply{answer: recorded(runtime.ControlAnswer(body, err))}
	}
	question := *c
	question.request = c.request.Clone(c.request.Context())
	question.request.Method, question.request.URL.Path, question.body = http.MethodGet, guard.ControlPath, nil
	if powers := in.primary.answer(&question, now); powers.Status != http.StatusOK {
		return &reply{answer: powers}
	}
	power, _ := guard.Power(c.request.URL.Path)
	switch power + " " + c.request.Method {
	case "clock POST":
		return own(runtime.ControlClock(in.Clock, c.body))
	case "faults GET":
		return own(in.Faults.MarshalJSON())
	case "faults POST":
		return own(nil, in.Faults.UnmarshalJSON(c.body))
	case "calls GET":
		return own(json.Marshal(in.log.Calls()))
	case "reset POST":
		in.Faults.Set()
		clear(in.busy)
	}
	rec := in.primary.answer(c, now)
	if c.request.Method == http.MethodGet || rec.Status >= http.StatusMultipleChoices {
		return &reply{answer: rec}
	}
	for _, r := range in.replicas {
		if power == "reset" || power == "state" {
			r.forget()
		} else {
			r.catchUp()
		}
		r.answer(c, now)
	}
	return &reply{answer: rec}
}
