package live

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"

	"github.com/fakesmith/fakesmith/conformance"
)

// A record is what a journal says when it is read.
type record struct {
	header Header
	owed   *debts
	// torn is the number of the last line if it was not written whole, as after
	// a crash, and else 0.
	torn int
	// bad are the lines that a sweep must not go by.
	bad []badLine
}

// A badLine is a line of a journal that can't be read, or that names what is
// not of the run.
type badLine struct {
	number int
	why    string
}

// readJournal reads a journal. The fixtures are what the user lists beside the rules of
// the run; it may be nil.
func readJournal(name string, fixtures *conformance.Fixtures) (*record, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	r, err := parseJournal(file, fixtures)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	return r, nil
}

// parseJournal reads the text of a journal. An error begins with the number of
// the line.
//
// Each line reaches the disk before the request that it is about is sent, so
// that a last line which is not whole is about nothing that was sent.
func parseJournal(text io.Reader, fixtures *conformance.Fixtures) (*record, error) {
	r := &record{owed: newDebts()}
	lines := bufio.NewReader(text)
	for n := 1; ; n++ {
		line, end := lines.ReadBytes('\n')
		switch {
		case end != nil && end != io.EOF:
			return nil, fmt.Errorf("%d: %w", n, end)
		case n == 1:
			if err := r.begin(line, end == io.EOF); err != nil {
				return nil, fmt.Errorf("1: %w", err)
			}
		case len(line) > 0:
			r.add(n, line, end == io.EOF, reach{r.header.Run, fixtures})
		}
		if end == io.EOF {
			return r, nil
		}
	}
}

// errNoHeader says that a journal ends before it says whose it is.
var errNoHeader = errors.New(`the journal is empty, or ends within its first line, so that it does not say which run it is of.
A run writes that line before it creates anything: one that was killed at that moment has left nothing.
To make sure, look for what any run has left: conform sweep -aws -region REGION -account DIGITS; with -run-id ID it removes what one run has`)

var (
	accountID  = regexp.MustCompile(`^\d{12}$`)
	regionName = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)
)

// begin reads the first line. The region becomes a part of the name of the host
// that is asked, so that it has to be a word.
func (r *record) begin(line []byte, last bool) error {
	if last && begins(string(line)) {
		return errNoHeader
	}
	h := &r.header
	if json.Unmarshal(line, h) != nil || h.Journal != journalVersion || !runID.MatchString(string(h.Run)) || !accountID.MatchString(h.Account) || !regionName.MatchString(h.Region) {
		return fmt.Errorf(`this is not the first line of a journal of version %d, such as conform apply writes.
Without it nothing can be swept by this file; look for what any run has left: conform sweep -aws -region REGION -account DIGITS`, journalVersion)
	}
	return nil
}

// begins reports whether a line is the beginning of the first one of a journal.
func begins(line string) bool {
	first := fmt.Sprintf(`{"journal":%d,`, journalVersion)
	return strings.HasPrefix(line, first) || strings.HasPrefix(first, line)
}

// add reads a line after the first.
func (r *record) add(n int, line []byte, last bool, within reach) {
	var e entry
	err := json.Unmarshal(line, &e)
	why := ""
	switch {
	case err != nil && last:
		r.torn = n
		return
	case err != nil:
		why = fmt.Sprintf("it can't be read: %v", err)
	case !e.wellFormed():
		why = "it can't be read: it is not an entry of a journal"
	default:
		why = within.exceeds(e)
	}
	if why != "" {
		r.bad = append(r.bad, badLine{n, why})
		return
	}
	r.owed.note(e)
}

// fewLines is how many bad lines are named in an error.
const fewLines = 10

// complaint returns an error that names the bad lines of a journal, and what can
// be done.
func (r *record) complaint(name string) error {
	var b strings.Builder
	h := r.header
	fmt.Fprintf(&b, "nothing was deleted, since some lines of the journal can't be used:\n")
	for i, bad := range r.bad {
		if i == fewLines {
			fmt.Fprintf(&b, "  and %s more\n", count(len(r.bad)-i, "line", "lines"))
			break
		}
		fmt.Fprintf(&b, "  %s:%d: %s\n", name, bad.number, bad.why)
	}
	fmt.Fprintf(&b, "To remove what the other lines name: the same with -skip-bad-lines.\n")
	fmt.Fprintf(&b, "To sweep without the journal: conform sweep -aws -region %s -account %s -run-id %s", h.Region, h.Account, h.Run)
	return errors.New(b.String())
}
