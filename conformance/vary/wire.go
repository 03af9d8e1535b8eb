package vary

// A Wire is the form in which replies travel. The zero value is that of a plain
// HTTP/1.1 server which keeps connections open.
type Wire struct {
	// Chunked has bodies sent in chunks, without their lengths.
	Chunked bool
	// Gzip has bodies compressed for who accepts that.
	Gzip bool
	// Old has HTTP/1.0 spoken: a body ends where the connection does.
	Old bool
	// Close closes the connection after each reply, CloseOnError after an error.
	Close, CloseOnError bool
	// Lower and Upper write the names of headers in lower or upper case.
	Lower, Upper bool
}

// and returns the form that is both.
func (w Wire) and(v Wire) Wire {
	return Wire{
		Chunked: w.Chunked || v.Chunked, Gzip: w.Gzip || v.Gzip, Old: w.Old || v.Old,
		Close: w.Close || v.Close, CloseOnError: w.CloseOnError || v.CloseOnError,
		Lower: w.Lower || v.Lower, Upper: w.Upper || v.Upper,
	}
}

// goesWith reports whether both forms can be had at once.
func (w Wire) goesWith(v Wire) bool {
	both := w.and(v)
	return !(both.Old && both.Chunked) && !(both.Lower && both.Upper)
}

// wires returns the variants whose replies travel in other forms.
func wires() []Variant {
	var all []Variant
	for _, f := range []struct {
		name, permitted string
		wire            Wire
	}{
		{"chunked", "A body of which the length is not told comes in chunks. RFC 9112, section 7.1", Wire{Chunked: true}},
		{"gzip", "A client that says it accepts gzip can be sent that. RFC 9110, section 12.5.3", Wire{Gzip: true}},
		{"http-1.0", "A server may answer with HTTP/1.0, where a body ends with the connection. RFC 9112, sections 2.6 and 6.3", Wire{Old: true, Close: true}},
		{"close", "Either side may close a connection after a reply. RFC 9112, section 9.6", Wire{Close: true}},
		{"close-on-error", "Either side may close a connection after a reply; AWS Config does after errors. RFC 9112, section 9.6", Wire{CloseOnError: true}},
		{"lower-case", "The names of headers have no case. RFC 9110, section 5.1", Wire{Lower: true}},
		{"upper-case", "The names of headers have no case. RFC 9110, section 5.1", Wire{Upper: true}},
	} {
		place := "wire/" + f.name
		all = append(all, Variant{ID: place, Permitted: f.permitted, Place: place, Wire: f.wire})
	}
	return all
}
