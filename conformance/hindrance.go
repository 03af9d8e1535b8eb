package conformance

// tellHindrances adds to a report what was found of how the target lets itself be
// asked.
func (s *suite) tellHindrances(report *Report) {
	report.Ended = s.ended()
	if s.target.Clock == nil {
		report.Skew = s.skew.report()
	}
	if s.retries != (Retries{}) {
		report.Retries = &s.retries
	}
	if s.target.Tolerances.any() {
		report.Tolerances = &s.target.Tolerances
		report.Lag = s.patience.lags.report()
	}
}
