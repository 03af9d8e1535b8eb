package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

// oneInterrupt is how long signals count as one interrupt. A terminal signals all
// processes in the foreground at Ctrl-C, and go run, timeout and others pass theirs on,
// so that one interrupt may arrive several times.
const oneInterrupt = time.Second

// secondInterrupt calls what is given when the process is interrupted for the
// second time. The first time is for the context of main to see. stop ends it.
func secondInterrupt(do func()) (stop func()) {
	signals := make(chan os.Signal, 1) // what comes while it is full counts as one with it
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		if interruptedAgain(signals, done) {
			do()
		}
	}()
	return func() { signal.Stop(signals); close(done) }
}

// interruptedAgain waits for a second interrupt, and reports whether there was one
// before done was closed.
func interruptedAgain(signals <-chan os.Signal, done <-chan struct{}) bool {
	var first time.Time
	for {
		select {
		case <-signals:
			switch now := time.Now(); {
			case first.IsZero():
				first = now
			case now.Sub(first) > oneInterrupt:
				return true
			}
		case <-done:
			return false
		}
	}
}
