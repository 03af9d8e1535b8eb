package run

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// tellHindrances adds to a report what was found of how the target lets itself be
// asked.
func (s *Suite) tellHindrances(report *report.Report) {
	report.Ended = s.WhyEnded()
	if s.Target.Clock == nil {
		report.Skew = s.Skew.Report()
	}
	if s.Retries != (endpoint.Retries{}) {
		report.Retries = &s.Retries
	}
	if s.Target.Tolerances.Any() {
		report.Tolerances = &s.Target.Tolerances
		report.Lag = s.patience.Lags.Report()
	}
}
