// Package recording reads exchanges between clients and a service that somebody
// has recorded: in this project's own JSON form, as HAR, and as the log that the
// AWS CLI writes with --debug.
//
// It knows the forms and nothing of any API: what an exchange says is left as it
// was recorded. Of what is secret in it, only enough is kept to take it out of
// texts that are printed.
package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Recording is a sequence of exchanges, in the order in which they were made.
type Recording struct {
	// Name is what the recording is called in messages: its file.
	Name string
	// Source says where the exchanges are from, and Basis how they are known.
	// Both are empty for a form that has no place for them.
	Source string
	Basis  Basis
	// Exchanges are those with a service that is spoken to by X-Amz-Target.
	Exchanges []Exchange
	// Others is how many exchanges were left out because they are with another
	// kind of service.
	Others int
}

// A Basis says how the exchanges of a recording are known.
type Basis string

// The bases that there are.
const (
	// Wire exchanges were recorded by a client.
	Wire Basis = "wire"
	// Reported exchanges were quoted or described by somebody who saw them.
	Reported Basis = "reported"
	// Asserted exchanges are what a test asserts that was run against the service.
	Asserted Basis = "asserted"
)

// An Exchange is a request and its reply, as far as they are known.
type Exchange struct {
	// Place says where in the recording the exchange stands.
	Place string
	// Target is the value of X-Amz-Target, or only the operation's name.
	Target string
	// Caller tells accounts and regions apart: exchanges with one caller are with
	// the same account and region. It is never printed.
	Caller string
	// Began and Ended are when the request was sent and the reply was there. They
	// are zero if that is not known.
	Began, Ended time.Time
	// Request is the body of the request, nil if it is not known.
	Request []byte
	// Status is that of the reply, 0 if there was none.
	Status int
	// Header has the header fields of the reply. Fields that it lacks were absent
	// if HeaderWhole is set, and are not known otherwise.
	Header      http.Header
	HeaderWhole bool
	// Body is that of the reply, nil if it is not known.
	Body []byte
	// Problem says why the exchange can't be read, if so.
	Problem string

	hidden []string
}

// Operation returns the name of the operation, without the prefix of its
// service.
func (e *Exchange) Operation() string { return e.Target[strings.LastIndexByte(e.Target, '.')+1:] }

// Prefix returns the prefix of the service, or "" if it is not known.
func (e *Exchange) Prefix() string {
	if i := strings.LastIndexByte(e.Target, '.'); i >= 0 {
		return e.Target[:i]
	}
	return ""
}

// DefaultMaxSize is how many bytes of a recording are read if nobody says
// otherwise.
const DefaultMaxSize = 64 << 20

// Read reads a recording in any of the forms. name is what it is called in
// errors. A recording of more than maxSize bytes is an error.
func Read(name string, r io.Reader, maxSize int64) (*Recording, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(src)) > maxSize {
		return nil, fmt.Errorf("%s: the recording has more than %d bytes; split it, or allow more", name, maxSize)
	}
	rec := &Recording{Name: name}
	text := bytes.TrimPrefix(src, []byte("\ufeff"))
	switch {
	case len(bytes.TrimSpace(text)) == 0:
		err = errors.New("the file is empty")
	case strings.EqualFold(filepath.Ext(name), ".har"), isHAR(text):
		err = rec.readHAR(text)
	case bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")):
		err = rec.readOwn(text)
	case bytes.Contains(text, []byte(debugMark)):
		err = rec.readDebug(string(text))
	default:
		err = errors.New("it is no recording: neither HAR, nor the project's JSON form, nor a log of aws --debug; docs/recordings.md describes them")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	rec.sort()
	return rec, nil
}

// sort puts the exchanges in the order in which the requests were sent, if that
// is known of all of them.
func (r *Recording) sort() {
	if slices.ContainsFunc(r.Exchanges, func(e Exchange) bool { return e.Began.IsZero() }) {
		return
	}
	slices.SortStableFunc(r.Exchanges, func(a, b Exchange) int { return a.Began.Compare(b.Began) })
}

// at adds to an error the line that an offset into a text is in.
func at(src []byte, offset int64, err error) error {
	offset = min(max(offset, 0), int64(len(src)))
	return fmt.Errorf("line %d: %w", 1+bytes.Count(src[:offset], []byte("\n")), err)
}

// jsonError adds to an error of a decoder the line that it is in.
func jsonError(src []byte, d *json.Decoder, base int64, err error) error {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return at(src, base+syntax.Offset, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return at(src, int64(len(src)), errors.New("the JSON breaks off"))
	}
	return at(src, base+d.InputOffset(), err)
}
