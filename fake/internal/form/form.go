// Package form reads and writes structs as JSON objects that people write. A form
// is a table of the members, by which a struct is read, written and checked
// without reflection; what is wrong is reported all at once, with line and column.
package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// A Form is what a struct is as a JSON object.
type Form struct {
	Settings []Setting
	// Whole says what is wrong with members that are right by themselves. It may be
	// nil.
	Whole func() error
}

// Checked returns the form with one more check of a setting, whoever has set it.
func (f Form) Checked(name string, check func() error) Form {
	f.Settings = slices.Clone(f.Settings)
	for i := range f.Settings {
		if s := &f.Settings[i]; s.name == name {
			usual := s.check
			s.check = func() error {
				if err := usual(); err != nil {
					return err
				}
				return check()
			}
		}
	}
	return f
}

// Read sets what stands in a JSON object.
func (f Form) Read(src []byte) error {
	r, err := newFormReader(src)
	if err != nil {
		return err
	}
	r.object(src, 0, "", f)
	return r.err()
}

// ReadAll sets what stands in a JSON array of objects, each of which is made by
// grow.
func ReadAll(src []byte, grow func() Form) error {
	r, err := newFormReader(src)
	if err != nil {
		return err
	}
	r.array(src, 0, "", grow)
	return r.err()
}

// A formReader notes what is wrong with a document, and where.
type formReader struct {
	src      []byte
	problems []error
}

func newFormReader(src []byte) (*formReader, error) {
	r := &formReader{src: src}
	var document json.RawMessage
	err := json.Unmarshal(src, &document)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		r.complain(max(0, int(syntax.Offset)-1), "", err)
	} else if err != nil {
		r.complain(0, "", err)
	}
	return r, r.err()
}

func (r *formReader) err() error { return errors.Join(r.problems...) }

// complain notes a problem at a place in the document.
func (r *formReader) complain(offset int, path string, err error) {
	r.problems = append(r.problems, fmt.Errorf("%s%w", Place(r.src, offset, path), err))
}

// Place returns how a complaint about a document begins: with the line and the
// column of an offset, and the path of the value there, which may be empty.
func Place(src []byte, offset int, path string) string {
	before := src[:min(offset, len(src))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := len(before) - bytes.LastIndexByte(before, '\n')
	if path != "" {
		path += ": "
	}
	return fmt.Sprintf("%d:%d: %s", line, column, path)
}

// value reads what stands at an offset of the document. It is valid JSON.
func (r *formReader) value(raw json.RawMessage, offset int, path string, s Setting) {
	switch {
	case s.object != nil:
		r.object(raw, offset, path, *s.object)
	case s.grow != nil:
		r.array(raw, offset, path, s.grow)
	case string(raw) == "null":
		r.complain(offset, path, errors.New("null is no value; leave the member out"))
	default:
		err := s.read(raw)
		if err == nil {
			err = s.check()
		}
		if err != nil {
			r.complain(offset, path, err)
		}
	}
}

func (r *formReader) object(raw json.RawMessage, offset int, path string, f Form) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		r.complain(offset+leading(raw), path, fmt.Errorf("%s is not an object", excerpt.Of(string(bytes.TrimSpace(raw)))))
		return
	}
	sound := len(r.problems)
	seen := map[string]bool{}
	for d.More() {
		// Neither can fail: the document is valid.
		token, _ := d.Token()
		name, _ := token.(string)
		at := offset + bytes.LastIndexByte(raw[:d.InputOffset()-1], '"')
		var value json.RawMessage
		d.Decode(&value)
		i := slices.IndexFunc(f.Settings, func(s Setting) bool { return s.name == name })
		switch {
		case i < 0:
			r.complain(at, path, fmt.Errorf("there is no %q; there are %s", excerpt.Of(name), f.names()))
		case seen[name]:
			r.complain(at, path, fmt.Errorf("%q is given twice; leave one out", name))
		default:
			r.value(value, offset+int(d.InputOffset())-len(value), within(path, name), f.Settings[i])
		}
		seen[name] = true
	}
	if f.Whole != nil && len(r.problems) == sound {
		if err := f.Whole(); err != nil {
			r.complain(offset+leading(raw), path, err)
		}
	}
}

func (r *formReader) array(raw json.RawMessage, offset int, path string, grow func() Form) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		r.complain(offset+leading(raw), path, fmt.Errorf("%s is not an array", excerpt.Of(string(bytes.TrimSpace(raw)))))
		return
	}
	for i := 0; d.More(); i++ {
		var value json.RawMessage
		d.Decode(&value)
		r.object(value, offset+int(d.InputOffset())-len(value), fmt.Sprintf("%s[%d]", path, i), grow())
	}
}

func (f Form) names() string {
	names := make([]string, len(f.Settings))
	for i, s := range f.Settings {
		names[i] = s.name
	}
	return strings.Join(names, ", ")
}

func leading(raw []byte) int { return len(raw) - len(bytes.TrimLeft(raw, " \t\r\n")) }

func within(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Check says all that is wrong with fields that were set in Go.
func (f Form) Check(path string) error {
	var problems []error
	for _, s := range f.Settings {
		at := within(path, s.name)
		switch {
		case s.object != nil:
			problems = append(problems, s.object.Check(at))
		case s.each != nil:
			for i, one := range s.each() {
				problems = append(problems, one.Check(fmt.Sprintf("%s[%d]", at, i)))
			}
		default:
			if err := s.check(); err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", at, err))
			}
		}
	}
	err := errors.Join(problems...)
	if err == nil && f.Whole != nil {
		if err = f.Whole(); err != nil && path != "" {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}
	return err
}

// Write returns the JSON object that is read so, without what is as good as
// absent.
func (f Form) Write() (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, s := range f.Settings {
		value, err := s.write()
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%q:%s", s.name, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// write returns the value of a Setting, nil if it is as good as absent.
func (s Setting) write() (json.RawMessage, error) {
	switch {
	case s.object != nil:
		object, err := s.object.Write()
		if string(object) == "{}" {
			return nil, err
		}
		return object, err
	case s.each != nil:
		var elements []json.RawMessage
		for _, one := range s.each() {
			object, err := one.Write()
			if err != nil {
				return nil, err
			}
			elements = append(elements, object)
		}
		if elements == nil {
			return nil, nil
		}
		return json.Marshal(elements)
	}
	if v := s.value(); v != nil {
		return json.Marshal(v)
	}
	return nil, nil
}
