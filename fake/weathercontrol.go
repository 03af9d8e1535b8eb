package fake

import (
	"encoding/json"
	"net/http"
	"strings"
)

// control answers at a control endpoint, if the fake has those at all. What it
// tells the fake holds for all replicas at once.
func (w *Weather) control(c *weatherCall) *weatherAnswer {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.now()
	answer := func(body []byte, err error) *weatherAnswer {
		return &weatherAnswer{recorder: recorded(controlAnswer(body, err))}
	}
	question := *c
	question.request = c.request.Clone(c.request.Context())
	question.request.Method, question.request.URL.Path, question.body = http.MethodGet, controlPath, nil
	if powers := w.primary.answer(&question, now); powers.status != http.StatusOK {
		return &weatherAnswer{recorder: powers}
	}
	power := strings.TrimPrefix(c.request.URL.Path, controlPath)
	switch power + " " + c.request.Method {
	case "clock POST":
		return answer(controlClock(w.Clock, c.body))
	case "faults GET":
		return answer(json.Marshal(w.Faults.Left()))
	case "faults POST":
		return answer(nil, w.Faults.setJSON(c.body))
	case "calls GET":
		return answer(json.Marshal(w.log.calls()))
	case "reset POST":
		w.Faults.Set()
		clear(w.busy)
	}
	rec := w.primary.answer(c, now)
	if c.request.Method == http.MethodGet || rec.status >= http.StatusMultipleChoices {
		return &weatherAnswer{recorder: rec}
	}
	for _, r := range w.replicas {
		if power == "reset" || power == "state" {
			r.forget()
		} else {
			r.catchUp()
		}
		r.answer(c, now)
	}
	return &weatherAnswer{recorder: rec}
}
