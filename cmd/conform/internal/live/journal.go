package live

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
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

// subject returns the rule that an entry names, or "".
func (e entry) subject() string { return cmp.Or(e.Rule, e.Gone) }

// wellFormed reports whether an entry is one that a run writes: it announces a
// creation, notes an answer, or notes a deletion.
func (e entry) wellFormed() bool {
	switch e.Creates {
	case "rule", "exceptions":
		return e.N > 0 && !impossible(e.Rule) && e.Answered == 0 && e.Gone == ""
	case "":
		noted := e.N > 0 && e.Answered > 0
		return e.Rule == "" && noted != (e.Gone != "")
	}
	return false
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
