package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/excerpt"
)

// countedPattern matches the beginning of a list of resources as steps have it:
// the number of them, and the list.
var countedPattern = regexp.MustCompile(`^\d+: \[`)

// contents returns in which ways the resources in an answer are not those that
// were expected. It is empty if the step does not list them.
func (s *Step) contents() map[string]bool {
	found := map[string]bool{}
	if countedPattern.MatchString(s.Got) || strings.HasPrefix(s.Got, "{") || strings.HasPrefix(s.Got, "[") {
		want, _ := items(s.Expected)
		got, rest := items(s.Got)
		if want.found && got.found && (rest == "" || got.cut) {
			compare(found, want, got)
		}
	}
	if len(found) > 0 {
		return found
	}
	// What the oracle says has a row and the rows that it expected, or one of the
	// two alone.
	first, rest := items(s.Differs)
	others, _ := items(rest)
	switch {
	case first.found && others.found:
		others.cut = true // there may be more rows than the wrong one
		compare(found, others, first)
	case strings.HasPrefix(s.Differs, "not ") && first.found:
		found["omits an item"] = true
	}
	return found
}

// An itemList is the items in a text.
type itemList struct {
	items []map[string]string
	// found is false if the text has no JSON in it.
	found bool
	// cut is set if the text does not have all of them.
	cut bool
}

// mostItems is how many items of a list are compared.
const mostItems = 200

// items reads the first JSON in a text, an object or a list of them, and returns
// the text behind it. Of a list that has been cut, the items before the cut are
// read.
func items(text string) (list itemList, rest string) {
	at := strings.IndexAny(text, "{[")
	if at < 0 {
		return list, ""
	}
	d := json.NewDecoder(strings.NewReader(text[at:]))
	d.UseNumber()
	add := func() bool {
		var one map[string]any
		if d.Decode(&one) != nil {
			return false
		}
		members := map[string]string{}
		flatten(members, "", one, excerpt.Deepest)
		list.items = append(list.items, members)
		return true
	}
	if text[at] == '{' {
		list.found = add()
		return list, text[at+int(d.InputOffset()):]
	}
	if _, err := d.Token(); err != nil {
		return list, ""
	}
	list.found = true
	for d.More() {
		if len(list.items) == mostItems || !add() {
			list.cut = true
			return list, ""
		}
	}
	if _, err := d.Token(); err != nil {
		list.cut = true
		return list, ""
	}
	return list, text[at+int(d.InputOffset()):]
}

// flatten adds the members of an object to a map from paths to values. Lists are
// values, and so are objects that are nested deeper than some depth.
func flatten(members map[string]string, path string, object map[string]any, depth int) {
	for name, v := range object {
		if path != "" {
			name = path + "." + name
		}
		if inner, is := v.(map[string]any); is && len(inner) > 0 && depth > 0 {
			flatten(members, name, inner, depth-1)
			continue
		}
		text, err := json.Marshal(v)
		if err != nil {
			text = fmt.Append(nil, v)
		}
		members[name] = string(text)
	}
}

// compare adds in which ways a list differs from the one that was wanted. Each
// item that differs is compared with the one that is most like it.
func compare(found map[string]bool, want, got itemList) {
	left, extra := slices.Clone(want.items), slices.Clone(got.items)
	for i := 0; i < len(left); i++ {
		if j := slices.IndexFunc(extra, func(one map[string]string) bool { return len(differences(left[i], one)) == 0 }); j >= 0 {
			left, extra = slices.Delete(left, i, i+1), slices.Delete(extra, j, j+1)
			i--
		}
	}
	type pair struct{ i, j, like int }
	var pairs []pair
	for i := range left {
		for j := range extra {
			if like := likeness(left[i], extra[j]); like > 0 {
				pairs = append(pairs, pair{i, j, like})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.like - a.like })
	paired, taken := make([]bool, len(left)), make([]bool, len(extra))
	omitted, added := len(left), len(extra)
	for _, p := range pairs {
		if paired[p.i] || taken[p.j] {
			continue
		}
		paired[p.i], taken[p.j] = true, true
		omitted, added = omitted-1, added-1
		for _, what := range differences(left[p.i], extra[p.j]) {
			found[what] = true
		}
	}
	if omitted > 0 && !want.cut && !got.cut {
		found["omits an item"] = true
	}
	if added > 0 && !got.cut && (!want.cut || len(found) == 0) {
		found["returns an item too many"] = true
	}
}

// likeness weighs the members that two items share against those in which they
// differ.
func likeness(a, b map[string]string) int {
	n := 0
	for name, v := range a {
		if w, there := b[name]; there && v == w {
			n += 3
		} else if there {
			n -= 2
		}
	}
	return n
}

// differences says in which members an item is not the one that was wanted.
func differences(want, got map[string]string) []string {
	var all []string
	for name, v := range want {
		if w, there := got[name]; !there && !opened(name, v, got) {
			all = append(all, "omits "+name)
		} else if there && v != w {
			all = append(all, "returns a wrong "+name)
		}
	}
	for name, v := range got {
		if _, there := want[name]; !there && !opened(name, v, want) {
			all = append(all, "returns "+name+", which should be absent")
		}
	}
	return all
}

// opened reports whether a member is an object without members, and other is an
// item that has some in it: they are what differs, and not the object.
func opened(name, v string, other map[string]string) bool {
	return v == "{}" && slices.ContainsFunc(slices.Collect(maps.Keys(other)), func(inner string) bool { return strings.HasPrefix(inner, name+".") })
}
