package runtime

import (
	"fmt"
	"strconv"
	"strings"
)

// A Violation is one constraint that an input breaks.
type Violation struct {
	// Path is where, with the first letter of each member small and the
	// elements of lists counted from 1: "resourceKeys.1.member.resourceType".
	Path string
	// Pointer is where, as a JSON pointer: "/ResourceKeys/0/ResourceType".
	Pointer string
	// Value is what was found, for people; Null says that nothing was.
	Value string
	Null  bool
	// Member says what should have been: "Member must not be null".
	Member string
	// Length is that of the value, where Sized says that it is what is wrong.
	Length int
	Sized  bool
}

// String returns the violation in the words of AWS's older services.
func (v Violation) String() string {
	value := "null"
	if !v.Null {
		value = "'" + v.Value + "'"
	}
	return "Value " + value + " at '" + v.Path + "' failed to satisfy constraint: " + v.Member
}

// Violations collects every constraint that an input breaks. Its zero value is
// empty, and collecting nothing costs nothing: a path is only put together
// when there is something to say.
//
// Each method named after a constraint checks it, and notes a violation if it
// does not hold. The member's name is given as it stands in a Path.
type Violations []Violation

// Err returns nil if nothing was collected, else a [*ValidationError].
func (vs Violations) Err(operation string) error {
	if len(vs) == 0 {
		return nil
	}
	return &ValidationError{Operation: operation, Violations: vs}
}

// In collects the violations found within a structure that is a member.
func (vs *Violations) In(member string, inner Violations) {
	if len(inner) != 0 {
		*vs = append(*vs, inner.under(member, pointerTo(member))...)
	}
}

// InElem collects the violations found within element i, counted from 0, of a
// list that is a member.
func (vs *Violations) InElem(member string, i int, inner Violations) {
	if len(inner) != 0 {
		*vs = append(*vs, inner.under(elemPath(member, i), pointerTo(member)+"/"+strconv.Itoa(i))...)
	}
}

// InKey collects the violations found within the value at a key of a map that
// is a member.
func (vs *Violations) InKey(member, key string, inner Violations) {
	if len(inner) != 0 {
		*vs = append(*vs, inner.under(keyPath(member, key), pointerTo(member)+pointerTo(key))...)
	}
}

// InKeys collects the violations found in a key of a map that is a member. They
// are the map's.
func (vs *Violations) InKeys(member string, inner Violations) {
	for i := range inner {
		inner[i].Member = "Map keys must satisfy constraint: [" + inner[i].Member + "]"
	}
	vs.In(member, inner)
}

// Repeated notes elements of a list that have the keys of earlier ones, as
// [Table.Repeats] finds them.
func (vs *Violations) Repeated(member string, repeats [][2]int) {
	for _, r := range repeats {
		*vs = append(*vs, Violation{
			Path: elemPath(member, r[1]), Pointer: pointerTo(member) + "/" + strconv.Itoa(r[1]),
			Value: "the key of " + elemPath(member, r[0]), Member: "Member must have a key of its own",
		})
	}
}

// under returns the violations with their paths beneath another, which is given
// in both forms. An empty path stands for the place itself.
func (vs Violations) under(path, pointer string) Violations {
	for i := range vs {
		vs[i].Pointer = pointer + vs[i].Pointer
		if vs[i].Path == "" {
			vs[i].Path = path
		} else {
			vs[i].Path = path + "." + vs[i].Path
		}
	}
	return vs
}

// elemPath returns the path of an element of a list, which is itself an
// element of another where member is empty.
func elemPath(member string, i int) string {
	if member == "" {
		return memberPath(i)
	}
	return member + "." + memberPath(i)
}

func keyPath(member, key string) string {
	if member == "" {
		return key + ".member"
	}
	return member + "." + key + ".member"
}

// pointerTo returns the JSON pointer to a member, "" for the place itself.
func pointerTo(member string) string {
	if member == "" {
		return ""
	}
	return "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(member)
}

func memberPath(i int) string { return strconv.Itoa(i+1) + ".member" }

// lowerFirst returns a member's name as it stands in a Path.
func lowerFirst(name string) string {
	if name == "" || name[0] < 'A' || name[0] > 'Z' {
		return name
	}
	return string(name[0]|0x20) + name[1:]
}

// merge returns the violations with those that an input's Validate found,
// which saw a zero value where a required member was missing: what it says of
// such a member, or within it, is left out.
func (vs Violations) merge(found Violations) Violations {
	all := vs
	for _, v := range found {
		if !vs.cover(v.Path) {
			all = append(all, v)
		}
	}
	return all
}

func (vs Violations) cover(path string) bool {
	for _, v := range vs {
		if path == v.Path || strings.HasPrefix(path, v.Path+".") {
			return true
		}
	}
	return false
}

// A ValidationError says everything that is wrong with an input. It is a
// [ValidationException].
type ValidationError struct {
	// Operation is the name of the operation, which may be empty.
	Operation string
	// Violations are the constraints that do not hold: at least one.
	Violations Violations
}

// Error returns the operation, the code, and the message that travels.
func (e *ValidationError) Error() string {
	s := string(ValidationException) + ": " + e.Message()
	if e.Operation != "" {
		s = e.Operation + ": " + s
	}
	return s
}

// Message returns all violations in the words of AWS's older services:
// "2 validation errors detected: Value ...; Value ...".
func (e *ValidationError) Message() string {
	var b strings.Builder
	plural := "s"
	if len(e.Violations) == 1 {
		plural = ""
	}
	fmt.Fprintf(&b, "%d validation error%s detected: ", len(e.Violations), plural)
	for i, v := range e.Violations {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(v.String())
	}
	return b.String()
}

// Unwrap returns the code, so that errors.Is finds it.
func (e *ValidationError) Unwrap() error { return ValidationException }
