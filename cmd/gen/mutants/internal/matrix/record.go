package matrix

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// WriteRecord writes what is kept of a run, as JSON with a line for each
// mutant: what became of it, and not what that took or what was shown. A run
// that finds the same writes the same.
func (r *Report) WriteRecord(w io.Writer) error {
	if r.Contract == "" || len(r.Mutants) == 0 {
		return errors.New("there is nothing to record: no mutant of a known contract was checked")
	}
	head, err := quote(struct {
		Model    string `json:"model"`
		Contract string `json:"contract"`
		Seed     uint64 `json:"seed"`
		Faults   string `json:"faults,omitempty"`
		Every    int    `json:"every,omitempty"`
	}{r.Model, r.Contract, r.Seed, r.Faults, r.Every})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s,\n\"mutants\": [\n", bytes.TrimSuffix(head, []byte("}")))
	for i, m := range r.Mutants {
		line, err := quote(struct {
			ID         string `json:"id"`
			Clause     string `json:"clause"`
			Killed     bool   `json:"killed"`
			Equivalent string `json:"equivalent,omitempty"`
			Why        string `json:"why,omitempty"`
		}{m.ID, m.Clause, m.Killed, m.Equivalent, m.Why})
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

// quote returns a value as JSON in one line, in which a comparison stays one.
func quote(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
