package wire

// MaxListing is how many bytes the pages of one listing may have together: all of
// them are held at the same time.
func (s *Conn) MaxListing() int { return int(4 * MaxResponse(&s.Target)) }
