package exempter_test

import (
	"testing"

	"example.com/exempter/internal/remediation"
	"example.com/exempter/internal/remediationtest"
	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/fake"
)

// TestConformance shows that the fake which was generated here means what the
// model here says.
func TestConformance(t *testing.T) {
	f := remediation.New(remediation.State{})
	remediationtest.Run(t, conformance.Target{Transport: fake.Transport(f)})
}
