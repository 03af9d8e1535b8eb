package fake

import (
	"fmt"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/fake/internal/code"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
	"github.com/fakesmith/fakesmith/fake/internal/form"
	"github.com/fakesmith/fakesmith/internal/closest"
)

// A vocabulary is what faults can be planned for: operations, and errors beside
// those that any operation of AWS may answer with. The zero value knows none of
// either, and lets all through.
type vocabulary struct {
	operations []string
	errors     []Code
}

// with returns a vocabulary that has more.
func (v vocabulary) with(operations []string, errors []Code) vocabulary {
	return vocabulary{operations: union(v.operations, operations), errors: union(v.errors, errors)}
}

// union returns a list of those in either, each once.
func union[T comparable](a, b []T) []T {
	var all []T
	seen := map[T]bool{}
	for _, v := range slices.Concat(a, b) {
		if !seen[v] {
			seen[v] = true
			all = append(all, v)
		}
	}
	return all
}

// form returns the form of a fault, which rejects what is unknown.
func (v vocabulary) form(f *Fault) form.Form {
	known := f.Form().
		Checked("operation", func() error { return v.operation(f.Operation) }).
		Checked("error", func() error { return v.spelling(string(f.Error)) })
	whole := known.Whole
	known.Whole = func() error {
		if err := whole(); err != nil {
			return err
		}
		return v.error(f)
	}
	return known
}

// operation says what is wrong with the operation of a fault.
func (v vocabulary) operation(name string) error {
	if name == "" || len(v.operations) == 0 || slices.Contains(v.operations, name) {
		return nil
	}
	if near := closest.Name(name, v.operations); near != "" {
		return fmt.Errorf("there is no operation %q; did you mean %q?", excerpt.Of(name), near)
	}
	return fmt.Errorf("there is no operation %q; there are %s", excerpt.Of(name), strings.Join(v.operations, ", "))
}

// spelling says what is wrong with the code of an error as a word.
func (v vocabulary) spelling(name string) error {
	if strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return fmt.Errorf("%q is not the code of an error; letters, digits and punctuation are right", excerpt.Of(name))
	}
	if v.has(name) {
		return nil
	}
	if near := closest.Within(3, name, v.codes()); near != "" {
		return fmt.Errorf("there is no error %q; did you mean %q?", excerpt.Of(name), near)
	}
	return nil
}

// error says what is wrong with a fault whose error is spelt right. Who gives the
// status of an unknown one knows what it is.
func (v vocabulary) error(f *Fault) error {
	if v.has(string(f.Error)) || f.Status != 0 {
		return nil
	}
	hint := ""
	if near := closest.Name(string(f.Error), v.codes()); near != "" {
		hint = fmt.Sprintf("did you mean %q? ", near)
	}
	return fmt.Errorf("there is no error %q; %sto answer with it all the same, give its status", excerpt.Of(string(f.Error)), hint)
}

// has reports whether an operation may answer with a code.
func (v vocabulary) has(name string) bool {
	return name == "" || len(v.operations) == 0 || code.Is(name) || slices.Contains(v.errors, Code(name))
}

// codes returns those that an operation may answer with.
func (v vocabulary) codes() []string {
	names := code.Common()
	for _, e := range v.errors {
		names = append(names, string(e))
	}
	return names
}
