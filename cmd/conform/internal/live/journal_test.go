package live

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var header = Header{Run: "test", Account: theAccount, Region: theRegion, Started: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}

func newJournal(t *testing.T) *Journal {
	t.Helper()
	j, err := NewJournal(filepath.Join(t.TempDir(), "journal"), header)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// TestJournalSurvives shows that a journal which is cut off anywhere names all
// that was created until then.
func TestJournalSurvives(t *testing.T) {
	j := newJournal(t)
	keys := []exception{{"AWS::EC2::Volume", "vol-1"}, {"AWS::EC2::Volume", "vol-2"}}
	a := must[int](t)(j.creates("rule", "fakesmith-test-1", nil))
	j.answered(a, 200)
	b := must[int](t)(j.creates("exceptions", "fakesmith-test-1", keys))
	j.answered(b, 200)
	must[int](t)(j.creates("rule", "fakesmith-test-2", nil))
	j.gone("fakesmith-test-1", keys[:1])
	text, err := os.ReadFile(j.Name())
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(text) + 1 {
		record, err := parseJournal(bytes.NewReader(text[:n]), nil)
		lines := bytes.Count(text[:n], []byte("\n"))
		if lines == 0 {
			if !errors.Is(err, errNoHeader) {
				t.Errorf("cut off after %d bytes: %v, want %v", n, err, errNoHeader)
			}
			continue
		}
		if err != nil || len(record.bad) > 0 {
			t.Fatalf("cut off after %d bytes: %v, %v", n, err, record)
		}
		// A line that lacks nothing but its end counts.
		torn := 0
		if text[n-1] != '\n' && text[min(n, len(text)-1)] == '\n' {
			lines++
		} else if text[n-1] != '\n' {
			torn = lines + 1
		}
		if record.torn != torn {
			t.Errorf("cut off after %d bytes, the line %d is torn, want %d", n, record.torn, torn)
		}
		owed := record.owed
		rules, exceptions := owed.count()
		if want := []int{0, 0, 1, 1, 1, 1, 2, 2}[lines]; rules != want {
			t.Errorf("cut off after %d lines, %d rules are owed, want %d", lines, rules, want)
		}
		if want := []int{0, 0, 0, 0, 2, 2, 2, 1}[lines]; exceptions != want {
			t.Errorf("cut off after %d lines, %d exceptions are owed, want %d", lines, exceptions, want)
		}
		if pending := !owed.last().IsZero(); pending != slices.Contains([]int{2, 4, 6, 7}, lines) {
			t.Errorf("cut off after %d lines, that a request is under way is %t", lines, pending)
		}
	}
}

// TestDebts shows what is owed after what was noted.
func TestDebts(t *testing.T) {
	const r = "fakesmith-test-1"
	k := exception{"AWS::EC2::Volume", "vol-1"}
	for _, c := range []struct {
		name       string
		do         func(j *Journal)
		rules, exs int
	}{
		{"a rule that is rejected is not there", func(j *Journal) {
			n, _ := j.creates("rule", r, nil)
			j.answered(n, 400)
		}, 0, 0},
		{"a rule that can't be updated is there as before", func(j *Journal) {
			n, _ := j.creates("rule", r, nil)
			j.answered(n, 200)
			n, _ = j.creates("rule", r, nil)
			j.answered(n, 400)
		}, 1, 0},
		{"nobody knows what came of a request without an answer", func(j *Journal) { j.creates("rule", r, nil) }, 1, 0},
		{"exceptions that are rejected are not there", func(j *Journal) {
			n, _ := j.creates("exceptions", r, []exception{k})
			j.answered(n, 400)
		}, 0, 0},
		{"exceptions that were there before are there", func(j *Journal) {
			n, _ := j.creates("exceptions", r, []exception{k})
			j.answered(n, 200)
			n, _ = j.creates("exceptions", r, []exception{k, {"x", "y"}})
			j.answered(n, 400)
		}, 0, 1},
		{"a rule that is deleted leaves its exceptions behind, for all we know", func(j *Journal) {
			j.creates("rule", r, nil)
			j.creates("exceptions", r, []exception{k})
			j.gone(r, nil)
		}, 0, 1},
		{"and then it is made anew", func(j *Journal) {
			j.creates("rule", r, nil)
			j.gone(r, nil)
			j.creates("rule", r, nil)
		}, 1, 0},
		{"all is gone", func(j *Journal) {
			j.creates("rule", r, nil)
			j.creates("exceptions", r, []exception{k})
			j.gone(r, []exception{k})
			j.gone(r, nil)
		}, 0, 0},
	} {
		j := newJournal(t)
		c.do(j)
		read, err := readJournal(j.Name(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []*debts{j.owed(), read.owed} {
			if rules, exceptions := d.count(); rules != c.rules || exceptions != c.exs {
				t.Errorf("%s: %d rules and %d exceptions are owed, want %d and %d", c.name, rules, exceptions, c.rules, c.exs)
			}
		}
	}
}

func TestJournalsAreNotMixed(t *testing.T) {
	j := newJournal(t)
	if _, err := NewJournal(j.Name(), header); err == nil || !strings.Contains(err.Error(), "sweep it, or choose another name") {
		t.Errorf("a journal over another one: %v", err)
	}
	name := filepath.Join(t.TempDir(), "journal")
	for text, want := range map[string]string{
		"{}\n":                              ":1: this is not the first line of a journal",
		"nonsense\n":                        ":1: this is not the first line",
		`{"journal":2,"run":"test"}` + "\n": ":1: this is not the first line",
		`{"journal":1,"run":"test","account":"me","region":"x"}` + "\n":                        ":1: this is not the first line",
		`{"journal":1,"run":"test","account":"123456789012","region":"x.example.com/"}` + "\n": ":1: this is not the first line",
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readJournal(name, nil); err == nil || !strings.Contains(err.Error(), name+want) {
			t.Errorf("readJournal(%q) = %v, want %s", text, err, want)
		}
	}
}

// A paper is a file that notes what is done with it.
type paper struct {
	done []string
	fail string // what fails
}

func (p *paper) do(what string) error {
	p.done = append(p.done, what)
	if what == p.fail {
		return errors.New("no space left on device")
	}
	return nil
}

func (p *paper) Write(b []byte) (int, error) { return len(b), p.do("write") }
func (p *paper) Sync() error                 { return p.do("sync") }
func (p *paper) Close() error                { return nil }
func (p *paper) Name() string                { return "paper" }

// TestJournalIsOnTheDisk shows that a line is written and synced before a
// request may go, and that none goes if that fails.
func TestJournalIsOnTheDisk(t *testing.T) {
	p := &paper{}
	j := &Journal{file: p, owing: newDebts()}
	if _, err := j.creates("rule", "r", nil); err != nil || strings.Join(p.done, " ") != "write sync" {
		t.Errorf("before a rule is created, the journal does %v, %v", p.done, err)
	}
	for _, fail := range []string{"write", "sync"} {
		j := &Journal{file: &paper{fail: fail}, owing: newDebts()}
		if _, err := j.creates("rule", "r", nil); err == nil || !strings.Contains(err.Error(), "nothing more is created") {
			t.Errorf("when %s fails, a rule may be created: %v", fail, err)
		}
	}
	// After half a line nothing can be written.
	p = &paper{fail: "write"}
	j = &Journal{file: p, owing: newDebts()}
	j.answered(1, 200)
	p.fail = ""
	if _, err := j.creates("rule", "r", nil); err == nil {
		t.Error("a line follows half a line")
	}
}
