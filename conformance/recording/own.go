package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// An ownRecording is a recording in the project's own form.
type ownRecording struct {
	Source    string            `json:"source"`
	Basis     Basis             `json:"basis"`
	Recorded  string            `json:"recorded"` // for people
	Notes     []string          `json:"notes"`    // for people
	Exchanges []json.RawMessage `json:"exchanges"`
}

// An ownExchange is an exchange in that form.
type ownExchange struct {
	Operation string            `json:"operation"`
	Caller    string            `json:"caller"`
	At        string            `json:"at"`
	Request   json.RawMessage   `json:"request"`
	Status    int               `json:"status"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	Note      string            `json:"note"` // for people
}

// readOwn reads the project's own form.
func (r *Recording) readOwn(src []byte) error {
	var own ownRecording
	if err := strictly(src, src, 0, &own); err != nil {
		return err
	}
	if own.Source == "" {
		return errors.New("source is missing: say where the exchanges are from")
	}
	switch own.Basis {
	case Wire, Reported, Asserted:
	default:
		return fmt.Errorf("basis %q: write %s, %s or %s", own.Basis, Wire, Reported, Asserted)
	}
	r.Source, r.Basis = own.Source, own.Basis
	offset := int64(0)
	for i, raw := range own.Exchanges {
		// The exchanges stand in the source as they are here, one after the other.
		offset += int64(max(bytes.Index(src[offset:], raw), 0))
		var e ownExchange
		err := strictly(src, raw, offset, &e)
		if err == nil {
			err = r.addOwn(i, &e)
			if err != nil {
				err = at(src, offset, err)
			}
		}
		if err != nil {
			return fmt.Errorf("exchange %d: %w", i+1, err)
		}
		offset += int64(len(raw))
	}
	return nil
}

// strictly reads JSON that may have no other members than those of v. raw is the
// JSON, which stands at an offset of the whole source.
func strictly(src, raw []byte, offset int64, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return jsonError(src, d, offset, err)
	}
	if _, err := d.Token(); err != io.EOF {
		return at(src, offset+d.InputOffset(), errors.New("something follows the JSON object"))
	}
	return nil
}

// addOwn adds an exchange.
func (r *Recording) addOwn(i int, own *ownExchange) error {
	e := Exchange{
		Place: fmt.Sprintf("exchange %d", i+1), Target: own.Operation, Caller: own.Caller,
		Status: own.Status, Header: http.Header{},
	}
	if own.Operation == "" {
		return errors.New("operation is missing")
	}
	if own.Status < 100 || own.Status > 599 {
		return fmt.Errorf("status %d: write the HTTP status of the reply", own.Status)
	}
	if own.At != "" {
		t, err := time.Parse(time.RFC3339, own.At)
		if err != nil {
			return fmt.Errorf("at %q: write a time such as 2026-01-02T15:04:05Z, or leave it out if only the date is known", own.At)
		}
		e.Began, e.Ended = t, t
	}
	for name, value := range own.Headers {
		e.Header.Set(name, value)
		e.hideHeader(name, value)
	}
	e.Request, e.Body = ownBody(own.Request), ownBody(own.Body)
	e.hideTokens(e.Request)
	e.hideTokens(e.Body)
	r.Exchanges = append(r.Exchanges, e)
	return nil
}

// ownBody returns a body: what is in a text, or JSON as it stands there. It is nil
// if the body is not known.
func ownBody(raw json.RawMessage) []byte {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	if !strings.HasPrefix(string(raw), `"`) {
		return raw
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return raw
	}
	return []byte(text)
}
