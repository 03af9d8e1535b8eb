package live

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// A Header is the first line of a journal: whose it is.
type Header struct {
	Journal  int       `json:"journal"` // the version of the format
	Run      RunID     `json:"run"`
	Account  string    `json:"account"`
	Region   string    `json:"region"`
	Endpoint string    `json:"endpoint,omitempty"`
	Started  time.Time `json:"started"`
}

// journalVersion is the version of the format that is written here.
const journalVersion = 1

// An entry is a line of a journal.
type entry struct {
	// Creates is what is about to be created, "rule" or "exceptions", once the
	// line is on the disk; Answered is the status of the answer to the request
	// that did it, by its number.
	N        int         `json:"n,omitempty"`
	At       *time.Time  `json:"at,omitempty"`
	Creates  string      `json:"creates,omitempty"`
	Rule     string      `json:"rule,omitempty"`
	Keys     []exception `json:"keys,omitempty"`
	Answered int         `json:"answered,omitempty"`
	// Gone is the name of a rule that is deleted, as the account has said, or
	// of one of which the exceptions with some keys are.
	Gone string `json:"gone,omitempty"`
}

// A Journal is a file that says what a run has created, or was about to. Each
// line reaches the disk before the request that it is about is sent, so that
// whatever happens to the run, nothing is created that the journal does not
// name.
type Journal struct {
	mu    sync.Mutex // guards the rest
	file  journalFile
	n     int
	owing *debts
	// broken is why a line could not be written whole: after that, none is, or
	// it might be taken for the end of the broken one.
	broken error
}

// A journalFile is what a journal needs of a file.
type journalFile interface {
	io.WriteCloser
	Name() string
	Sync() error
}

// NewJournal begins a journal in a file that does not exist yet.
func NewJournal(name string, h Header) (*Journal, error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("%s is there already; it may name what another run has left behind: sweep it, or choose another name with -journal", name)
	}
	if err != nil {
		return nil, err
	}
	h.Journal = journalVersion
	j := &Journal{file: file, owing: newDebts()}
	if err := errors.Join(j.write(h), j.file.Sync(), syncFolder(filepath.Dir(name))); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return j, nil
}

// syncFolder makes a new file's name survive whatever happens.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func (j *Journal) write(line any) error {
	text, err := json.Marshal(line)
	if err == nil && j.broken == nil {
		_, j.broken = j.file.Write(append(text, '\n'))
	}
	return errors.Join(err, j.broken)
}

// Name returns the name of the file.
func (j *Journal) Name() string { return j.file.Name() }

// Close closes the file.
func (j *Journal) Close() error { return j.file.Close() }

// creates notes that something is about to be created, and returns once that
// is on the disk.
func (j *Journal) creates(what, rule string, keys []exception) (n int, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.n++
	now := time.Now().UTC().Truncate(time.Millisecond)
	e := entry{N: j.n, At: &now, Creates: what, Rule: rule, Keys: keys}
	if err := errors.Join(j.write(e), j.file.Sync()); err != nil {
		return 0, fmt.Errorf("the journal can't be written, so nothing more is created: %w", err)
	}
	j.owing.note(e)
	return j.n, nil
}

// answered notes that a request was answered. The line may be lost: a sweep
// then waits a moment longer.
func (j *Journal) answered(n, status int) error { return j.add(entry{N: n, Answered: status}) }

// gone notes that a rule is being deleted, or that exceptions are. The line
// may be lost: a sweep then deletes them again.
func (j *Journal) gone(rule string, keys []exception) error {
	return j.add(entry{Gone: rule, Keys: keys})
}

func (j *Journal) add(e entry) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.owing.note(e)
	return j.write(e)
}

// owed returns what is yet to be cleaned up.
func (j *Journal) owed() *debts {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.owing.clone()
}

// cleaning returns how many calls it takes to clean up what is owed, roughly.
func (j *Journal) cleaning() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.owing.cleaning()
}

// debts are what a run has created and not seen deleted.
type debts struct {
	rules      map[string]bool               // the names of rules
	exceptions map[string]map[exception]bool // by rule
	open       map[int]pending               // requests that were not answered
}

// A pending request is about to create something.
type pending struct {
	entry
	fresh []exception // those of the keys that were not owed before
	first bool        // whether the rule was not
}

func newDebts() *debts {
	return &debts{rules: map[string]bool{}, exceptions: map[string]map[exception]bool{}, open: map[int]pending{}}
}

func (d *debts) clone() *debts {
	c := &debts{rules: maps.Clone(d.rules), exceptions: map[string]map[exception]bool{}, open: maps.Clone(d.open)}
	for rule, keys := range d.exceptions {
		c.exceptions[rule] = maps.Clone(keys)
	}
	return c
}

// note takes account of a line.
func (d *debts) note(e entry) {
	switch {
	case e.Creates != "":
		d.owe(e)
	case e.Answered != 0:
		p := d.open[e.N]
		delete(d.open, e.N)
		if e.Answered < 400 {
			return
		}
		// What is refused creates nothing.
		if p.first {
			delete(d.rules, p.Rule)
		}
		d.paid(p.Rule, p.fresh)
	case len(e.Keys) == 0:
		delete(d.rules, e.Gone)
	default:
		d.paid(e.Gone, e.Keys)
	}
}

func (d *debts) owe(e entry) {
	p := pending{entry: e}
	if e.Creates == "rule" {
		p.first = !d.rules[e.Rule]
		d.rules[e.Rule] = true
	} else {
		if d.exceptions[e.Rule] == nil {
			d.exceptions[e.Rule] = map[exception]bool{}
		}
		for _, k := range e.Keys {
			if !d.exceptions[e.Rule][k] {
				p.fresh = append(p.fresh, k)
			}
			d.exceptions[e.Rule][k] = true
		}
	}
	d.open[e.N] = p
}

// paid strikes out exceptions of a rule.
func (d *debts) paid(rule string, keys []exception) {
	for _, k := range keys {
		delete(d.exceptions[rule], k)
	}
	if len(d.exceptions[rule]) == 0 {
		delete(d.exceptions, rule)
	}
}

// last returns when the last request was made that was not answered: the zero
// time if all were.
func (d *debts) last() time.Time {
	var last time.Time
	for _, p := range d.open {
		if p.At != nil && p.At.After(last) {
			last = *p.At
		}
	}
	return last
}

// count returns how many rules and how many exceptions are owed.
func (d *debts) count() (rules, exceptions int) {
	for _, keys := range d.exceptions {
		exceptions += len(keys)
	}
	return len(d.rules), exceptions
}

// names returns the names of all rules that something is owed of, in order.
func (d *debts) names() []string {
	all := slices.Collect(maps.Keys(d.rules))
	for rule := range d.exceptions {
		if !d.rules[rule] {
			all = append(all, rule)
		}
	}
	slices.SortFunc(all, byLength)
	return all
}

// readJournal reads a journal. A last line that was torn off in the middle is
// as good as none: what it is about was never sent.
func readJournal(name string) (Header, *debts, error) {
	file, err := os.Open(name)
	if err != nil {
		return Header{}, nil, err
	}
	defer file.Close()
	h, d, err := parseJournal(file)
	if err != nil && err != ErrEmpty {
		return Header{}, nil, fmt.Errorf("%s:%w", name, err)
	}
	return h, d, err
}

// ErrEmpty says that a run ended before it could create anything.
var ErrEmpty = errors.New("there is no whole line in the journal: the run has created nothing")

// begins reports whether a line is the beginning of the first one of a journal.
func begins(line string) bool {
	first := fmt.Sprintf(`{"journal":%d,`, journalVersion)
	return strings.HasPrefix(line, first) || strings.HasPrefix(first, line)
}

func parseJournal(r io.Reader) (h Header, d *debts, err error) {
	d = newDebts()
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, end := lines.ReadBytes('\n')
		if end != nil && end != io.EOF {
			return h, nil, fmt.Errorf("%d: %w", n, end)
		}
		if end == io.EOF && n > 1 {
			return h, d, nil
		}
		var e entry
		switch {
		case n > 1:
			err = json.Unmarshal(line, &e)
		case end == io.EOF && begins(string(line)):
			return h, d, ErrEmpty
		default:
			if err = json.Unmarshal(line, &h); err != nil || (h.Journal != journalVersion || !runID.MatchString(string(h.Run)) || h.Account == "" || h.Region == "") {
				err = fmt.Errorf("this is not the first line of a journal of version %d, such as conform apply writes", journalVersion)
			}
		}
		if err != nil {
			return h, nil, fmt.Errorf("%d: %w", n, err)
		}
		d.note(e)
	}
}
