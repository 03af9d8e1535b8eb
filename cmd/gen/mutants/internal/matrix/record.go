package matrix

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/internal/plainjson"
)

// A recordHead is what a record says of all mutants, and a recordLine what it says of
// one.
type (
	recordHead struct {
		Model    string      `json:"model"`
		Contract string      `json:"contract"`
		Seed     uint64      `json:"seed"`
		Faults   string      `json:"faults,omitempty"`
		Every    int         `json:"every,omitempty"`
		Shard    shard.Shard `json:"shard,omitzero"`
	}
	recordLine struct {
		ID         string `json:"id"`
		Clause     string `json:"clause"`
		Killed     bool   `json:"killed"`
		Equivalent string `json:"equivalent,omitempty"`
		Why        string `json:"why,omitempty"`
	}
)

func (r *Report) head() recordHead {
	return recordHead{r.Model, r.Contract, r.Seed, r.Faults, r.Every, r.Shard}
}

// A NamedRecord is a record with a name for errors, such as that of its file.
type NamedRecord struct {
	Name string
	Text []byte
}

// MergeRecords writes the record of a run of which some records are the shards: the one
// that the run would have written if it had not been divided.
func MergeRecords(w io.Writer, records []NamedRecord) error {
	var parts []shard.Part[Mutant]
	var first recordHead
	var problems []error
	for _, record := range records {
		var read struct {
			recordHead
			Mutants []recordLine `json:"mutants"`
		}
		if err := json.Unmarshal(record.Text, &read); err != nil {
			problems = append(problems, fmt.Errorf("%s: this is no record of mutants: %w", record.Name, err))
			continue
		}
		part := shard.Part[Mutant]{Name: record.Name, Shard: read.Shard}
		for _, l := range read.Mutants {
			part.Elements = append(part.Elements, Mutant{ID: l.ID, Clause: l.Clause, Killed: l.Killed, Equivalent: l.Equivalent, Why: l.Why})
		}
		parts = append(parts, part)
		read.Shard = shard.Shard{}
		if len(parts) == 1 {
			first = read.recordHead
		} else if read.recordHead != first {
			problems = append(problems, fmt.Errorf("%s: it is of another run than %s: %+v, and %+v there", record.Name, parts[0].Name, read.recordHead, first))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	parts, err := shard.Order(parts)
	if err != nil {
		return err
	}
	merged := &Report{Model: first.Model, Contract: first.Contract, Seed: first.Seed, Faults: first.Faults, Every: first.Every}
	if merged.Mutants, err = shard.Join(parts, 0); err != nil {
		return err
	}
	return merged.WriteRecord(w)
}

// WriteRecord writes what is kept of a run, as JSON with a line for each
// mutant: what became of it, and not what that took or what was shown. A run
// that finds the same writes the same.
func (r *Report) WriteRecord(w io.Writer) error {
	if r.Contract == "" || len(r.Mutants) == 0 {
		return errors.New("there is nothing to record: no mutant of a known contract was checked")
	}
	head, err := plainjson.Marshal(r.head())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s,\n\"mutants\": [\n", bytes.TrimSuffix(head, []byte("}")))
	for i, m := range r.Mutants {
		line, err := plainjson.Marshal(recordLine{m.ID, m.Clause, m.Killed, m.Equivalent, m.Why})
		if err != nil {
			return err
		}
		b.Write(line)
		if i < len(r.Mutants)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("]}\n")
	_, err = w.Write(b.Bytes())
	return err
}
