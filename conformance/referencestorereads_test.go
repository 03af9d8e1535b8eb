package conformance_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// shown are the members of a version, those that reads return in common.
func (v *version) shown(name string) node {
	out := node{"Name": name, "Version": v.number, "LastModifiedDate": stamp(v.at)}
	for member, s := range map[string]string{"Type": v.kind, "DataType": v.dataType} {
		if s != "" {
			out[member] = s
		}
	}
	return out
}

// full is what a read of values returns of a version.
func (p *parameter) full(v *version) node {
	out := v.shown(p.name)
	out["Value"], out["ARN"] = v.value, p.arn
	return out
}

// seal puts other texts in the place of secrets in an output.
func (a *shelf) seal(out node) {
	rows := toList(out["Parameters"])
	if one, isOne := out["Parameter"].(node); isOne {
		rows = append(rows, one)
	}
	for _, e := range rows {
		row, _ := e.(node)
		if value, is := row["Value"].(string); is && row["Type"] == "SecureString" && !a.has("secrets are plain") {
			row["Value"] = fmt.Sprintf("%x", sha256.Sum256([]byte(value)))
		}
	}
}

// about is what is told of a version apart from its value.
func (v *version) about(name string) node {
	out := v.shown(name)
	for member, s := range map[string]string{"Description": v.description, "AllowedPattern": v.pattern, "Tier": v.tier} {
		if s != "" {
			out[member] = s
		}
	}
	if v.kind == "SecureString" {
		out["KeyId"] = "alias/aws/ssm"
	}
	return out
}

// selected returns the parameter and the version that a name selects, which may go on
// with a number or a label.
func (a *shelf) selected(name string) (p *parameter, v *version, selector string) {
	name, after, selects := strings.Cut(name, ":")
	if p = a.find(name); p == nil {
		return nil, nil, ""
	}
	if !selects {
		return p, p.newest(), ""
	}
	on, err := strconv.ParseInt(after, 10, 64)
	if at, stands := p.labels[after]; stands && !a.has("labels select nothing") {
		on = at
	} else if err != nil {
		on = -1
	}
	if a.has("a label selects the newest version") && err != nil && on >= 0 {
		on = p.newest().number
	}
	if a.has("versions are not selected") {
		on = p.newest().number
	}
	for i := range p.versions {
		if p.versions[i].number == on {
			return p, &p.versions[i], ":" + after
		}
	}
	if a.has("a version that is not there is the newest") {
		return p, p.newest(), ":" + after
	}
	return p, nil, ":" + after
}

// one is a version that was selected.
func (a *shelf) one(p *parameter, v *version, selector string) node {
	out := p.full(v)
	if selector != "" && !a.has("a selector is not returned") {
		out["Selector"] = selector
	}
	if selector != "" && a.has("a selected version has the newest value") {
		out["Value"] = p.newest().value
	}
	return out
}

func (a *shelf) get(in node) (node, *failure) {
	p, v, selector := a.selected(text(in, "Name"))
	switch {
	case p == nil && a.has("what is absent is empty"):
		return node{}, nil
	case p == nil || v == nil && a.has("a version that is not there is no parameter"):
		return nil, fails("ParameterNotFound", "There is none.")
	case v == nil:
		return nil, fails("ParameterVersionNotFound", "There is no such version.")
	}
	one := a.one(p, v, selector)
	if a.has("one that is got lacks a selector") {
		delete(one, "Selector")
	}
	return node{"Parameter": one}, nil
}

func (a *shelf) getSeveral(in node) (node, *failure) {
	found, invalid, seen := []any{}, []any{}, map[any]bool{}
	for _, name := range toList(in["Names"]) {
		if seen[name] {
			continue
		}
		seen[name] = true
		p, v, selector := a.selected(name.(string))
		if v == nil {
			invalid = append(invalid, name)
			continue
		}
		found = append(found, a.one(p, v, selector))
	}
	if a.has("names are no filter") {
		found = nil
		for _, p := range a.parameters {
			found = append(found, p.full(p.newest()))
		}
	}
	if len(invalid) > 0 && a.has("an absent name is an error") {
		return nil, fails("ParameterNotFound", "There is none.")
	}
	if a.has("absent names are not told") {
		invalid = []any{}
	}
	if a.has("all names are told as absent") {
		invalid = toList(in["Names"])
	}
	return node{"Parameters": found, "InvalidParameters": invalid}, nil
}

// page returns those of some rows, which are in order, that come next: after the one of
// the token, and as many as are asked for.
func (a *shelf) page(in node, of string, rows []node, sequence []int, most int) (node, *failure) {
	after := 0
	if token, ok := in["NextToken"].(string); ok && token != "" {
		at, known := a.tokens[of+token]
		if !known && a.has("a bad token is a crash") && of != "describe/" {
			return nil, crash
		}
		if !known && !a.has("bad tokens are the first page") {
			return nil, fails("InvalidNextToken", "No page gave it.")
		}
		after = at
	}
	size := most
	if n, given := number(in, "MaxResults"); given && !a.has("pages have any size") && !(of == "describe/" && a.has("listings have any size")) {
		size = int(n)
	}
	list := []any{}
	out := node{}
	last := after
	for i, row := range rows {
		if sequence[i] <= after {
			continue
		}
		if len(list) >= size {
			token := fmt.Sprintf("page-after-%d", last)
			if !a.has("there is one page only") {
				out["NextToken"] = token
			}
			a.tokens[of+token] = last
			break
		}
		list = append(list, row)
		last = sequence[i]
	}
	out["Parameters"] = list
	return out, nil
}

func (a *shelf) history(in node) (node, *failure) {
	p := a.find(text(in, "Name"))
	if p == nil {
		if a.has("nothing has no history") {
			return node{"Parameters": []any{}}, nil
		}
		return nil, fails("ParameterNotFound", "There is none.")
	}
	var rows []node
	var sequence []int
	for i := range p.versions {
		v := &p.versions[i]
		if a.has("only the newest version is kept") {
			v = p.newest()
		}
		row := v.about(p.name)
		row["Value"] = v.value
		row["Policies"] = a.shownPolicies(v.policies)
		if a.has("all versions have the newest value") {
			row["Value"] = p.newest().value
		}
		var labels []any
		for label, on := range p.labels {
			if on == v.number || a.has("labels are shown on all versions") {
				labels = append(labels, label)
			}
		}
		if len(labels) > 0 && !a.has("labels are not shown") {
			row["Labels"] = labels
		}
		rows = append(rows, row)
		sequence = append(sequence, int(v.number)+1)
		if a.has("only the newest version is kept") {
			break
		}
	}
	return a.page(in, "history/"+p.name, rows, sequence, 50)
}

// A criterion is what a key selects by: a member, or what stands for it.
type criterion struct {
	of      func(*parameter) []string
	options []string
}

var (
	ofName     = func(p *parameter) []string { return []string{p.name} }
	ofType     = func(p *parameter) []string { return []string{p.newest().kind} }
	ofTier     = func(p *parameter) []string { return []string{p.newest().tier} }
	ofDataType = func(p *parameter) []string { return []string{p.newest().dataType} }
	ofKey      = func(p *parameter) []string {
		if p.newest().kind == "SecureString" {
			return []string{"alias/aws/ssm"}
		}
		return nil
	}
	ofLabels = func(p *parameter) (on []string) {
		for label := range p.labels {
			on = append(on, label)
		}
		return on
	}
	comparisons = []string{"Equals", "BeginsWith"}
)

func (a *shelf) getByPath(in node) (node, *failure) {
	recursive, _ := in["Recursive"].(bool)
	keys := map[string]criterion{"Type": {ofType, comparisons}, "KeyId": {ofKey, comparisons}, "Label": {ofLabels, comparisons}}
	if a.has("by path there are all keys") {
		keys["Name"], keys["Path"], keys["Tier"], keys["DataType"] = criterion{ofName, comparisons}, criterion{ofName, []string{"Recursive", "OneLevel"}}, criterion{ofTier, comparisons}, criterion{ofDataType, comparisons}
	}
	if a.has("by path labels are no key") {
		delete(keys, "Label")
	}
	if a.has("a label of any parameter selects") {
		keys["Label"] = criterion{func(*parameter) (on []string) {
			for _, p := range a.parameters {
				on = append(on, ofLabels(p)...)
			}
			return on
		}, comparisons}
	}
	path := text(in, "Path")
	return a.list(in, "path/"+path, 10, keys, func(p *parameter) (node, bool) {
		return p.full(p.newest()), a.below(p.name, path, recursive)
	})
}

// below reports whether a name is one level below a path, or anywhere below it.
func (a *shelf) below(name, path string, recursive bool) bool {
	start := strings.TrimRight(path, "/") + "/"
	if a.has("paths are beginnings") {
		start = strings.TrimRight(path, "/")
	}
	rest, begins := strings.CutPrefix(name, start)
	if !begins {
		return false
	}
	if a.has("all levels are returned") {
		recursive = true
	}
	if a.has("one level is returned") {
		recursive = false
	}
	return rest != "" && (recursive || !strings.Contains(rest, "/"))
}

func (a *shelf) describe(in node) (node, *failure) {
	keys := map[string]criterion{
		"Name":     {ofName, []string{"Equals", "BeginsWith", "Contains"}},
		"Path":     {ofName, []string{"OneLevel", "Recursive"}},
		"Type":     {ofType, comparisons},
		"Tier":     {ofTier, comparisons},
		"DataType": {ofDataType, comparisons},
		"KeyId":    {ofKey, comparisons},
	}
	if a.has("data types are no key, and tiers are compared whole") {
		delete(keys, "DataType")
		keys["Tier"] = criterion{ofTier, []string{"Equals"}}
	}
	if a.has("labels are a key") {
		keys["Label"] = criterion{ofLabels, comparisons}
	}
	most := 50
	if a.has("the default size is another") {
		most = 100
	}
	return a.list(in, "describe/", most, keys, func(p *parameter) (node, bool) {
		out := p.newest().about(p.name)
		out["ARN"] = p.arn
		out["Policies"] = a.shownPolicies(p.newest().policies)
		return out, true
	})
}

// list returns a page of the parameters that are shown, and that all criteria of the
// request select.
func (a *shelf) list(in node, of string, most int, keys map[string]criterion, show func(*parameter) (node, bool)) (node, *failure) {
	selects := func(*parameter) bool { return true }
	for i, f := range toList(in["ParameterFilters"]) {
		if i > 0 && a.has("only the first criterion selects") || a.has("criteria select nothing") {
			continue
		}
		one, fail := a.criterion(f.(node), keys)
		if fail != nil {
			return nil, fail
		}
		before := selects
		selects = func(p *parameter) bool { return before(p) && one(p) }
	}
	var rows []node
	var sequence []int
	for _, p := range a.parameters {
		if row, shown := show(p); shown && selects(p) {
			rows, sequence = append(rows, row), append(sequence, p.seq)
		}
	}
	return a.page(in, of, rows, sequence, most)
}

// criterion returns what a filter selects.
func (a *shelf) criterion(f node, keys map[string]criterion) (func(*parameter) bool, *failure) {
	key := text(f, "Key")
	by, known := keys[key]
	if tag, isTag := strings.CutPrefix(key, "tag:"); isTag && keys["Name"].of != nil {
		by, known = criterion{func(p *parameter) []string { return []string{p.tags[tag]} }, comparisons}, true
	}
	if !known {
		if a.has("a bad key selects nothing") {
			return func(*parameter) bool { return false }, nil
		}
		return nil, fails("InvalidFilterKey", "%s is no key here.", key)
	}
	option := given(f, "Option", by.options[0])
	if !slices.Contains(by.options, option) {
		if a.has("a bad option is Equals") {
			option = "Equals"
		} else {
			return nil, fails("InvalidFilterOption", "%s is no option of %s.", option, key)
		}
	}
	if a.has("options mean nothing") && (option == "BeginsWith" || option == "Contains") {
		option = "Equals"
	}
	var values []string
	for _, v := range toList(f["Values"]) {
		values = append(values, v.(string))
	}
	if len(values) > 1 && a.has("only the first value selects") {
		values = values[:1]
	}
	return func(p *parameter) bool {
		return slices.ContainsFunc(by.of(p), func(has string) bool {
			return slices.ContainsFunc(values, func(v string) bool {
				switch option {
				case "BeginsWith":
					return strings.HasPrefix(has, v)
				case "Contains":
					return strings.Contains(has, v)
				case "OneLevel", "Recursive":
					return a.below(has, v, option == "Recursive")
				}
				return has == v
			})
		})
	}, nil
}
