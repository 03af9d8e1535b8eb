// Package inject does to a call what a fault says.
package inject

import (
	"context"
	"time"

	"github.com/fakesmith/fakesmith/fake"
)

// Done reports whether the operation is done in spite of the fault.
func Done(f *fake.Fault) bool { return f.After || f.Error == "" && !f.Drop }

// Error returns the error that is answered.
func Error(f *fake.Fault) *fake.Error {
	e := &fake.Error{Code: f.Error, Message: f.Message, Status: f.Status}
	if e.Status == 0 {
		e.Status = usualStatus(f.Error)
	}
	if e.Message == "" && f.Error == fake.ThrottlingException {
		e.Message = "Rate exceeded"
	}
	return e
}

// usualStatus returns the status of an answer with an error that is common to
// the operations of AWS.
func usualStatus(code fake.Code) int {
	switch code {
	case fake.InternalFailure:
		return 500
	case fake.ServiceUnavailable:
		return 503
	}
	return 400
}

// Wait takes as long as the fault asks for. It reports whether the caller is
// still there.
func Wait(ctx context.Context, f *fake.Fault) bool {
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
