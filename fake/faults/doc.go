// Package faults puts fault profiles before fakes, to test what a program does
// when the service behind it is slow, behind, throttling or failing.
//
//	in, err := faults.New(faults.Severe(), account.Traits(), 1, func() (http.Handler, *fake.Clock) {
//		f := remediation.New(remediation.State{})
//		return f, f.Clock
//	})
//	client := configservice.NewFromConfig(sdkv2.Config(in))
//
// A [Profile] says what goes wrong and how often: [None], [Typical], [Severe], or
// one of your own, as Go or as JSON. [Traits] are what has to be known of an API,
// as data. An [Injector] is the handler that comes of both.
//
// It knows fakes as handlers, and calls as bytes. It knows no operation but by
// the traits.
package faults
