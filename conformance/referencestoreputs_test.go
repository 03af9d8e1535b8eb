package conformance_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// find returns the parameter of a name, or nil.
func (a *shelf) find(name string) *parameter {
	for _, p := range a.parameters {
		if p.name == name {
			return p
		}
	}
	return nil
}

// number reads a whole number, and whether there is one.
func number(in node, name string) (int64, bool) {
	n, ok := in[name].(json.Number)
	if !ok {
		return 0, false
	}
	i, _ := n.Int64()
	return i, true
}

// given returns a text that a request has, or what was there before.
func given(in node, name, before string) string {
	if s, ok := in[name].(string); ok {
		return s
	}
	return before
}

var parameterName = regexp.MustCompile(`^[A-Za-z0-9_.\-/]+$`)

// misnamed returns what is wrong with the name of a new parameter, or nil.
func (a *shelf) misnamed(name string) *failure {
	levels := strings.Count(strings.TrimPrefix(name, "/"), "/") + 1
	most := 15
	if a.has("names have one level more") {
		most = 16
	}
	if levels > most && !a.has("names have any number of levels") {
		return fails("HierarchyLevelLimitExceededException", "%d levels", levels)
	}
	if !parameterName.MatchString(name) && !a.has("names have any signs") {
		return fails("ValidationException", "The name has signs that it may not have.")
	}
	start := strings.TrimPrefix(name, "/")
	if !a.has("reserved names in large letters are free") {
		start = strings.ToLower(start)
	}
	if (strings.HasPrefix(start, "aws") || strings.HasPrefix(start, "ssm")) && !a.has("no names are reserved") {
		return fails("ValidationException", "The name is reserved.")
	}
	return nil
}

func (a *shelf) put(in node) (node, *failure) {
	name, value := text(in, "Name"), text(in, "Value")
	overwrite, _ := in["Overwrite"].(bool)
	if fail := a.misnamed(name); fail != nil {
		return nil, fail
	}
	if dataType := given(in, "DataType", "text"); !slices.Contains([]string{"text", "aws:ec2:image", "aws:ssm:integration"}, dataType) && !a.has("any data type is accepted") {
		return nil, fails("ValidationException", "There is no data type %s.", dataType)
	}
	tags := toList(in["Tags"])
	if len(tags) > 0 && overwrite && !a.has("tags and overwriting go together") {
		return nil, fails("ValidationException", "Tags are for new parameters.")
	}
	p := a.find(name)
	if p != nil && !overwrite && !a.has("parameters are always overwritten") {
		if a.has("what is there already stays silently") {
			return node{"Version": p.newest().number, "Tier": p.newest().tier}, nil
		}
		return nil, fails("ParameterAlreadyExists", "There is one of that name.")
	}
	if p != nil && a.has("parameters are never overwritten") {
		return nil, fails("ParameterAlreadyExists", "There is one of that name.")
	}
	kind := text(in, "Type")
	if kind == "" && p == nil && !a.has("a type is never needed") {
		return nil, fails("ValidationException", "A new parameter needs a type.")
	}
	if kind == "" && p != nil && a.has("a type is always needed") {
		return nil, fails("ValidationException", "A parameter needs a type.")
	}
	if p != nil && kind != "" && kind != p.newest().kind && !a.has("types can be changed") {
		return nil, fails("HierarchyTypeMismatchException", "The type stays.")
	}
	if fail := a.unmatched(in, value); fail != nil {
		return nil, fail
	}
	has := ""
	var policies []node
	if p != nil {
		has, policies = p.newest().tier, p.newest().policies
	}
	policies, advanced, fail := a.policiesOf(in, policies)
	if fail != nil {
		return nil, fail
	}
	if advanced && text(in, "Tier") == "Intelligent-Tiering" && !a.has("no tier is chosen for policies") {
		has = "Advanced"
	}
	tier, fail := a.tierOf(text(in, "Tier"), has, len(value))
	if fail != nil {
		return nil, fail
	}
	if advanced && tier != "Advanced" && !a.has("policies are for any tier") {
		return nil, fails("ValidationException", "Policies need the tier Advanced.")
	}

	var before version
	if p != nil {
		before = *p.newest()
	}
	if p != nil && len(p.versions) == a.kept() && !a.has("a label keeps no version") {
		for _, on := range p.labels {
			if on == p.versions[0].number || a.has("any label keeps all versions") {
				return nil, fails("ParameterMaxVersionLimitExceeded", "The oldest version has a label.")
			}
		}
	}
	if p == nil {
		a.seq++
		p = &parameter{seq: a.seq, name: name, labels: map[string]int64{}, tags: map[string]string{}}
		p.arn = "arn:aws:ssm:" + a.region + ":" + a.number + ":parameter/" + strings.TrimPrefix(name, "/")
		if a.has("an ARN has two slashes") {
			p.arn = "arn:aws:ssm:" + a.region + ":" + a.number + ":parameter/" + name
		}
		a.parameters = append(a.parameters, p)
		for _, old := range a.deleted {
			if old.name == name && a.has("tags outlive their parameter") {
				p.tags = old.tags
			}
		}
		before.dataType = "text"
		if a.has("there is no default data type") {
			before.dataType = ""
		}
	}
	made := version{
		number: before.number + 1, value: value, kind: given(in, "Type", before.kind), tier: tier, at: a.time(), policies: policies,
		description: given(in, "Description", before.description),
		pattern:     given(in, "AllowedPattern", before.pattern),
		dataType:    given(in, "DataType", before.dataType),
	}
	if a.has("descriptions that are left out are cleared") {
		made.description = text(in, "Description")
	}
	if a.has("types that are left out are StringList") && text(in, "Type") == "" {
		made.kind = "StringList"
	}
	switch {
	case a.has("versions begin with 0"):
		made.number = before.number + min(1, int64(len(p.versions)))
	case a.has("versions do not count") && before.number > 0:
		made.number = before.number
	case a.has("versions count in twos") && before.number > 0:
		made.number = before.number + 2
	}
	if a.has("the time of the first put stays") && before.number > 0 {
		made.at = before.at
	}
	if a.has("the first put counts") && before.number > 0 {
		made.value = before.value
	}
	p.versions = append(p.versions, made)
	if len(p.versions) > a.kept() {
		p.versions = p.versions[1:]
		if a.has("the newest version is dropped") {
			p.versions = append(p.versions[:len(p.versions)-2:len(p.versions)-2], made)
		}
	}
	for i, tag := range tags {
		if a.has("tags of a put are lost") || i > 0 && a.has("only the first tag of a put counts") {
			break
		}
		p.tags[text(tag.(node), "Key")] = text(tag.(node), "Value")
	}
	out := node{"Version": made.number, "Tier": made.tier}
	if a.has("a put returns the version before") {
		out["Version"] = before.number
	}
	if a.has("a put returns the tier that was asked for") {
		out["Tier"] = given(in, "Tier", "Standard")
	}
	if a.has("a put returns nothing") {
		out = node{}
	}
	return out, nil
}

// kept is how many versions of a parameter are kept.
func (a *shelf) kept() int {
	switch {
	case a.has("one version more is kept"):
		return 101
	case a.has("one version less is kept"):
		return 99
	}
	return 100
}

// unmatched returns what is wrong with a value by the pattern that comes with it.
func (a *shelf) unmatched(in node, value string) *failure {
	pattern, there := in["AllowedPattern"].(string)
	if !there || a.has("patterns mean nothing") {
		return nil
	}
	p, err := regexp.Compile(pattern)
	if err != nil {
		if a.has("a pattern that is none is accepted") {
			return nil
		}
		return fails("InvalidAllowedPatternException", "%v", err)
	}
	if !p.MatchString(value) {
		if a.has("a mismatch is a constraint") {
			return fails("ValidationException", "The value does not match.")
		}
		return fails("ParameterPatternMismatchException", "The value does not match.")
	}
	return nil
}

// tierOf returns the tier of a value: the one that is asked for, or the one that the
// parameter has.
func (a *shelf) tierOf(asked, has string, size int) (string, *failure) {
	room := map[string]int{"Standard": 4096, "Advanced": 8192}
	if a.has("a tier has room for one byte more") {
		room = map[string]int{"Standard": 4097, "Advanced": 8193}
	}
	if a.has("a tier has room for one byte less") {
		room = map[string]int{"Standard": 4095, "Advanced": 8191}
	}
	if a.has("tiers have any room") {
		room = map[string]int{"Standard": 1 << 20, "Advanced": 1 << 20}
	}
	tier := asked
	switch {
	case asked == "Intelligent-Tiering" && a.has("no tier is chosen"):
		return asked, nil
	case asked == "Intelligent-Tiering" && (has == "Advanced" && !a.has("chosen tiers fall again") || size > room["Standard"] || a.has("the largest tier is chosen")):
		tier = "Advanced"
	case asked == "Intelligent-Tiering":
		tier = "Standard"
	case asked == "" && a.has("there is no default tier"):
		return "", nil
	case asked == "":
		tier = "Standard"
		if has != "" && !a.has("a tier that is left out is Standard") {
			tier = has
		}
	case asked == "Standard" && has == "Advanced" && !a.has("tiers can be lowered"):
		return "", fails("ValidationException", "A tier can't be lowered.")
	}
	if most, known := room[tier]; known && size > most {
		return "", fails("ValidationException", "The tier %s has room for %d bytes.", tier, most)
	}
	return tier, nil
}

var labelForm = regexp.MustCompile(`^[A-Za-z._-][A-Za-z0-9._-]*$`)

// labels reports whether a label has the form of one.
func (a *shelf) labels(label string) bool {
	if a.has("any label will do") {
		return true
	}
	small := strings.ToLower(label)
	if a.has("labels may begin with AWS") {
		small = label
	}
	reserved := (strings.HasPrefix(small, "aws") || strings.HasPrefix(small, "ssm")) && !a.has("no labels are reserved")
	return labelForm.MatchString(label) && !reserved
}

func (a *shelf) label(in node) (node, *failure) {
	p := a.find(text(in, "Name"))
	if p == nil {
		if a.has("labels need no parameter") {
			return node{"ParameterVersion": 1}, nil
		}
		return nil, fails("ParameterNotFound", "There is none.")
	}
	on := p.newest().number
	if n, given := number(in, "ParameterVersion"); given && !a.has("labels stand on the newest version") {
		on = n
	}
	if !slices.ContainsFunc(p.versions, func(v version) bool { return v.number == on }) && !a.has("labels stand on any number") {
		return nil, fails("ParameterVersionNotFound", "There is no version %d.", on)
	}
	labels := maps.Clone(p.labels)
	var invalid []any
	for _, l := range toList(in["Labels"]) {
		l := l.(string)
		if !a.labels(l) {
			if a.has("a bad label is an error") {
				return nil, fails("ValidationException", "no label")
			}
			invalid = append(invalid, l)
			if !a.has("a bad label is attached all the same") {
				continue
			}
		}
		if _, stands := labels[l]; stands && a.has("labels do not move") {
			continue
		}
		labels[l] = on
	}
	most := 10
	if a.has("a version has one label more") {
		most = 11
	}
	if a.has("a version has one label less") {
		most = 9
	}
	count := 0
	for _, at := range labels {
		if at == on || a.has("labels of all versions count") {
			count++
		}
	}
	if count > most && !a.has("a version has any number of labels") {
		return nil, fails("ParameterVersionLabelLimitExceeded", "%d labels", count)
	}
	p.labels = labels
	out := node{"ParameterVersion": on}
	if a.has("a label does not say where it stands") {
		out["ParameterVersion"] = p.newest().number
	}
	if len(invalid) > 0 && !a.has("bad labels are dropped silently") {
		out["InvalidLabels"] = invalid
	}
	return out, nil
}

// tagged returns the parameter of a request about tags.
func (a *shelf) tagged(in node) (*parameter, *failure) {
	if text(in, "ResourceType") != "Parameter" && !a.has("tags of any type") {
		return nil, fails("InvalidResourceId", "There is none of that type.")
	}
	p := a.find(text(in, "ResourceId"))
	if p == nil && a.has("tags need no parameter") {
		return &parameter{tags: map[string]string{}}, nil
	}
	if p == nil {
		return nil, fails("InvalidResourceId", "There is none.")
	}
	return p, nil
}

func (a *shelf) addTags(in node) (node, *failure) {
	p, fail := a.tagged(in)
	if fail != nil {
		return nil, fail
	}
	tags := maps.Clone(p.tags)
	for i, tag := range toList(in["Tags"]) {
		key := text(tag.(node), "Key")
		small := strings.ToLower(key)
		if a.has("tags may begin with AWS") {
			small = key
		}
		if strings.HasPrefix(small, "aws:") && !a.has("no tags are reserved") {
			return nil, fails("ValidationException", "The key is reserved.")
		}
		if _, there := tags[key]; there && a.has("tags are not replaced") || i > 0 && a.has("only the first tag counts") {
			continue
		}
		tags[key] = text(tag.(node), "Value")
	}
	most := 50
	if a.has("there may be one tag more") {
		most = 51
	}
	if a.has("there may be one tag less") {
		most = 49
	}
	if a.has("tags that are replaced count twice") && len(p.tags)+len(toList(in["Tags"])) > most {
		return nil, fails("TooManyTagsError", "too many")
	}
	if len(tags) > most && !a.has("there may be any number of tags") {
		return nil, fails("TooManyTagsError", "%d tags", len(tags))
	}
	p.tags = tags
	return node{}, nil
}

func (a *shelf) removeTags(in node) (node, *failure) {
	p, fail := a.tagged(in)
	if fail != nil {
		return nil, fail
	}
	for i, key := range toList(in["TagKeys"]) {
		if _, there := p.tags[key.(string)]; !there && a.has("only tags that are there are removed") {
			return nil, fails("InvalidResourceId", "There is no such tag.")
		}
		if i > 0 && a.has("only the first tag is removed") || a.has("tags are not removed") {
			break
		}
		delete(p.tags, key.(string))
	}
	return node{}, nil
}

func (a *shelf) listTags(in node) (node, *failure) {
	p, fail := a.tagged(in)
	if fail != nil {
		return nil, fail
	}
	list := []any{}
	for _, key := range slices.Sorted(maps.Keys(p.tags)) {
		list = append(list, node{"Key": key, "Value": p.tags[key]})
	}
	return node{"TagList": list}, nil
}

// remove deletes a parameter, and reports whether there was one.
func (a *shelf) remove(name string) bool {
	p := a.find(name)
	if p == nil {
		return false
	}
	a.deleted = append(a.deleted, p)
	a.parameters = slices.DeleteFunc(a.parameters, func(q *parameter) bool {
		return q == p && !a.has("nothing is deleted") || a.has("a deletion takes what begins alike") && strings.HasPrefix(q.name, name)
	})
	return true
}

func (a *shelf) delete(in node) (node, *failure) {
	if !a.remove(text(in, "Name")) && !a.has("deleting what is absent is fine") {
		return nil, fails("ParameterNotFound", "There is none.")
	}
	return node{}, nil
}

func (a *shelf) deleteSeveral(in node) (node, *failure) {
	deleted, invalid, seen := []any{}, []any{}, map[any]bool{}
	for i, name := range toList(in["Names"]) {
		if seen[name] {
			continue
		}
		seen[name] = true
		if i > 0 && a.has("only the first name is deleted") {
			break
		}
		if a.remove(name.(string)) {
			deleted = append(deleted, name)
		} else {
			invalid = append(invalid, name)
		}
	}
	out := node{"DeletedParameters": deleted, "InvalidParameters": invalid}
	if a.has("what was deleted is not told") {
		delete(out, "DeletedParameters")
	}
	if a.has("what was not deleted is not told") {
		delete(out, "InvalidParameters")
	}
	if a.has("all names are told as deleted") {
		out["DeletedParameters"] = in["Names"]
	}
	return out, nil
}
