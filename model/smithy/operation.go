package smithy

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// operations reads the operations of the service and of its resources, in the
// order of the document, and the shapes and errors that they reach.
func (r *reader) operations() {
	found := map[string]bool{}
	r.collect(r.service, found)
	place := make(map[string]int, len(r.ids))
	for i, id := range r.ids {
		place[id] = i
	}
	var all []*definition
	for id := range found {
		if d := r.definitions[id]; d != nil && d.typ == "operation" {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b *definition) int { return cmp.Compare(place[a.id], place[b.id]) })
	if len(all) == 0 {
		r.problems.Add(r.service.pos, r.service.name, "the service has no operation", `list them: "operations": [{"target": ...}]`)
	}
	for _, d := range all {
		if r.contract.Wants(d.name) {
			r.operation(d)
		}
	}
	for _, ref := range r.references(r.service.node, "errors", r.service.name) {
		if code := r.failure(ref); code != "" {
			r.api.Errors[r.errors[code]].Common = true
		}
	}
}

// collect notes the operations of a service or resource, and of the resources
// below it.
func (r *reader) collect(d *definition, found map[string]bool) {
	if d == nil || found[d.id] {
		return
	}
	found[d.id] = true
	if d.typ == "resource" {
		r.api.ResourceShapes = append(r.api.ResourceShapes, resourceShape(d))
	}
	for _, key := range []string{"create", "put", "read", "update", "delete", "list"} {
		found[jsontree.Text(d.node.Get(key).Get("target"))] = true
	}
	for _, key := range []string{"operations", "collectionOperations"} {
		for _, e := range jsontree.Elems(d.node.Get(key)) {
			found[jsontree.Text(e.Get("target"))] = true
		}
	}
	for _, e := range jsontree.Elems(d.node.Get("resources")) {
		r.collect(r.definitions[jsontree.Text(e.Get("target"))], found)
	}
}

// operation reads one operation and what it reaches.
func (r *reader) operation(d *definition) {
	op := model.Operation{
		Name:       d.name,
		Doc:        describe(d.traits),
		HostPrefix: jsontree.Text(d.trait(api + "endpoint").Get("hostPrefix")),
		Unsigned:   d.trait(api+"optionalAuth") != nil || isEmptyList(d.trait(api+"auth")),
		Pos:        d.pos,
	}
	input, output := target(d, "input"), target(d, "output")
	if input.id == unit {
		// The input of an operation without one has no members.
		op.Input = d.name + ".Input"
		r.build(&definition{typ: "structure", pos: d.pos}, op.Input)
	} else {
		op.Input = r.shape(input)
	}
	if output.id != unit {
		op.Output = r.shape(output)
	}
	for _, e := range []struct {
		ref  reference
		what string
	}{{input, "input"}, {output, "output"}} {
		if in := r.definitions[e.ref.id]; in != nil && slices.ContainsFunc(in.members, r.streams) {
			op.Unsupported = "its " + e.what + " is an event stream"
		}
	}
	for _, e := range jsontree.Elems(d.node.Get("errors")) {
		if code := r.failure(reference{jsontree.Text(e.Get("target")), e.Pos}); code != "" {
			op.Errors = append(op.Errors, code)
		}
	}
	op.Paginated = r.paginated(d, &op)
	op.Examples = r.examples(d, &op)
	op.Waiters = r.waiters(d)
	r.api.Operations = append(r.api.Operations, op)
}

// target returns the input or output of an operation.
func target(d *definition, key string) reference {
	n := d.node.Get(key)
	if n == nil {
		return reference{unit, d.pos}
	}
	t := n.Get("target")
	return reference{jsontree.Text(t), n.Pos}
}

func isEmptyList(n *model.Node) bool {
	return n != nil && n.Kind == model.NodeArray && len(n.Elems) == 0
}

// failure takes an error into the API, and returns its code.
func (r *reader) failure(ref reference) string {
	d := r.definitions[ref.id]
	if d == nil || d.trait(api+"error") == nil {
		return "" // which is reported
	}
	code := r.nameOf(d)
	if _, ok := r.errors[code]; ok {
		return code
	}
	e := model.ErrorShape{Code: code, Doc: describe(d.traits), Status: 400, Pos: d.pos}
	if jsontree.Text(d.trait(api+"error")) == "server" {
		e.Status = 500
	}
	if status := d.trait(api + "httpError"); status != nil {
		e.Status, _ = strconv.Atoi(status.Text)
	}
	if retry := d.trait(api + "retryable"); retry != nil {
		throttling := retry.Get("throttling")
		e.Retryable, e.Throttling = true, throttling != nil && throttling.Bool
	}
	// The trait means nothing unless the service is compatible.
	if query := jsontree.Text(d.trait("aws.protocols#awsQueryError").Get("code")); r.api.QueryCompatible && query != code {
		e.QueryCode = query
	}
	if r.api.Protocol == model.AWSJSON10 {
		e.Namespace, _, _ = strings.Cut(d.id, "#")
	}
	r.errors[code] = len(r.api.Errors)
	r.api.Errors = append(r.api.Errors, e)
	if d.id == frameworkValidation {
		// What this one has in it is the same in all models.
		r.api.FrameworkValidation = true
		return code
	}
	name, members := r.errorMembers(d, code)
	into := &r.api.Errors[r.errors[code]]
	into.MessageName, into.Members = name, members
	return code
}

// frameworkValidation is the error with which servers that are made from models
// reject an input that breaks a constraint.
const frameworkValidation = "smithy.framework#ValidationException"

// errorMembers returns the name of an error's member with words for people, if it
// is not "message", and the structure of the other members, if there are any.
func (r *reader) errorMembers(d *definition, code string) (message, members string) {
	rest := *d
	rest.members = nil
	message = "-"
	for _, m := range d.members {
		switch {
		case !strings.EqualFold(m.name, "message"):
			rest.members = append(rest.members, m)
		case m.name == "message":
			message = ""
		default:
			message = m.name
		}
	}
	if len(rest.members) == 0 {
		return message, ""
	}
	members = code + "{members}"
	rest.typ, rest.traits = "structure", nil
	r.build(&rest, members)
	return message, members
}

// paginated reads where the parts of a page stand. What the operation does not
// say is as the service says.
func (r *reader) paginated(d *definition, op *model.Operation) *model.Paginated {
	own, common := d.trait(api+"paginated"), r.service.trait(api+"paginated")
	if own == nil {
		return nil
	}
	var p model.Paginated
	for _, part := range []struct {
		key  string
		in   string
		into *model.Path
	}{
		{"inputToken", op.Input, &p.InputToken}, {"pageSize", op.Input, &p.PageSize},
		{"outputToken", op.Output, &p.OutputToken}, {"items", op.Output, &p.Items},
	} {
		n := own.Get(part.key)
		if n == nil {
			n = common.Get(part.key)
		}
		path := jsontree.Text(n)
		if path == "" {
			continue
		}
		if end := r.follow(part.in, path); end != "" {
			pos, where := n.Pos, op.Name+": paginated"
			r.problems.Add(pos, where, part.key+" names "+path+", and "+end, "name a member, with dots between it and those that it is in")
			continue
		}
		*part.into = model.Path(path)
	}
	if p.InputToken == "" || p.OutputToken == "" {
		if len(*r.problems) == 0 {
			r.unchecked(own.Pos, op.Name, "pages, as paginated does not say where the tokens stand")
		}
		return nil
	}
	return &p
}

// follow returns what is wrong with a path from a shape, or "".
func (r *reader) follow(shape, path string) string {
	for step := range strings.SplitSeq(path, ".") {
		i, ok := r.index[shape]
		if !ok || r.api.Shapes[i].Member(step) == nil {
			return cmp.Or(shape, "the output") + " has no member " + step
		}
		shape = r.api.Shapes[i].Member(step).Shape
	}
	return ""
}

func checkPaginated(r *reader, t model.NodeMember, _, where string) {
	r.checkKeys(t.Value, where, map[string]model.NodeKind{
		"inputToken": model.NodeString, "outputToken": model.NodeString, "items": model.NodeString, "pageSize": model.NodeString})
}
