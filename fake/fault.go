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
// answer, a delay, a connection that is reset, an answer that breaks off. A delay
// goes together with any of the others, of which there is one at most.
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

	// Error is the code of the error that is answered.
	Error Code
	// Message and Status go with the error. Where they are left out, they are as AWS
	// has them for that code.
	Message string
	Status  int
	// Delay is how long the call takes longer.
	Delay time.Duration
	// Drop resets the connection, and there is no answer.
	Drop bool
	// Truncate is how many bytes the answer lacks at its end. An answer that is no
	// longer than that breaks off before its first byte.
	Truncate int

	// After has the operation done all the same, before the error is answered or the
	// connection is reset: what was to be written is written, and the caller can't
	// know. Of a delay or a broken answer that is always so.
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
		form.Flag("drop", &f.Drop),
		form.Count("truncate", &f.Truncate, record.MaxBody),
		form.Flag("after", &f.After),
	}}
}

// check says what is wrong with the fault as a whole.
func (f *Fault) check() error {
	kinds := 0
	for _, is := range []bool{f.Error != "", f.Drop, f.Truncate > 0} {
		if is {
			kinds++
		}
	}
	switch {
	case kinds == 0 && f.Delay == 0:
		return errors.New("nothing goes wrong; one of error, delay, drop and truncate is right")
	case kinds > 1:
		return errors.New("a call can't end in more than one way; one of error, drop and truncate is right")
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
	done := "before it was done"
	if f.After {
		done = "after it was done"
	}
	switch {
	case f.Error != "":
		words = append(words, "answered with "+string(f.Error)+" "+done)
	case f.Drop:
		words = append(words, "connection reset "+done)
	case f.Truncate > 0:
		words = append(words, fmt.Sprintf("answer broken off %d bytes before its end", f.Truncate))
	}
	return strings.Join(words, ", ")
}
