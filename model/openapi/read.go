package openapi

import (
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/doctext"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// Read makes an API of an OpenAPI document. The name is what positions and
// [model.API.Source] print. An error is [model.Problems]: all the mistakes in
// the document, in the order of their places.
func Read(name string, src []byte) (*model.API, error) {
	api, _, err := ReadWith(name, src, nil)
	return api, err
}

// ReadWith reads a document as [Read] does, together with the contract that
// stands in a file beside it, and reports the problems of both. It also returns
// warnings: what the document says and the API does not, so that nobody is held
// to it.
func ReadWith(name string, src []byte, contract *model.ContractFile) (*model.API, model.Problems, error) {
	var problems model.Problems
	t := jsontree.Parse(name, string(src), &problems)
	if t == nil {
		return nil, nil, problems.Err()
	}
	t.ReportRepeated(&problems)
	r := &reader{
		tree:      t,
		contract:  contract,
		api:       &model.API{Source: name},
		problems:  &problems,
		built:     map[string]bool{},
		indexes:   map[*model.Node]map[string]*model.Node{},
		goNames:   map[string]*model.Node{},
		enumNames: map[string]*model.Node{},
	}
	r.document()
	r.openapi()
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	r.api.Warnings = r.api.Warnings.Sorted()
	return r.api, r.api.Warnings, nil
}

// A reader makes an API of a tree.
type reader struct {
	tree *jsontree.Tree
	// contract is the one in a file of its own, or nil.
	contract *model.ContractFile
	api      *model.API
	problems *model.Problems
	// built holds the names of the shapes that are in the API, or on the way
	// into it.
	built map[string]bool
	// goNames holds the x-go-name of a shape, enumNames its x-go-names, by the
	// name of the shape.
	goNames, enumNames map[string]*model.Node
	// depth counts the schemas around the one that is built; deep reports that
	// they were too many.
	depth int
	deep  bool
	// indexes are the members of large objects by their keys.
	indexes map[*model.Node]map[string]*model.Node
	// calls are the operations of the document, in its order.
	calls []call
}

// document reads everything.
func (r *reader) document() {
	root := r.tree.Root
	if root.Kind != model.NodeObject {
		r.problems.Add(root.Pos, "", "the document is "+jsontree.Article(root.Kind), "an OpenAPI document is an object")
		return
	}
	r.grammar()
	r.references()
	r.info()
	r.operations()
	r.own()
	r.meaning()
	r.names()
}

// meaning has package model read what the document means, from the contract
// beside it or within it.
func (r *reader) meaning() {
	if r.contract != nil {
		if r.hasContract() {
			r.problems.Add(keyPos(r.tree.Root, "x-contract"), "x-contract", "the document has a contract, and there is one in a file of its own",
				"leave one of the two out")
		}
		r.contract.Read(r.api, r.problems)
		return
	}
	operations := map[string]*model.Node{}
	for _, c := range r.calls {
		if n := c.node.Get("x-contract"); n != nil {
			operations[c.name] = n
		}
	}
	model.ReadContract(r.api, r.tree.Root.Get("x-contract"), operations, r.problems)
}

// info reads what the document says of the API as a whole.
func (r *reader) info() {
	root := r.tree.Root
	info := root.Get("info")
	r.api.Name = text(info.Get("title"))
	r.api.Version = text(info.Get("version"))
	r.api.Doc, _, _ = strings.Cut(doctext.Plain(text(info.Get("description"))), "\n\n")
	r.protocol()
	service := firstText(info.Get("x-aws-signingName"), info.Get("x-serviceName"))
	r.api.SigningName = firstText(root.Get("x-signing-name"))
	if r.api.SigningName == "" {
		r.api.SigningName = service
	}
	if n := root.Get("x-signing-name"); r.api.SigningName == "" && (n == nil || n.Kind == model.NodeString) {
		r.problems.Add(root.Pos, "", "the document does not say the name that signatures are made for",
			`say it as "x-signing-name", or as "x-serviceName" in info`)
	}
	r.api.Package = packageName(r.api.SigningName)
}

// protocol reads how the API travels. The dialect does not say it, and one
// version is no better a guess than the other: of the services of AWS that
// speak awsJson, a third speak 1.0.
func (r *reader) protocol() {
	root := r.tree.Root
	r.api.Protocol = model.AWSJSON11
	n := root.Get("x-protocol")
	switch {
	case n == nil:
		r.api.Warnings.Add(root.Pos, "", "the document does not say whether the API speaks awsJson 1.0 or 1.1, and is taken to mean 1.1",
			`say it as "x-protocol": "`+model.AWSJSON10+`" or "`+model.AWSJSON11+`"`)
	case n.Text == model.AWSJSON10, n.Text == model.AWSJSON11:
		r.api.Protocol = n.Text
	case n.Kind == model.NodeString:
		r.problems.Add(n.Pos, "x-protocol", "protocol "+n.Raw+" is not supported", `those that are: "`+model.AWSJSON11+`" and "`+model.AWSJSON10+`"`)
	}
}

// own builds the shapes that no operation reaches: those that are marked as
// ours, and those that the contract names as the shape of something.
func (r *reader) own() {
	schemas := r.tree.Root.Get("components").Get("schemas")
	for _, m := range members(schemas) {
		if own := m.Value.Get("x-own"); own != nil && own.Bool {
			r.named(m.Key)
		}
	}
	names := r.contract.Shapes()
	if contract := r.tree.Root.Get("x-contract"); contract != nil {
		names = append(names, model.ContractShapes(contract)...)
	}
	for _, name := range names {
		if schemas.Get(name) != nil {
			r.named(name)
		}
	}
}

// hasContract reports whether the document says what any of it means.
func (r *reader) hasContract() bool {
	return r.tree.Root.Get("x-contract") != nil ||
		slices.ContainsFunc(r.calls, func(c call) bool { return c.node.Get("x-contract") != nil })
}

var notPackage = regexp.MustCompile(`[^a-z0-9]+`)

// packageName makes a package's name of a service's.
func packageName(service string) string {
	name := notPackage.ReplaceAllString(strings.ToLower(service), "")
	if name == "" || name[0] <= '9' {
		return "api" + name
	}
	return name
}
