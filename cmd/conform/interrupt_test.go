package main

import (
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// TestSignalsAtOnceAreOneInterrupt: timeout signals its child and the group, and a
// terminal all of them, so that signals within a second are one interrupt.
func TestSignalsAtOnceAreOneInterrupt(t *testing.T) {
	for _, test := range []struct {
		name  string
		after []time.Duration // each signal, from the first on
		again bool
	}{
		{"one", []time.Duration{0}, false},
		{"two at once", []time.Duration{0, 0}, false},
		{"many within a second", []time.Duration{0, time.Millisecond, 2 * time.Millisecond, 500 * time.Millisecond, time.Second}, false},
		{"two", []time.Duration{0, 1100 * time.Millisecond}, true},
		{"two, of several signals each", []time.Duration{0, 0, time.Millisecond, 3 * time.Second, 3 * time.Second}, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				signals, done := make(chan os.Signal, 10), make(chan struct{})
				result := make(chan bool, 1)
				go func() { result <- interruptedAgain(signals, done) }()
				began := time.Now()
				for _, after := range test.after {
					time.Sleep(after - time.Since(began))
					signals <- syscall.SIGTERM
					synctest.Wait()
				}
				close(done)
				if again := <-result; again != test.again {
					t.Errorf("signals after %v are a second interrupt: %t, want %t", test.after, again, test.again)
				}
			})
		})
	}
}
