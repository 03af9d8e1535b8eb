package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/fakesmith/fakesmith/conformance/shard"
	"github.com/fakesmith/fakesmith/internal/plainjson"
)

// A record is what is kept of a run.
type record struct {
	recordHead
	Variants []recordLine `json:"variants"`
	Mixtures []recordLine `json:"mixtures"`
}

// A recordHead is what a record says of the run. Its members are in the order of their
// names.
type recordHead struct {
	Checks   int         `json:"checks"`
	Contract string      `json:"contract"`
	Model    string      `json:"model"`
	Seed     uint64      `json:"seed"`
	Shard    shard.Shard `json:"shard,omitzero"`
}

// A recordLine is what a record says of one implementation.
type recordLine struct {
	ID       string   `json:"id,omitempty"`
	Variants []string `json:"variants,omitempty"`
	Seed     uint64   `json:"seed,omitempty"`
	Known    bool     `json:"known,omitempty"`
	Failed   []string `json:"failed"`
	Skipped  int      `json:"skipped,omitempty"`
	Error    string   `json:"error,omitempty"`
}

// record returns what is kept of the run.
func (r *result) record() *record {
	return &record{
		recordHead{r.checks, r.api.Digest(), r.api.Source, r.seed, r.shard},
		recordLines(r.alone), recordLines(r.mixed),
	}
}

func recordLines(trials []*trial) []recordLine {
	var all []recordLine
	for _, t := range trials {
		l := recordLine{Failed: []string{}, Skipped: t.skipped}
		for _, c := range t.failed {
			l.Failed = append(l.Failed, c.ID)
		}
		if t.err != nil {
			l.Error = t.err.Error()
		}
		if t.alone() {
			l.ID = t.mixture[0].ID
		} else {
			l.Seed, l.Known = t.seed, t.known
			for _, v := range t.mixture {
				l.Variants = append(l.Variants, v.ID)
			}
		}
		all = append(all, l)
	}
	return all
}

// write writes the record as JSON with a line for each implementation. A run that finds
// the same writes the same.
func (r *record) write(w io.Writer) error {
	lines := func(all []recordLine) ([]byte, error) {
		var texts [][]byte
		for _, l := range all {
			text, err := plainjson.Marshal(l)
			if err != nil {
				return nil, err
			}
			texts = append(texts, text)
		}
		return bytes.Join(texts, []byte(",\n")), nil
	}
	head, err1 := plainjson.Marshal(r.recordHead)
	alone, err2 := lines(r.Variants)
	mixed, err3 := lines(r.Mixtures)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s,\n\"variants\": [\n%s\n],\n\"mixtures\": [\n%s\n]}\n", bytes.TrimSuffix(head, []byte("}")), alone, mixed)
	return err
}

// merge writes the record of a run from those of its shards: the one that it would have
// written if it had not been divided.
func merge(to string, names []string) error {
	var variants, mixtures []shard.Part[recordLine]
	var first recordHead
	var problems []error
	for _, name := range names {
		text, err := os.ReadFile(name)
		r := new(record)
		if err == nil {
			err = json.Unmarshal(text, r)
		}
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: this is no record of variants: %w", name, err))
			continue
		}
		variants = append(variants, shard.Part[recordLine]{Name: name, Shard: r.Shard, Elements: r.Variants})
		mixtures = append(mixtures, shard.Part[recordLine]{Name: name, Shard: r.Shard, Elements: r.Mixtures})
		head := r.recordHead
		head.Shard = shard.Shard{}
		if len(variants) == 1 {
			first = head
		} else if head != first {
			problems = append(problems, fmt.Errorf("%s: it is of another run than %s: %+v, and %+v there", name, variants[0].Name, head, first))
		}
	}
	if err := errors.Join(problems...); err != nil {
		return err
	}
	variants, err := shard.Order(variants)
	if err != nil {
		return err
	}
	if mixtures, err = shard.Order(mixtures); err != nil {
		return err
	}
	merged := &record{recordHead: first}
	if merged.Variants, err = shard.Join(variants, 0); err != nil {
		return err
	}
	if merged.Mixtures, err = shard.Join(mixtures, len(merged.Variants)); err != nil {
		return err
	}
	var b bytes.Buffer // a file stays as it was if there is an error
	if err := merged.write(&b); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o666)
}
