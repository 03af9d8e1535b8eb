package model

import (
	"fmt"
	"strings"
)

// A Path leads from a structure to a value within it: the names of members,
// as on the wire, with dots between them. "[]" after a member stands for each
// element of its list, e.g. "ResourceKeys[].ResourceType".
type Path string

// A Step is one member on a [Path].
type Step struct {
	// Owner is the structure that has the member.
	Owner  *Shape
	Member *Member
	// Each reports that the path goes on in each element of the member's list.
	Each bool
}

// Steps follows a path from a shape and returns the members on the way and
// the shape at the end. An error says which step is wrong and what there is.
func (a *API) Steps(shape string, path Path) ([]Step, *Shape, error) {
	at := a.Shape(shape)
	if at == nil {
		return nil, nil, fmt.Errorf("there is no shape %s", shape)
	}
	if path == "" {
		return nil, at, nil
	}
	var steps []Step
	for name := range strings.SplitSeq(string(path), ".") {
		name, each := strings.CutSuffix(name, "[]")
		if at.Kind == Unknown {
			return steps, at, nil
		}
		if at.Kind != Structure {
			return nil, nil, fmt.Errorf("%s is a %s and has no member %s", at.Name, at.Kind, name)
		}
		member := at.Member(name)
		if member == nil {
			return nil, nil, fmt.Errorf("%s has no member %s; %s", at.Name, name, nearestMember(at, name))
		}
		steps = append(steps, Step{Owner: at, Member: member, Each: each})
		if at = a.Shape(member.Shape); at == nil {
			return nil, nil, fmt.Errorf("there is no shape %s", member.Shape)
		}
		if !each || at.Kind == Unknown {
			continue
		}
		if at.Kind != List {
			return nil, nil, fmt.Errorf("%s is a %s and has no elements", name, at.Kind)
		}
		if at = a.Shape(at.Elem); at == nil {
			return nil, nil, fmt.Errorf("the elements of %s have no shape", name)
		}
	}
	return steps, at, nil
}

// EachMember calls visit for each member within a shape, however deep, with
// the path to it and the structure that has it. It goes through lists, and
// round no circle; of the members of structures that name each other very
// often it leaves out the deepest.
func (a *API) EachMember(shape string, visit func(path Path, owner *Shape, m *Member)) {
	root, _, _ := a.placeFinder().find(shape, maxPlaces)
	root.each(func(p *place) {
		if p.member != nil {
			visit(p.path, p.owner, p.member)
		}
	})
}

// Last returns the name of the last member on the path.
func (p Path) Last() string {
	s := string(p)
	if i := strings.LastIndexByte(s, '.'); i >= 0 {
		s = s[i+1:]
	}
	return strings.TrimSuffix(s, "[]")
}

// Within returns the path from an element of the list at prefix, and whether
// p leads through such an element: "ResourceKeys[].ResourceId" within
// "ResourceKeys" is "ResourceId". The elements themselves are "".
func (p Path) Within(prefix Path) (Path, bool) {
	rest, ok := strings.CutPrefix(string(p), string(prefix)+"[]")
	if prefix == "" || !ok || rest != "" && rest[0] != '.' {
		return p, false
	}
	return Path(strings.TrimPrefix(rest, ".")), true
}

// PartOf reports whether the path leads to what another leads to, or to a part of it.
// Nothing is a part of what no path leads to.
func (p Path) PartOf(whole Path) bool {
	rest, ok := strings.CutPrefix(string(p), string(whole))
	return ok && whole != "" && (rest == "" || rest[0] == '.' || strings.HasPrefix(rest, "[]"))
}

// Owner returns the path to the structure that has the last member of the path.
func (p Path) Owner() Path {
	i := strings.LastIndexByte(string(p), '.')
	return p[:max(i, 0)]
}

// Join returns the path that goes on from p with the member of that name.
func (p Path) Join(name string) Path {
	switch {
	case p == "":
		return Path(name)
	case name == "":
		return p
	}
	return p + "." + Path(name)
}

// isMember reports whether the path is the name of one member.
func (p Path) isMember() bool { return p != "" && !strings.ContainsAny(string(p), ".[") }

// Elem returns the path to each element of the list at p.
func (p Path) Elem() Path { return p + "[]" }

func memberNames(s *Shape) string {
	names := make([]string, len(s.Members))
	for i, m := range s.Members {
		names[i] = m.Name
	}
	return orNone(names)
}

// nearestMember says which member of a structure a name that is none may have meant.
// If none is near, it says which there are.
func nearestMember(s *Shape, name string) string {
	names := make([]string, len(s.Members))
	for i, m := range s.Members {
		names[i] = m.Name
	}
	return nearest(name, names, "it has "+orNone(names))
}
