package generate

import (
	"cmp"
	"fmt"
	"strings"
)

// A TB is the test that rapid reports to. It belongs to no test of the testing
// package: it logs nothing, and it stops by a panic that [Settings.Check]
// recovers.
type TB struct {
	name    string
	failed  bool
	flaky   bool
	message string
}

// NewTB returns a TB for the property of that name.
func NewTB(name string) *TB { return &TB{name: name} }

// Failed reports whether rapid has found a case that fails. The case that it
// runs from then on is the shortest one, once more.
func (tb *TB) Failed() bool { return tb.failed }

// Flaky reports whether a case that failed has passed when it was run again.
func (tb *TB) Flaky() bool { return tb.flaky }

// Message returns the first error that was reported.
func (tb *TB) Message() string { return tb.message }

// Name returns the name of the property.
func (tb *TB) Name() string { return tb.name }

// Helper does nothing.
func (tb *TB) Helper() {}

// Log does nothing.
func (tb *TB) Log(...any) {}

// Logf does nothing.
func (tb *TB) Logf(string, ...any) {}

// Skip stops, without an error.
func (tb *TB) Skip(...any) { tb.SkipNow() }

// Skipf stops, without an error.
func (tb *TB) Skipf(string, ...any) { tb.SkipNow() }

// SkipNow stops, without an error.
func (tb *TB) SkipNow() { panic(tb) }

// Error reports an error. That rapid could generate only some of the cases that
// it was asked for is none: the suite counts its cases itself.
func (tb *TB) Error(args ...any) {
	text := fmt.Sprint(args...)
	if strings.Contains(text, "only generated") {
		return
	}
	tb.failed = true
	tb.message = cmp.Or(tb.message, text)
	tb.flaky = tb.flaky || strings.Contains(text, "flaky")
}

// Errorf reports an error.
func (tb *TB) Errorf(f string, a ...any) { tb.Error(fmt.Sprintf(f, a...)) }

// Fatal reports an error and stops.
func (tb *TB) Fatal(args ...any) { tb.Error(args...); tb.FailNow() }

// Fatalf reports an error and stops.
func (tb *TB) Fatalf(f string, a ...any) { tb.Fatal(fmt.Sprintf(f, a...)) }

// Fail reports an error without a message.
func (tb *TB) Fail() { tb.failed = true }

// FailNow reports an error without a message and stops.
func (tb *TB) FailNow() { tb.failed = true; panic(tb) }
