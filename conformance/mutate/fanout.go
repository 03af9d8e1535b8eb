package mutate

var fanOutMutations = []mutation{
	{"fan-out", "first", "only the first element of the list is dealt with", nil},
	{"fan-out", "last", "only the last element of the list is dealt with", nil},
	{"fan-out", "bounded", "a request of more than 64 KiB is rejected", nil},
	{"fan-out", "uncommon", "what holds for all elements is given to the first only", where(func(s *site) bool { return s.sharesMembers() }, nil)},

	{"fan-out/duplicates", "choice", "a key that is given twice is answered otherwise: %s", otherChoices},
	{"fan-out/duplicates", "reported-twice", "a key that is given twice and fails is told twice", where(func(s *site) bool {
		return s.op.Clause("batch") != nil
	}, nil)},
}

// sharesMembers reports whether a member of the resource that is not in its key
// stands outside of the operation's list.
func (s *site) sharesMembers() bool {
	for _, b := range s.op.Effect.From {
		_, within := b.Path.Within(s.op.Effect.Each)
		m := s.resource().Shape.Member(b.Member)
		if !within && m != nil && !m.Required {
			return true
		}
	}
	return false
}
