package fake

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/fake/internal/form"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// A Fault is what goes wrong with a call on purpose: an error in place of the
// answer, a delay, a connection that is closed or reset, an answer that breaks off.
// A delay goes together with any of the others.
//
// In JSON the members are named like the fields, in lower case, and a duration is
// a string: {"operation": "PutRemediationExceptions", "call": 3, "delay": "2s"}.
type Fault struct {
	// Operation is the one that it strikes: any, if it is empty.
	Operation string
	// Call says which call to the operation it strikes first, counted from when
	// the fault is planned. The next one is call 1, and so is 0.
	Call int
	// Times is how many calls in a row it strikes: one, if it is 0.
	Times int

	// Error is the code of the error that is answered: one of the API's, or one that
	// any operation of AWS may answer with. Others need a Status.
	Error Code
	// Message and Status go with the error. Where they are left out, they are as AWS
	// has them for that code.
	Message string
	Status  int
	// Delay is how long the answer is held back. What is to be done is done before:
	// a caller that gives up in the meantime has been heard.
	Delay time.Duration
	// Close ends the connection as a server does that has no more to say (FIN), in
	// place of an answer. Clients call that EOF.
	Close bool
	// Reset ends it at once (RST), as a server does that is gone: "connection reset by
	// peer".
	Reset bool
	// Truncate is how many bytes the answer lacks at its end, where the connection is
	// closed, or reset, if Reset says so. An answer that is no longer than that breaks
	// off before its first byte.
	Truncate int
	// Answered has the whole answer sent before the connection is closed or reset, which
	// the next call meets that uses the connection again.
	Answered bool

	// After has the operation done all the same, before the error is answered or the
	// connection ends: what was to be written is written, and the caller can't know. Of
	// all other faults that is always so.
	After bool
}

// Form is what a fault is in JSON, for documents that hold some.
func (f *Fault) Form() form.Form {
	return form.Form{Whole: f.check, Settings: []form.Setting{
		form.Text("operation", &f.Operation),
		form.Count("call", &f.Call, 1e9),
		form.Count("times", &f.Times, 1e9),
		form.Text("error", &f.Error),
		form.Text("message", &f.Message),
		form.Count("status", &f.Status, 599),
		form.Duration("delay", &f.Delay),
		form.Flag("close", &f.Close),
		form.Flag("reset", &f.Reset),
		form.Count("truncate", &f.Truncate, record.MaxBody),
		form.Flag("answered", &f.Answered),
		form.Flag("after", &f.After),
	}}
}

// check says what is wrong with the fault as a whole.
func (f *Fault) check() error {
	ends := f.Close || f.Reset
	breaks := ends || f.Truncate > 0
	switch {
	case f.Error == "" && !breaks && f.Delay == 0 && !f.Answered:
		return errors.New("nothing goes wrong; one of error, delay, close, reset and truncate is right")
	case f.Error != "" && (breaks || f.Answered):
		return errors.New("an error is a whole answer; it goes with none of close, reset, truncate and answered")
	case f.Close && f.Reset:
		return errors.New("a connection is either closed or reset; leave one out")
	case f.Answered && !ends:
		return errors.New("answered says when the connection ends, and nothing ends it; add close or reset")
	case f.Answered && f.Truncate > 0:
		return errors.New("an answer is either broken off or sent in whole; leave out truncate or answered")
	case f.Error == "" && (f.Message != "" || f.Status != 0):
		return errors.New("message and status are those of an error, and there is none; add error, or leave them out")
	case f.Status != 0 && f.Status < 400:
		return fmt.Errorf("status %d is not that of an error; 400 to 599 is right", f.Status)
	}
	return nil
}

// MarshalJSON writes the fault in the form of the control protocol.
func (f Fault) MarshalJSON() ([]byte, error) { return f.Form().Write() }

// UnmarshalJSON reads the fault in the form of the control protocol. All that is
// wrong with it is reported at once.
func (f *Fault) UnmarshalJSON(src []byte) error {
	var read Fault
	err := read.Form().Read(src)
	if err == nil {
		*f = read
	}
	return err
}

// String says in words what goes wrong.
func (f Fault) String() string {
	var words []string
	if f.Delay > 0 {
		words = append(words, "delayed by "+f.Delay.String())
	}
	ended := "closed"
	if f.Reset {
		ended = "reset"
	}
	when := "before it was done"
	switch {
	case f.Answered:
		when = "after the answer"
	case f.After:
		when = "after it was done"
	}
	switch {
	case f.Error != "":
		words = append(words, "answered with "+string(f.Error)+" "+when)
	case f.Truncate > 0:
		words = append(words, fmt.Sprintf("answer broken off %d bytes before its end", f.Truncate), "connection "+ended)
	case f.Close, f.Reset:
		words = append(words, "connection "+ended+" "+when)
	}
	return strings.Join(words, ", ")
}
