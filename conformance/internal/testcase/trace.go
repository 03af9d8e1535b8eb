package testcase

// Choices returns the choices of the target, as far as they are given or were
// seen.
func (s *Session) Choices() map[string]string {
	all := map[string]string{}
	for id, choice := range s.Observed {
		all[id] = choice
	}
	for id, choice := range s.Target.Profile {
		all[id] = choice
	}
	return all
}
