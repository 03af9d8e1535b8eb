// Package closest finds the name that a misspelt one was meant to be.
package closest

// Name returns the name that a misspelt one most likely means, or "" if
// none of them is near.
func Name(name string, names []string) string { return Within(2+len(name)/3, name, names) }

// Within returns the closest name of those from which a misspelt one differs by
// less than so many bytes, or "".
func Within(most int, name string, names []string) string {
	best, at := "", most
	for _, n := range names {
		if d := distance(name, n); d < at {
			best, at = n, d
		}
	}
	return best
}

// distance returns how many bytes must be changed, added or dropped to make b
// of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := before
			if a[i] != b[j] {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
