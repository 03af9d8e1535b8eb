package conformance_test

import (
	"encoding/base64"
	"encoding/hex"
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
	if !whole && !a.has("keys may lack a member") {
		return nil, fails("InvalidParameterValueException", "A key lacks its type or its id.")
	}
	if a.has("a listing needs the rule") && a.rule(name) == nil {
		return nil, fails("NoSuchConfigRuleException", "No such rule.")
	}
	var found []item
	hit := map[key]bool{}
	for _, e := range a.exceptions {
		selected := len(ks) == 0 || slices.Contains(ks, key{e.kind, e.id})
		if a.has("only the first key selects") && len(ks) > 0 {
			selected = ks[0] == key{e.kind, e.id}
		}
		if a.has("keys select by type") && len(ks) > 0 {
			selected = slices.ContainsFunc(ks, func(k key) bool { return k.kind == e.kind })
		}
		listed := e.rule == name || a.has("a listing shows what begins alike") && strings.HasPrefix(e.rule, name)
		if listed && (selected || a.has("keys are no filter")) {
			found = append(found, item{seq: e.seq, value: a.showException(e)})
			hit[key{e.kind, e.id}] = true
		}
	}
	if a.has("what has expired is found by its key") {
		for _, k := range ks {
			for _, e := range a.expired(name, k) {
				found = append(found, item{seq: e.seq, value: a.showException(e)})
			}
		}
	}
	if a.has("an absent key is an error") && len(ks) > 0 && len(hit) < len(ks) {
		return nil, fails("InvalidParameterValueException", "absent")
	}
	if a.has("absent keys are invented") {
		for _, k := range ks {
			if !hit[k] {
				found = append(found, item{value: node{"ConfigRuleName": name, "ResourceType": k.kind, "ResourceId": k.id}})
			}
		}
	}
	if len(ks) > 0 && !a.has("pages with keys") {
		if _, given := in["NextToken"]; given && a.has("a token with keys is rejected") {
			return nil, fails("InvalidParameterValueException", "both")
		}
		return node{"RemediationExceptions": values(found)}, nil
	}
	if a.has("exceptions come by key") {
		sortByKey(found)
	}
	return a.page("RemediationExceptions", found, in, 25, name)
}

// sortByKey sorts exceptions by type and id, and numbers them in that order.
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

// item is an element of a list, with its number.
type item struct {
	seq   int
	value node
	// name is what a rule is ordered by, in place of when it came.
	name string
}

// place is what a token says of the last item of a page.
func (i item) place() string {
	if i.name != "" {
		return hex.EncodeToString([]byte(i.name))
	}
	return strconv.Itoa(i.seq)
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
	if a.has("any account's token does") {
		mark = list + tag
	}
	if n, ok := in["Limit"].(json.Number); ok && n != "0" {
		size, _ = strconv.Atoi(string(n))
		size = max(size, 1)
		if a.has("pages are capped") {
			size = min(size, 25)
		}
	} else if ok && a.has("limit 0 is an empty page") {
		return node{list: []any{}}, nil
	}
	if a.has("pages are one longer") {
		size++
	}
	if _, asked := in["Limit"]; !asked && a.has("the default size is another") {
		size--
	}
	after, afterName := 0, ""
	if token, given := in["NextToken"].(string); given && (token != "" || a.has("an empty token is bad")) {
		raw, err := base64.StdEncoding.DecodeString(token)
		number, of, ok := strings.Cut(string(raw), "|")
		n, notNumber := strconv.Atoi(number)
		if name, err := hex.DecodeString(number); err == nil && strings.Contains(list, "ConfigRules") && !a.has("tokens count rows") {
			afterName, notNumber = string(name), nil
		}
		foreign := of != mark && !a.has("any rule's token does")
		switch {
		case (err != nil || !ok || notNumber != nil || foreign) && a.has("bad tokens are the first page"):
		case err != nil || !ok || notNumber != nil || foreign:
			return nil, fails("InvalidNextTokenException", "The nextToken provided is invalid")
		default:
			after = n
		}
	}
	if a.has("tokens are ignored") {
		after, afterName = 0, ""
	}
	slices.SortStableFunc(items, func(a, b item) int { return strings.Compare(a.name, b.name) })
	if a.has("tokens count rows") {
		// Each row is found again by how many there were before it.
		for i := range items {
			items[i].seq, items[i].name = i+1, ""
		}
	}
	items = slices.DeleteFunc(slices.Clone(items), func(i item) bool {
		if i.name != "" {
			return i.name <= afterName
		}
		return i.seq <= after
	})
	out := node{}
	if len(items) > size {
		last := items[size-1].place()
		if a.has("a page repeats one") && size > 1 {
			last = items[size-2].place()
		}
		if a.has("a page loses one") {
			last = items[size].place()
		}
		if !a.has("there is one page only") {
			out["NextToken"] = base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%s|%s", last, mark)))
		}
		items = items[:size]
	} else if a.has("the last page has a token") && len(items) > 0 && len(items) == size || a.has("every page has a token") && len(items) > 0 {
		out["NextToken"] = base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("%s|%s", items[len(items)-1].place(), mark)))
	}
	out[list] = values(items)
	return out, nil
}
