package fake

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// A Fault is what goes wrong with a call on purpose: an error in place of the
// answer, a delay, a connection that is reset, an answer that breaks off. A delay
// goes together with any of the others, of which there is one at most.
//
// In JSON the members are named like the fields, in lower case, and a duration is
// a string: {"operation": "PutRemediationExceptions", "call": 3, "delay": "2s"}.
type Fault struct {
	// Operation is the one that it befalls: any, if it is empty.
	Operation string
	// Call says which call to the operation it befalls first, counted from when
	// the fault is planned. The next one is call 1, and so is 0.
	Call int
	// Times is how many calls in a row it befalls: one, if it is 0.
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

func (f *Fault) form() form {
	return form{whole: f.check, settings: []setting{
		text("operation", &f.Operation),
		count("call", &f.Call, 1e9),
		count("times", &f.Times, 1e9),
		text("error", &f.Error),
		text("message", &f.Message),
		count("status", &f.Status, 599),
		duration("delay", &f.Delay),
		flag("drop", &f.Drop),
		count("truncate", &f.Truncate, MaxBody),
		flag("after", &f.After),
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
func (f Fault) MarshalJSON() ([]byte, error) { return f.form().write() }

// UnmarshalJSON reads the fault in the form of the control protocol. All that is
// wrong with it is told at once.
func (f *Fault) UnmarshalJSON(src []byte) error {
	var read Fault
	err := read.form().read(src)
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

// done reports whether the operation is done in spite of the fault.
func (f *Fault) done() bool { return f.After || f.Error == "" && !f.Drop }

// err returns the error that is answered.
func (f *Fault) err() *Error {
	e := &Error{Code: f.Error, Message: f.Message, Status: f.Status}
	if e.Status == 0 {
		e.Status = usualStatus(f.Error)
	}
	if e.Message == "" && f.Error == ThrottlingException {
		e.Message = "Rate exceeded"
	}
	return e
}

// usualStatus returns the status of an answer with an error that is common to
// the operations of AWS.
func usualStatus(code Code) int {
	switch code {
	case InternalFailure:
		return 500
	case ServiceUnavailable:
		return 503
	}
	return 400
}

// wait takes as long as the fault asks for. It reports whether the caller is
// still there.
func (f *Fault) wait(ctx context.Context) bool {
	if f.Delay <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(f.Delay)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
