// Package inject does to a call what a fault says.
package inject

import (
	"context"
	"net/http"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/code"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// Done reports whether the operation is done in spite of the fault.
func Done(f *fake.Fault) bool {
	return f.After || f.Answered || f.Truncate > 0 || f.Error == "" && !f.Close && !f.Reset
}

// Error returns the error that is answered.
func Error(f *fake.Fault) *fake.Error {
	e := &fake.Error{Code: f.Error, Message: f.Message, Status: f.Status}
	if e.Status == 0 {
		e.Status = code.Status(string(f.Error))
	}
	if e.Message == "" && f.Error == fake.ThrottlingException {
		e.Message = "Rate exceeded"
	}
	return e
}

// Wait holds the answer back for as long as the fault asks for. It reports whether
// the caller is still there.
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

// Answers reports whether any of an answer with a body so long is sent.
func Answers(f *fake.Fault, body int) bool {
	return f.Answered || f.Truncate > 0 && f.Truncate < body || f.Truncate == 0 && !f.Close && !f.Reset
}

// GivenUp is how a fault is described in the log whose caller did not wait.
func GivenUp(f *fake.Fault) string { return f.String() + ", given up by the caller" }

// Deliver sends an answer whose headers are set, as far as the fault lets it. If
// that ends the connection, it does not return.
func Deliver(w http.ResponseWriter, f *fake.Fault, status int, body []byte) {
	ends := f.Close || f.Reset || f.Truncate > 0
	switch {
	case ends && Answers(f, len(body)):
		record.BreakOff(w, status, body[:len(body)-f.Truncate], f.Reset)
	case ends:
		record.HangUp(w, f.Reset)
	}
	w.WriteHeader(status)
	w.Write(body)
}
