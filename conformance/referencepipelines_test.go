package conformance_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// referencePipelines is a small server of pipelines, written by hand from their
// documentation: as far as what the two other contracts do not have is checked with it,
// the suite must accept it, and reject it with any defect.
type referencePipelines struct {
	mu     sync.Mutex
	defect string
	movable
	scopes map[string]*workshop
	// firstKey is the number in the first key that the server makes.
	firstKey int
}

// A workshop has the pipelines of one account in one region, in the order in which they
// were created, and the requests that had tokens.
type workshop struct {
	pipelines []*pipeline
	requests  map[string]tokened
	seq       int
	apps      []*app
	deleted   []*app // which are described all the same
	made      int    // how many keys of apps were made
}

type pipeline struct {
	seq                                int
	name, role, arn                    string
	displayName, described, definition any
	created, modified                  float64
}

// A tokened is a request that had a token, with its answer and what it created.
type tokened struct {
	request, name string
	answer        map[string]any
	created       int
}

func newPipelines(defect string) *referencePipelines {
	return &referencePipelines{defect: defect, scopes: map[string]*workshop{}}
}

func (h *referencePipelines) has(defect string) bool { return h.defect == defect }

// RoundTrip implements [http.RoundTripper].
func (h *referencePipelines) RoundTrip(req *http.Request) (*http.Response, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.roundTrip(req, func() { clear(h.scopes) }, h.serve)
}

func (h *referencePipelines) serve(w http.ResponseWriter, req *http.Request, body []byte) {
	number, region := "123456789012", "us-east-1"
	if m := scopePattern.FindStringSubmatch(req.Header.Get("Authorization")); m != nil {
		number, region = m[1], m[2]
	}
	at := h.scopes[number+region]
	if at == nil {
		at = &workshop{requests: map[string]tokened{}, made: h.firstKey}
		h.scopes[number+region] = at
	}
	name, _ := strings.CutPrefix(req.Header.Get("X-Amz-Target"), "SageMaker.")
	in := map[string]any{}
	_ = json.Unmarshal(body, &in)
	answer, code := h.repeatable(at, name, in, func() (map[string]any, string) {
		switch name {
		case "CreatePipeline":
			return h.create(at, in, "arn:aws:sagemaker:"+region+":"+number+":pipeline/")
		case "DescribePipeline":
			return h.describe(at, in)
		case "ListPipelines":
			return map[string]any{"PipelineSummaries": at.list()}, ""
		case "UpdatePipeline":
			return h.update(at, in)
		case "DeletePipeline":
			return at.delete(in)
		case "CreatePartnerApp":
			return h.createApp(at, in, "arn:aws:sagemaker:"+region+":"+number+":partner-app/")
		case "DescribePartnerApp":
			return h.describeApp(at, in)
		case "ListPartnerApps":
			return map[string]any{"Summaries": h.listApps(at)}, ""
		case "DeletePartnerApp":
			return h.deleteApp(at, in)
		}
		return nil, "UnknownOperationException"
	})
	w.Header().Set("X-Amzn-RequestId", "8e2c7b1a-0000-4000-8000-000000000000")
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	if code == "ResourceNotFound" && h.has("what is not there breaks a constraint") {
		code = "ValidationException"
	}
	if code != "" {
		w.WriteHeader(400)
		answer = map[string]any{"__type": code, "message": "no"}
	}
	_ = json.NewEncoder(w).Encode(answer)
}

// repeatable does what a request asks for, unless one had its token before.
func (h *referencePipelines) repeatable(at *workshop, name string, in map[string]any, do func() (map[string]any, string)) (map[string]any, string) {
	token, _ := in["ClientRequestToken"].(string)
	if name == "CreatePartnerApp" {
		token, _ = in["ClientToken"].(string)
	}
	if token == "" || h.has("a repeated request is done again") {
		return do()
	}
	requests := at.requests
	if h.has("tokens are those of everybody") {
		for _, other := range h.scopes {
			if _, there := other.requests[name+token]; there {
				requests = other.requests
			}
		}
	}
	text, _ := json.Marshal(in)
	earlier, known := requests[name+token]
	if known && strings.HasPrefix(name, "Create") && !h.has("tokens outlive what they created") && !h.has("tokens are those of everybody") {
		known = slices.ContainsFunc(at.pipelines, func(p *pipeline) bool { return p.seq == earlier.created }) ||
			slices.ContainsFunc(at.apps, func(a *app) bool { return a.seq == earlier.created })
	}
	same := earlier.request == string(text) || h.has("only names are compared") && earlier.name == in["PipelineName"]
	switch {
	case known && (same || h.has("any request with the token is the same")):
		if h.has("a repeated request is answered with nothing") {
			return map[string]any{}, ""
		}
		if p := at.named(in); p != nil && h.has("a repeated request changes the time") {
			p.created++
		}
		return earlier.answer, ""
	case known && !h.has("another request with the token is done"):
		if h.has("a token is forgotten once another request had it") {
			delete(at.requests, name+token)
		}
		return nil, "ConflictException"
	}
	answer, code := do()
	if code == "" {
		key, _ := in["PipelineName"].(string)
		at.requests[name+token] = tokened{string(text), key, answer, at.seq}
	}
	return answer, code
}

// named returns the pipeline of the name that a request has, or nil.
func (at *workshop) named(in map[string]any) *pipeline {
	for _, p := range at.pipelines {
		if p.name == in["PipelineName"] {
			return p
		}
	}
	return nil
}

func (h *referencePipelines) create(at *workshop, in map[string]any, prefix string) (map[string]any, string) {
	name, _ := in["PipelineName"].(string)
	role, _ := in["RoleArn"].(string)
	definition, here := in["PipelineDefinition"].(string)
	object := json.Unmarshal([]byte(definition), new(map[string]any)) == nil
	switch _, elsewhere := in["PipelineDefinitionS3Location"]; {
	case here == elsewhere, here && !object && !h.has("any text is a definition"):
		return nil, "ValidationException"
	case at.named(in) != nil:
		return nil, "ConflictException"
	}
	at.seq++
	p := &pipeline{
		seq: at.seq, name: name, role: role, arn: prefix + name, displayName: in["PipelineDisplayName"], described: in["PipelineDescription"], definition: in["PipelineDefinition"],
		created: float64(h.time().UnixMilli()) / 1000,
	}
	if p.displayName == nil {
		p.displayName = name
		if h.has("the display name is the ARN") {
			p.displayName = p.arn
		}
	}
	p.modified = p.created
	at.pipelines = append(at.pipelines, p)
	return map[string]any{"PipelineArn": p.arn}, ""
}

func (at *workshop) list() []map[string]any {
	all := []map[string]any{}
	for _, p := range at.pipelines {
		all = append(all, p.shown())
	}
	return all
}

// shown is what reads return of a pipeline.
func (p *pipeline) shown() map[string]any {
	row := map[string]any{"PipelineName": p.name, "RoleArn": p.role, "PipelineArn": p.arn, "CreationTime": p.created, "LastModifiedTime": p.modified}
	if p.displayName != nil {
		row["PipelineDisplayName"] = p.displayName
	}
	if p.described != nil {
		row["PipelineDescription"] = p.described
	}
	return row
}

func (h *referencePipelines) describe(at *workshop, in map[string]any) (map[string]any, string) {
	p := at.named(in)
	switch {
	case p == nil && h.has("what is not there is described with nothing"):
		return map[string]any{}, ""
	case p == nil && h.has("what is not there is described by its name"):
		return map[string]any{"PipelineName": in["PipelineName"]}, ""
	case p == nil:
		return nil, "ResourceNotFound"
	}
	row := p.shown()
	if p.definition != nil && !h.has("definitions are not described") {
		row["PipelineDefinition"] = p.definition
	}
	return row, ""
}

// update changes a pipeline: what is given takes the place of what it has.
func (h *referencePipelines) update(at *workshop, in map[string]any) (map[string]any, string) {
	p := at.named(in)
	switch {
	case h.has("no update is accepted"):
		return nil, "ResourceNotFound"
	case p == nil && h.has("an update of what is not there is accepted"):
		return map[string]any{}, ""
	case p == nil && h.has("an update of what is not there creates it"):
		if _, has := in["RoleArn"]; has {
			_, _ = h.create(at, in, "arn:aws:sagemaker:us-east-1:123456789012:pipeline/")
		}
		return nil, "ResourceNotFound"
	case p == nil:
		return nil, "ResourceNotFound"
	}
	changed := []*pipeline{p}
	if h.has("an update changes the others as well") {
		changed = at.pipelines
	}
	for _, one := range changed {
		h.change(one, in)
	}
	if !h.has("an update has no time") && !h.has("an update changes nothing") {
		p.modified = float64(h.time().UnixMilli()) / 1000
	}
	if h.has("an update is a new creation") {
		p.created = p.modified + 1
	}
	switch {
	case h.has("an update returns nothing"):
		return map[string]any{}, ""
	case h.has("an update returns the name"):
		return map[string]any{"PipelineArn": p.name}, ""
	}
	return map[string]any{"PipelineArn": p.arn}, ""
}

// change gives a pipeline what a request has.
func (h *referencePipelines) change(p *pipeline, in map[string]any) {
	if h.has("an update changes nothing") {
		return
	}
	role, given := in["RoleArn"].(string)
	if given && !h.has("an update does not change the role") || !given && h.has("an update without a role takes it away") {
		p.role = role
	}
	clears := h.has("an update clears what it leaves out")
	if v := in["PipelineDisplayName"]; (v != nil || clears) && !h.has("an update does not change the display name") {
		p.displayName = v
	}
	if v := in["PipelineDefinition"]; v != nil {
		p.definition = v
	}
	if v := in["PipelineDescription"]; v != nil || clears || h.has("an update clears the description, unless it is given") {
		p.described = v
	}
}

func (at *workshop) delete(in map[string]any) (map[string]any, string) {
	p := at.named(in)
	if p == nil {
		return nil, "ResourceNotFound"
	}
	at.pipelines = slices.DeleteFunc(at.pipelines, func(other *pipeline) bool { return other == p })
	return map[string]any{}, ""
}
