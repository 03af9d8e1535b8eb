package conformance_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func (a *account) describeExceptions(in node) (node, *failure) {
	a.expire()
	name := text(in, "ConfigRuleName")
	ks, whole := keys(in)
	if !whole && !a.tells("keys may lack a member") {
		return nil, fails("InvalidParameterValueException", "A key lacks its type or its id.")
	}
	if a.tells("a listing needs the rule") && a.rule(name) == nil {
		return nil, fails("NoSuchConfigRuleException", "No such rule.")
	}
	var found []item
	hit := map[key]bool{}
	for _, e := range a.exceptions {
		selected := len(ks) == 0 || slices.Contains(ks, key{e.kind, e.id})
		if a.tells("only the first key selects") && len(ks) > 0 {
			selected = ks[0] == key{e.kind, e.id}
		}
		if a.tells("keys select by type") && len(ks) > 0 {
			selected = slices.ContainsFunc(ks, func(k key) bool { return k.kind == e.kind })
		}
		listed := e.rule == name || a.tells("a listing shows what begins alike") && strings.HasPrefix(e.rule, name)
		if listed && (selected || a.tells("keys are no filter")) {
			found = append(found, item{e.seq, a.showException(e)})
			hit[key{e.kind, e.id}] = true
		}
	}
	if a.tells("what has expired is found by its key") {
		for _, k := range ks {
			for _, e := range a.buried(name, k) {
				found = append(found, item{e.seq, a.showException(e)})
			}
		}
	}
	if a.tells("an absent key is an error") && len(ks) > 0 && len(hit) < len(ks) {
		return nil, fails("InvalidParameterValueException", "absent")
	}
	if a.tells("absent keys are invented") {
		for _, k := range ks {
			if !hit[k] {
				found = append(found, item{0, node{"ConfigRuleName": name, "ResourceType": k.kind, "ResourceId": k.id}})
			}
		}
	}
	if len(ks) > 0 && !a.tells("pages with keys") {
		if _, given := in["NextToken"]; given && a.tells("a token with keys is refused") {
			return nil, fails("InvalidParameterValueException", "both")
		}
		return node{"RemediationExceptions": values(found)}, nil
	}
	if a.tells("exceptions come by key") {
		sortByKey(found)
	}
	return a.page("RemediationExceptions", found, in, 25, name)
}

// sortByKey sorts exceptions by type and id, and gives them places in that
// order.
func sortByKey(found []item) {
	slices.SortFunc(found, func(a, b item) int {
		if n := strings.Compare(text(a.value, "ResourceType"), text(b.value, "ResourceType")); n != 0 {
			return n
		}
		return strings.Compare(text(a.value, "ResourceId"), text(b.value, "ResourceId"))
	})
	for i := range found {
		found[i].seq = i + 1
	}
}

// item is something in a list, with its place.
type item struct {
	seq   int
	value node
}

func values(items []item) []any {
	all := []any{}
	for _, i := range items {
		all = append(all, i.value)
	}
	return all
}

// page cuts a page out of a list.
func (a *account) page(list string, items []item, in node, size int, tag string) (node, *failure) {
	mark := list + tag + a.number + a.region
	if a.tells("any account's token does") {
		mark = list + tag
	}
	if n, ok := in["Limit"].(json.Number); ok && n != "0" {
		size, _ = strconv.Atoi(string(n))
		size = max(size, 1)
		if a.tells("pages are capped") {
			size = min(size, 25)
		}
	} else if ok && a.tells("limit 0 is an empty page") {
		return node{list: []any{}}, nil
	}
	if a.tells("pages are one longer") {
		size++
	}
	if _, asked := in["Limit"]; !asked && a.tells("the default size is another") {
		size--
	}
	after := 0
	if token, given := in["NextToken"].(string); given && (token != "" || a.tells("an empty token is bad")) {
		raw, err := base64.StdEncoding.DecodeString(token)
		number, of, ok := strings.Cut(string(raw), "|")
		n, notNumber := strconv.Atoi(number)
		foreign := of != mark && !a.tells("any rule's token does")
		switch {
		case (err != nil || !ok || notNumber != nil || foreign) && a.tells("bad tokens are the first page"):
		case err != nil || !ok || notNumber != nil || foreign:
			return nil, fails("InvalidNextTokenException", "The nextToken provided is invalid")
		default:
			after = n
		}
	}
	if a.tells("tokens are ignored") {
		after = 0
	}
	if a.tells("tokens count rows") {
		// Each row is found again by how many there were before it.
		for i := range items {
			items[i].seq = i + 1
		}
	}
	items = slices.DeleteFunc(slices.Clone(items), func(i item) bool { return i.seq <= after })
	out := node{}
	if len(items) > size {
		last := items[size-1].seq
		if a.tells("a page repeats one") && size > 1 {
			last = items[size-2].seq
		}
		if a.tells("a page loses one") {
			last = items[size].seq
		}
		if !a.tells("there is one page only") {
			out["NextToken"] = base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%d|%s", last, mark)))
		}
		items = items[:size]
	} else if a.tells("the last page has a token") && len(items) > 0 && len(items) == size || a.tells("every page has a token") && len(items) > 0 {
		out["NextToken"] = base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%d|%s", items[len(items)-1].seq, mark)))
	}
	out[list] = values(items)
	return out, nil
}
