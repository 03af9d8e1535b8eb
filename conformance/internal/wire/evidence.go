package wire

// MostPages is how many bytes the pages of one listing may have together: all of
// them are held at the same time.
func (s *Conn) MostPages() int { return int(4 * MaxResponse(&s.Target)) }
