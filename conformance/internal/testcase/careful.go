package testcase

// RetriesCases reports whether cases are tried one at a time, and again only for a
// reason: because the target may be late, or because calls cost something.
func (s *Session) RetriesCases() bool { return s.Options.Costly || s.Target.Tolerances.Any() }
