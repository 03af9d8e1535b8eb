package openapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/fakesmith/fakesmith/model"
)

// openapi has kin-openapi load and validate the document, and reports what it
// finds that this package did not.
func (r *reader) openapi() {
	retold, ok := r.retold()
	if !ok {
		return
	}
	doc, err := openapi3.NewLoader().LoadFromData(retold)
	if err != nil {
		// The loader stops at its first fault, and knows no place. It is
		// one that is reported with its place already, if any is.
		if len(*r.problems) == 0 {
			r.problems.Add(r.tree.Root.Pos, "", "the document does not load: "+err.Error(), "")
		}
		return
	}
	err = doc.Validate(context.Background(),
		openapi3.EnableMultiError(),
		// Patterns are looked at one by one, with their places. An example or a
		// default binds nobody.
		openapi3.DisableSchemaPatternValidation(),
		openapi3.DisableExamplesValidation(),
		openapi3.DisableSchemaDefaultsValidation())
	var faults []error
	switch e := err.(type) {
	case nil:
	case openapi3.MultiError:
		faults = e
	default:
		faults = []error{e}
	}
	r.faults(faults)
}

// A fault is a complaint of kin-openapi's, and the nearest value to it that
// its wrappers name.
type fault struct {
	at    *model.Node
	where string
	what  string
	fix   string
}

// faults reports complaints, each once: the validator repeats what is wrong
// with a schema wherever that is referred to.
func (r *reader) faults(errs []error) {
	own := *r.problems
	known := map[string]bool{}
	var all []fault
	for _, err := range errs {
		f := r.locate(err)
		all = append(all, f)
		for _, p := range own {
			if r.within(p.Pos, f.at) {
				known[f.what] = true
			}
		}
	}
	for _, f := range all {
		if !known[f.what] {
			known[f.what] = true
			r.problems.Add(f.at.Pos, f.where, f.what, f.fix)
		}
	}
}

// locate finds the value that a complaint is about, as near as its wrappers
// lead.
func (r *reader) locate(err error) fault {
	f := fault{at: r.tree.Root}
	step := func(keys ...string) {
		for _, key := range keys {
			if next := f.at.Get(key); next != nil {
				f.at = next
			}
		}
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		f.what = inner.Error()
		switch e := inner.(type) {
		case *openapi3.SectionValidationError:
			step(camel(e.Section))
			f.where = e.Section
		case *openapi3.ComponentValidationError:
			step(plural(camel(e.Section)), e.Name)
			f.where = e.Name
			if openapi3.ValidateIdentifier(e.Name) != nil {
				f.what = fmt.Sprintf("%q is no name for a component of OpenAPI", e.Name)
				f.fix = "name it with letters, digits, dots, hyphens and underscores"
				return f
			}
		case *openapi3.PathValidationError:
			step(e.Path)
			f.where = pathName(e.Path)
		case *openapi3.OperationValidationError:
			step(strings.ToLower(e.Method))
		case *openapi3.SecurityRequirementSchemeUndefinedError:
			if n := r.lookup("#" + e.JSONPointer); n != nil {
				f.at = n
			}
			f.what = fmt.Sprintf("security scheme %q is not defined", e.Scheme)
			f.fix = "define it in components, securitySchemes"
			return f
		}
	}
	return f
}

// within reports whether a place lies in a value.
func (r *reader) within(pos model.Pos, n *model.Node) bool {
	start, at := r.tree.Offset(n.Pos), r.tree.Offset(pos)
	return start <= at && at < start+len(n.Raw)
}

// camel returns the key for a section that the validator names in words:
// "security scheme" is securityScheme.
func camel(words string) string {
	first, rest, ok := strings.Cut(words, " ")
	if !ok {
		return words
	}
	return first + strings.ToUpper(rest[:1]) + rest[1:]
}

// plural returns the key that holds components of a kind.
func plural(kind string) string {
	if before, ok := strings.CutSuffix(kind, "y"); ok {
		return before + "ies"
	}
	return kind + "s"
}
