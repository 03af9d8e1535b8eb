package runtime

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/epoch"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
	"github.com/fakesmith/fakesmith/fake/internal/guard"
)

// Control is what a generated fake does for the control endpoints.
type Control interface {
	// StateJSON returns the state of one scope.
	StateJSON(fake.Scope) ([]byte, error)
	// SetStateJSON replaces the state of one scope.
	SetStateJSON(fake.Scope, []byte) error
	// ResetAll empties every scope.
	ResetAll()
}

// FactControl is what the [Control] of a generated fake does besides if its contract
// has facts.
type FactControl interface {
	// SetFacts checks all the facts and then sets them, or sets none.
	SetFacts(fake.Scope, []Fact) error
}

// ProfileControl is what the [Control] of a generated fake does besides if its
// contract leaves choices.
type ProfileControl interface {
	// ProfileJSON returns the choices that the fake makes.
	ProfileJSON() ([]byte, error)
	// SetProfileJSON has the fake make other choices, if all of them are known.
	SetProfileJSON([]byte) error
}

// ExecutionControl is what the [Control] of a generated fake does besides if something goes
// on by itself.
type ExecutionControl interface {
	// ExecutionsJSON returns what there was of that in one scope.
	ExecutionsJSON(fake.Scope) ([]byte, error)
}

// A controlError is why a control endpoint can't do what it is asked, with the
// status of the answer.
type controlError struct {
	status int
	error
}

func reject(status int, format string, args ...any) error {
	return controlError{status, fmt.Errorf(format, args...)}
}

// ControlAnswer returns the answer with a body, which may be nil, or with what is
// wrong with the request.
func ControlAnswer(answer []byte, err error) *Response {
	if err != nil {
		rejection, ok := errors.AsType[controlError](err)
		if !ok {
			rejection.status = 400
		}
		answer, _ = json.Marshal(map[string]string{"error": err.Error()})
		return &Response{Status: rejection.status, ContentType: "application/json", Body: answer}
	}
	if answer == nil {
		return &Response{Status: 204}
	}
	return &Response{Status: 200, ContentType: "application/json", Body: answer}
}

// controlled does what a control endpoint is asked for, in version 1 of the protocol,
// and returns the body of the answer, nil if it has none.
func (s *Service) controlled(power string, r *Request) ([]byte, error) {
	if power != "" && !slices.Contains(s.powers(), power) {
		return nil, reject(404, "there is no control endpoint %q; there is %s", excerpt.Of(power), strings.Join(s.powers(), ", "))
	}
	if len(r.Body) > MaxBody {
		return nil, reject(413, "the body is longer than %d bytes", MaxBody)
	}
	switch power + " " + r.Method {
	case " GET":
		return json.Marshal(struct {
			Control int       `json:"control"`
			Powers  []string  `json:"powers"`
			Now     time.Time `json:"now"`
		}{1, s.powers(), s.Clock.Now().UTC()})
	case "clock POST":
		return ControlClock(s.Clock, r.Body)
	case "facts POST":
		facts, err := readFacts(r.Body)
		if err != nil {
			return nil, err
		}
		return nil, s.Control.(FactControl).SetFacts(r.Scope, facts)
	case "reset POST":
		s.Control.ResetAll()
		if s.Faults != nil {
			s.Faults.Set()
		}
		return nil, nil
	case "state GET":
		return s.Control.StateJSON(r.Scope)
	case "state POST":
		return nil, s.Control.SetStateJSON(r.Scope, r.Body)
	case "profile GET":
		return s.Control.(ProfileControl).ProfileJSON()
	case "profile POST":
		return nil, s.Control.(ProfileControl).SetProfileJSON(r.Body)
	case "calls GET":
		return json.Marshal(s.Calls())
	case "executions GET":
		return s.Control.(ExecutionControl).ExecutionsJSON(r.Scope)
	case "faults GET":
		return json.Marshal(s.Faults.Left())
	case "faults POST":
		return nil, s.Faults.UnmarshalJSON(r.Body)
	}
	return nil, reject(405, "%s%s does not take %s", guard.ControlPath, power, r.Method)
}

// powers returns the control endpoints that there are.
func (s *Service) powers() []string {
	if s.Control == nil {
		return []string{}
	}
	powers := []string{"clock"}
	if _, ok := s.Control.(FactControl); ok {
		powers = append(powers, "facts")
	}
	powers = append(powers, "reset", "state", "calls")
	if s.Faults != nil {
		powers = append(powers, "faults")
	}
	if _, ok := s.Control.(ProfileControl); ok {
		powers = append(powers, "profile")
	}
	if _, ok := s.Control.(ExecutionControl); ok {
		powers = append(powers, "executions")
	}
	return powers
}

// ControlClock sets or advances a clock, or lets it run.
func ControlClock(clock *fake.Clock, body []byte) ([]byte, error) {
	var order struct {
		Set     *string `json:"set"`
		Advance *string `json:"advance"`
		Run     *bool   `json:"run"`
	}
	if err := strictJSON(body, &order); err != nil {
		return nil, err
	}
	given := 0
	for _, is := range []bool{order.Set != nil, order.Advance != nil, order.Run != nil} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return nil, errors.New(`the body is either {"set": "<RFC 3339>"}, {"advance": "<Go duration>"} or {"run": true}`)
	case order.Run != nil && !*order.Run:
		return nil, errors.New(`run: it can only be true; {"advance": "0s"} stops the clock where it is`)
	case order.Run != nil:
		clock.Run()
	case order.Set != nil:
		t, err := time.Parse(time.RFC3339, *order.Set)
		if err != nil {
			return nil, fmt.Errorf("set: %q is not a time of RFC 3339, such as 2030-01-02T15:04:05Z", *order.Set)
		}
		if !epoch.Named(t) {
			return nil, beyond("set")
		}
		clock.Set(t)
	default:
		d, err := time.ParseDuration(*order.Advance)
		if err != nil {
			return nil, fmt.Errorf("advance: %q is not a duration of Go, such as 90s or 1h30m", *order.Advance)
		}
		if !epoch.Named(clock.Now().Round(0).Add(d)) {
			return nil, beyond("advance")
		}
		clock.Advance(d)
	}
	return json.Marshal(struct {
		Now time.Time `json:"now"`
	}{clock.Now().UTC()})
}

// beyond returns the error for an order that would move a clock too far.
func beyond(member string) error {
	return fmt.Errorf("%s: the clock would be beyond the years 1 to 9999, of which timestamps are; it stays where it is", member)
}

// strictJSON reads a body that must be of v's form, and no more than that.
func strictJSON(body []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("the body is empty")
		}
		return fmt.Errorf("the body is not of the form it should be: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the document in the body")
	}
	return nil
}
