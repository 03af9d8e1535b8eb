package openapi

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/doctext"
)

// A call is the source of an operation.
type call struct {
	name string
	node *model.Node
	pos  model.Pos
}

const (
	pathPrefix = "/#X-Amz-Target="
	mediaType  = "application/json"
)

// pathName returns the operation that a path names, or the path.
func pathName(path string) string {
	if target, ok := strings.CutPrefix(path, pathPrefix); ok {
		return target[strings.LastIndexByte(target, '.')+1:]
	}
	return path
}

// operations reads the operations, and then the shapes and errors that they
// reach.
func (r *reader) operations() {
	paths := r.tree.Root.Get("paths")
	r.api.TargetPrefix = text(r.tree.Root.Get("x-target-prefix"))
	for _, m := range members(paths) {
		if !strings.HasPrefix(m.Key, "x-") {
			r.path(m)
		}
	}
	if paths != nil && len(r.calls) == 0 {
		r.problems.Add(paths.Pos, "paths", "there is no operation",
			`an operation is a path such as "`+pathPrefix+`Service.Operation" with a post`)
	}
	for _, c := range r.calls {
		if r.contract.Wants(c.name) {
			r.operation(c)
		}
	}
}

// path notes the operation of one path.
func (r *reader) path(m model.NodeMember) {
	where := pathName(m.Key)
	item := r.target(m.Value)
	if item == nil || item.Kind != model.NodeObject {
		return // references or grammar has said so
	}
	for _, method := range []string{"get", "put", "delete", "options", "head", "patch", "trace"} {
		if n := item.Get(method); n != nil {
			r.problems.Add(keyPos(item, method), where, method+" is not supported", "an operation of awsJson is a post")
		}
	}
	post := item.Get("post")
	if post == nil {
		if len(members(item)) == 0 {
			r.problems.Add(m.KeyPos, where, "the path has no operation", "an operation of awsJson is a post")
		}
		return
	}
	r.parameters(elems(item.Get("parameters")), where)
	target := r.parameters(elems(post.Get("parameters")), where)
	inPath, isTarget := strings.CutPrefix(m.Key, pathPrefix)
	switch {
	case target == nil && !isTarget:
		r.problems.Add(m.KeyPos, where, "the path names no operation",
			`write it as "`+pathPrefix+`Service.Operation"`)
		return
	case target != nil && isTarget && target.Text != inPath:
		r.problems.Add(target.Pos, where, fmt.Sprintf("the header X-Amz-Target is %q, and the path says %q", target.Text, inPath),
			"the two are the same")
		return
	case target != nil:
		inPath = target.Text
	}
	prefix, name, ok := cutLast(inPath, ".")
	if !ok || !isWord(name) || prefix == "" {
		r.problems.Add(m.KeyPos, where, fmt.Sprintf("the target %q names no operation", inPath), "write it as Service.Operation")
		return
	}
	others := "x-target-prefix is"
	if r.tree.Root.Get("x-target-prefix") == nil {
		others = "an operation before it with"
		r.api.TargetPrefix = cmp.Or(r.api.TargetPrefix, prefix)
	}
	if prefix != r.api.TargetPrefix {
		r.problems.Add(m.KeyPos, where, fmt.Sprintf("the target begins with %q, and %s %q", prefix, others, r.api.TargetPrefix),
			"the operations of a service have one prefix")
	}
	if id := post.Get("operationId"); id != nil && text(id) != name {
		r.problems.Add(id.Pos, where, "operationId is "+id.Raw+", and the target says "+strconv.Quote(name), "the two are the same")
	}
	if i := slices.IndexFunc(r.calls, func(c call) bool { return c.name == name }); i >= 0 {
		r.problems.Add(m.KeyPos, where, "there is an operation of that name already, in line "+strconv.Itoa(r.calls[i].pos.Line),
			"an operation has one path")
		return
	}
	r.calls = append(r.calls, call{name: name, node: post, pos: m.KeyPos})
}

// parameters returns the value of the header X-Amz-Target, if it is there.
func (r *reader) parameters(list []*model.Node, where string) *model.Node {
	var target *model.Node
	for _, p := range list {
		p := r.target(p)
		in, name := text(p.Get("in")), text(p.Get("name"))
		switch {
		case p == nil, in == "query", in == "": // doubled members of the body, or reported elsewhere
		case in == "header" && strings.EqualFold(name, "X-Amz-Target"):
			values := elems(p.Get("schema").Get("enum"))
			if len(values) != 1 || values[0].Kind != model.NodeString {
				r.problems.Add(p.Pos, where, "the header X-Amz-Target has no value of its own",
					`give it a schema with an enum of one, such as "Service.Operation"`)
				continue
			}
			target = values[0]
		case in == "header" && strings.HasPrefix(strings.ToUpper(name), "X-AMZ-"): // the signature
		default:
			r.problems.Add(p.Pos, where, fmt.Sprintf("parameter %q in %s is not supported", name, in),
				"the whole input of an operation of awsJson is in its body")
		}
	}
	return target
}

// operation reads one operation and what it reaches.
func (r *reader) operation(c call) {
	op := model.Operation{Name: c.name, Doc: doctext.Plain(text(c.node.Get("description"))), Pos: c.pos}
	op.GoName = r.goName(c.node.Get("x-go-name"), c.name, model.GoName(c.name))
	if body := c.node.Get("requestBody"); body == nil {
		// The input of an operation without a body has no members.
		op.Input = c.name + ".Input"
		r.built[op.Input] = true
		r.api.Shapes = append(r.api.Shapes, model.Shape{Name: op.Input, Kind: model.Structure, Pos: c.pos})
	} else {
		op.Input = r.top(r.content(body, c.name, "requestBody"), c.name, ".Input")
	}
	var failures []model.NodeMember
	for _, m := range members(c.node.Get("responses")) {
		status, err := strconv.Atoi(m.Key)
		switch {
		case strings.HasPrefix(m.Key, "x-"):
		case m.Key == "200":
			op.Output = r.top(r.content(m.Value, c.name, "response 200"), c.name, ".Output")
		case err == nil && status >= 400 && status <= 599:
			failures = append(failures, m)
		default:
			r.problems.Add(m.KeyPos, c.name, fmt.Sprintf("response %q is not supported", m.Key),
				"200 is the output; the errors are 480, 481 and so on")
		}
	}
	if responses := c.node.Get("responses"); responses.Get("200") == nil {
		r.problems.Add(keyPos(c.node, "responses"), c.name, "there is no response 200", "say what the output is, or that there is none")
	}
	slices.SortStableFunc(failures, func(a, b model.NodeMember) int { return strings.Compare(a.Key, b.Key) })
	for _, m := range failures {
		if code := r.failure(m, c.name); code != "" {
			op.Errors = append(op.Errors, code)
		}
	}
	r.api.Operations = append(r.api.Operations, op)
}

// content returns the schema of a body, or nil if there is none.
func (r *reader) content(n *model.Node, op, what string) *model.Node {
	n = r.target(n)
	content := n.Get("content")
	if n == nil || content == nil {
		return nil
	}
	others := false
	for _, m := range members(content) {
		if m.Key != mediaType && !strings.HasPrefix(m.Key, "x-") {
			r.problems.Add(m.KeyPos, op, fmt.Sprintf("media type %q of %s is not supported", m.Key, what),
				"in this dialect a body is "+mediaType)
			others = true
		}
	}
	schema := content.Get(mediaType).Get("schema")
	if schema == nil && !others {
		r.problems.Add(content.Pos, op, what+" has no schema of "+mediaType,
			"say what the body is, or leave the content out")
	}
	return schema
}

// top builds the shape of an input or output, which is a structure.
func (r *reader) top(schema *model.Node, op, part string) string {
	if schema == nil {
		return ""
	}
	name := r.shape(schema, op+part)
	if s := r.api.Shape(name); s != nil && s.Kind != "" && s.Kind != model.Structure {
		r.problems.Add(schema.Pos, op, name+" is "+articleOf(s.Kind), "an input or output is a structure")
	}
	return name
}

// failure reads a response that is an error, and returns its code.
func (r *reader) failure(m model.NodeMember, op string) string {
	response := r.target(m.Value)
	if response == nil {
		return ""
	}
	said := text(response.Get("description"))
	e := model.ErrorShape{Code: said, Status: 400, Pos: response.Pos}
	status, goName := response.Get("x-status"), response.Get("x-go-name")
	if schema := r.content(m.Value, op, "response "+m.Key); schema != nil {
		if code, ok := r.schemaName(text(schema.Get("$ref"))); ok {
			e.Code = code
		}
		if schema = r.target(schema); schema == nil {
			return ""
		}
		e.Doc, e.Pos = doctext.Plain(text(schema.Get("description"))), schema.Pos
		status, goName = firstNode(status, schema.Get("x-status")), firstNode(goName, schema.Get("x-go-name"))
	}
	if !isWord(e.Code) {
		r.problems.Add(m.KeyPos, op, "response "+m.Key+" does not say its code",
			"give it a $ref to the schema of the error, or its code as the description")
		return ""
	}
	if e.Doc == "" && said != e.Code {
		e.Doc = doctext.Plain(said)
	}
	if status != nil {
		e.Status, _ = strconv.Atoi(status.Text)
		if status.Kind != model.NodeNumber || e.Status < 400 || e.Status > 599 {
			r.problems.Add(status.Pos, e.Code, "x-status "+status.Raw+" is not the status of an error", "write a number from 400 to 599")
			e.Status = 0
		}
	}
	e.GoName = r.goName(goName, e.Code, model.ErrorGoName(e.Code))
	switch known := r.api.Error(e.Code); {
	case known == nil:
		r.api.Errors = append(r.api.Errors, e)
	case known.Status != e.Status && known.Status != 0 && e.Status != 0:
		r.problems.Add(m.KeyPos, op, fmt.Sprintf("%s has status %d here and %d before", e.Code, e.Status, known.Status),
			"an error has one status")
	}
	return e.Code
}

// firstNode returns the first node that is there.
func firstNode(nodes ...*model.Node) *model.Node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return nil
}

// isWord reports whether a code is one word of letters and digits.
func isWord(code string) bool {
	for _, c := range code {
		if c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' {
			return false
		}
	}
	return code != ""
}

// cutLast cuts a string at the last place where sep stands.
func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}
