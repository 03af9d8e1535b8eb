package conformance_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// referenceBoxing is a small server of boxes with tags, and of rules with alarms, as far as
// the contract in testdata/boxing.txtar goes. It checks no constraint.
type referenceBoxing struct {
	mu     sync.Mutex
	defect string
	movable
	scopes map[string]*boxRoom
	made   int
}

// A boxRoom has what there is in an account and region.
type boxRoom struct {
	boxes, rules, alarms []map[string]any
	tags                 map[string][]map[string]any // by the ARN
}

func newBoxing(defect string) *referenceBoxing {
	return &referenceBoxing{defect: defect, scopes: map[string]*boxRoom{}}
}

// RoundTrip implements [http.RoundTripper].
func (h *referenceBoxing) RoundTrip(req *http.Request) (*http.Response, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.roundTrip(req, func() { clear(h.scopes) }, h.serve)
}

func (h *referenceBoxing) serve(w http.ResponseWriter, req *http.Request, body []byte) {
	scope := scopePattern.FindStringSubmatch(req.Header.Get("Authorization"))
	at := h.scopes[scope[1]+scope[2]]
	if at == nil {
		at = &boxRoom{tags: map[string][]map[string]any{}}
		h.scopes[scope[1]+scope[2]] = at
	}
	in := map[string]any{}
	_ = json.Unmarshal(body, &in)
	prefix := "arn:aws:boxing:" + scope[2] + ":" + scope[1] + ":"
	if h.defect == "ARNs are of another form" {
		prefix = "arn:aws-cn:boxing:" + scope[2] + ":" + scope[1] + ":"
	}
	_, name, _ := strings.Cut(req.Header.Get("X-Amz-Target"), ".")
	answer, code := map[string]any{}, ""
	switch name {
	case "CreateBox", "DescribeBox", "ListBoxes", "DeleteBox":
		answer, code = h.box(at, name, in, prefix)
	case "TagResource", "UntagResource", "ListTagsForResource":
		answer, code = h.tag(at, name, in)
	case "PutRule", "DescribeRules", "DeleteRule":
		answer, code = h.rule(at, name, in, prefix)
	case "PutAlarm":
		if watched, is := in["Watches"]; is && !h.named(at.rules, "RuleArn", watched) {
			code = "MissingException"
			break
		}
		at.alarms = append(rowsBut(at.alarms, "AlarmName", in["AlarmName"]), in)
	case "ListAlarms":
		answer["Alarms"] = slices.Concat([]map[string]any{}, at.alarms)
	case "DeleteAlarm":
		at.alarms = rowsBut(at.alarms, "AlarmName", in["AlarmName"])
	default:
		code = "UnknownOperationException"
	}
	w.Header().Set("X-Amzn-RequestId", "8e2c7b1a-0000-4000-8000-000000000000")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if code != "" {
		w.WriteHeader(400)
		answer = map[string]any{"__type": code, "message": "no"}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// rowsBut returns the rows that have another value in a member.
func rowsBut(rows []map[string]any, member string, value any) []map[string]any {
	return slices.DeleteFunc(slices.Clone(rows), func(row map[string]any) bool { return row[member] == value })
}

// named reports whether a row has an ARN.
func (h *referenceBoxing) named(rows []map[string]any, member string, arn any) bool {
	return slices.ContainsFunc(rows, func(row map[string]any) bool {
		switch h.defect {
		case "any ARN will do":
			return true
		case "the beginning of an ARN is enough":
			return strings.HasPrefix(fmt.Sprint(row[member]), fmt.Sprint(arn))
		}
		return row[member] == arn
	})
}

func (h *referenceBoxing) box(at *boxRoom, name string, in map[string]any, prefix string) (map[string]any, string) {
	i := slices.IndexFunc(at.boxes, func(b map[string]any) bool { return b["Name"] == in["Name"] })
	switch {
	case name == "ListBoxes":
		return map[string]any{"Boxes": slices.Concat([]map[string]any{}, at.boxes)}, ""
	case name == "CreateBox" && i >= 0:
		return nil, "ThereException"
	case name == "CreateBox":
		h.made++
		arn := fmt.Sprintf("%sbox/%s-%06d", prefix, in["Name"], h.made)
		box := map[string]any{"Name": in["Name"], "Arn": arn}
		if in["Size"] != nil {
			box["Size"] = in["Size"]
		}
		at.boxes = append(at.boxes, box)
		if h.defect != "boxes are created without tags" {
			h.add(at, arn, in["Tags"])
		}
		if h.defect == "no ARN is told" {
			return map[string]any{}, ""
		}
		return map[string]any{"Arn": arn}, ""
	case i < 0:
		return nil, "MissingException"
	case name == "DescribeBox":
		return at.boxes[i], ""
	}
	delete(at.tags, fmt.Sprint(at.boxes[i]["Arn"]))
	if h.defect == "all tags go" {
		clear(at.tags)
	}
	at.boxes = slices.Delete(at.boxes, i, i+1)
	return map[string]any{}, ""
}

// add adds tags, and reports whether there are too many.
func (h *referenceBoxing) add(at *boxRoom, arn string, tags any) bool {
	list, _ := tags.([]any)
	all := at.tags[arn]
	for _, tag := range list {
		tag := tag.(map[string]any)
		if h.defect != "tags are added twice" {
			all = rowsBut(all, "Key", tag["Key"])
		}
		all = append(all, tag)
	}
	if len(all) > 5 {
		return true
	}
	at.tags[arn] = all
	return false
}

func (h *referenceBoxing) tag(at *boxRoom, name string, in map[string]any) (map[string]any, string) {
	arn := fmt.Sprint(in["ResourceArn"])
	if !h.named(at.boxes, "Arn", arn) && h.defect != "tags need no box" {
		return nil, "MissingException"
	}
	switch name {
	case "TagResource":
		if h.add(at, arn, in["Tags"]) {
			return nil, "ManyException"
		}
	case "UntagResource":
		keys, _ := in["TagKeys"].([]any)
		for _, key := range keys {
			at.tags[arn] = rowsBut(at.tags[arn], "Key", key)
		}
		if h.defect == "all tags are removed" {
			delete(at.tags, arn)
		}
	default:
		return map[string]any{"Tags": slices.Concat([]map[string]any{}, at.tags[arn])}, ""
	}
	return map[string]any{}, ""
}

func (h *referenceBoxing) rule(at *boxRoom, name string, in map[string]any, prefix string) (map[string]any, string) {
	arn := fmt.Sprintf("%srule/%s", prefix, in["RuleName"])
	switch name {
	case "PutRule":
		at.rules = append(rowsBut(at.rules, "RuleName", in["RuleName"]), map[string]any{"RuleName": in["RuleName"], "RuleArn": arn})
	case "DescribeRules":
		return map[string]any{"Rules": slices.Concat([]map[string]any{}, at.rules)}, ""
	default:
		if slices.ContainsFunc(at.alarms, func(a map[string]any) bool {
			switch h.defect {
			case "watched rules go":
				return false
			case "an alarm keeps all rules":
				return a["Watches"] != nil
			}
			return a["Watches"] == arn
		}) {
			return nil, "UsedException"
		}
		at.rules = rowsBut(at.rules, "RuleName", in["RuleName"])
	}
	return map[string]any{}, ""
}
