package replay

import "slices"

// Forbid takes rows out of the table, until the function that it returns is
// called.
func Forbid(row [3]string) (restore func()) {
	all := permitted
	permitted = slices.DeleteFunc(slices.Clone(all), func(d difference) bool {
		return d.shape == row[0] && d.member == row[1] && string(d.word) == row[2]
	})
	return func() { permitted = all }
}

// Bound sets how much is compared for a recording, until the function that it
// returns is called.
func Bound(work int) (restore func()) {
	was := mostWork
	mostWork = work
	return func() { mostWork = was }
}
