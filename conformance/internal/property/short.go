package property

import (
	"fmt"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
)

// mayBeShort reports whether a page may hold fewer rows than were asked for
// though more are to come.
func mayBeShort(t *script.T) bool { return t.Target.Tolerances.ShortPages }

// fitOn expects no page to be larger than some size.
func fitOn(t *script.T, size int, pages []page) {
	for _, n := range sizes(pages) {
		if n > size {
			t.Fail(fmt.Sprintf("at most %d rows on a page", size), "%v", sizes(pages))
		}
	}
}

// fullPages skips the case if pages that may be short don't tell whether they
// are cut at a cap: if none is larger, two that are just as large do.
func fullPages(t *script.T, most int, pages []page) {
	if !mayBeShort(t) {
		return
	}
	full := 0
	for _, n := range sizes(pages) {
		if n > most {
			return
		}
		if n == most {
			full++
		}
	}
	if full < 2 {
		t.Skip("the pages are too short to tell where they are cut: %v", sizes(pages))
	}
}

// fullBut skips the case if one of some pages is short, but for those with the
// last row and behind it.
func fullBut(t *script.T, size int, pages []page) {
	if !mayBeShort(t) {
		return
	}
	rows := 0
	for _, n := range sizes(pages) {
		rows += n
	}
	for _, n := range sizes(pages) {
		if rows -= n; n < size && rows > 0 {
			t.Skip("a page is short: %v", sizes(pages))
		}
	}
}

// sameStart reports whether two pages show the same. Where pages may be short,
// one of them may show more.
func sameStart(t *script.T, a, b []value.Object) bool {
	if mayBeShort(t) {
		n := min(len(a), len(b))
		a, b = a[:n], b[:n]
	}
	return value.ShowAll(a) == value.ShowAll(b)
}
