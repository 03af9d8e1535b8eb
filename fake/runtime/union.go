package runtime

// Option goes to the member of a union that is set, as Member goes to those of a
// structure. Exactly one has to be; one that is null is not set, and __type is a
// client's remark and no member.
func (d *Decoder) Option() bool {
	for d.err == nil {
		depth := len(d.frames) - 1
		set := d.frames[depth].set
		if !d.Member() {
			if d.err == nil && set == 0 {
				d.fail(mistyped, "a union has one of its members, and this has none")
			}
			return false
		}
		if string(d.Name()) == "__type" {
			d.skip(len(d.frames))
			continue
		}
		if d.null() {
			continue
		}
		d.frames[depth].set++
		if set > 0 {
			d.fail(mistyped, "a union has one of its members, and this has a second one")
		}
		return d.err == nil
	}
	return false
}

// UnknownOption notes that a union has a member that the reader does not know.
// What it stands for can't be left out, as an unknown member of a structure can.
func (d *Decoder) UnknownOption() {
	if d.err == nil && d.strict == nil {
		d.fail(mistyped, "the union has no such member")
	}
	d.Unknown()
}
