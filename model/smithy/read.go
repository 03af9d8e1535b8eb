package smithy

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/doctext"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// Read makes an API of a Smithy document. The name is what positions and
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
		root:        t.Root,
		api:         &model.API{Source: name},
		contract:    contract,
		problems:    &problems,
		definitions: map[string]*definition{},
		index:       map[string]int{},
		shapeNames:  map[string]string{},
		errors:      map[string]int{},
		spelling:    map[string]string{},
	}
	r.document()
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	r.api.Warnings = r.api.Warnings.Sorted()
	return r.api, r.api.Warnings, nil
}

// A reader makes an API of a tree.
type reader struct {
	root     *model.Node
	api      *model.API
	contract *model.ContractFile
	problems *model.Problems

	// definitions are the shapes of the document by id, ids their ids in its
	// order.
	definitions map[string]*definition
	ids         []string
	// locals counts the shapes that have a name, whatever their namespaces.
	locals map[string]int
	// service is the one service of the document, renames what it calls shapes
	// that would have one name, by id.
	service *definition
	renames map[string]string

	// index says where in the API the shape of a name stands, shapeNames what
	// the shape of an id is called there, and errors where an error stands.
	index      map[string]int
	shapeNames map[string]string
	errors     map[string]int

	// spelling remembers what names of traits were meant to be, misses counts
	// the references that lead nowhere, mixed the members that mixins bring, and
	// depth how many shapes are being built.
	spelling             map[string]string
	misses, mixed, depth int
}

// document reads everything.
func (r *reader) document() {
	if r.root.Kind != model.NodeObject {
		r.problems.Add(r.root.Pos, "", "the document is "+jsontree.Article(r.root.Kind), "a Smithy document is an object")
		return
	}
	r.define()
	if !r.findService() {
		return
	}
	r.info()
	r.operations()
	for _, name := range r.contract.Shapes() {
		r.local(name)
	}
	r.contract.Read(r.api, r.problems)
	r.names()
}

// info reads what the service says of the API as a whole.
func (r *reader) info() {
	s := r.service
	aws := s.trait("aws.api#service")
	r.api.Name = firstText(s.trait(api+"title"), aws.Get("sdkId"))
	if r.api.Name == "" {
		r.api.Name = s.name
	}
	r.api.Version = jsontree.Text(s.node.Get("version"))
	r.api.Doc, _, _ = strings.Cut(doctext.Plain(jsontree.Text(s.trait(api+"documentation"))), "\n\n")
	r.api.TargetPrefix = s.name
	r.api.EndpointPrefix = jsontree.Text(aws.Get("endpointPrefix"))
	r.api.QueryCompatible = s.trait("aws.protocols#awsQueryCompatible") != nil
	r.api.SigningName = firstText(s.trait("aws.auth#sigv4").Get("name"), aws.Get("arnNamespace"))
	if r.api.SigningName == "" {
		r.problems.Add(s.pos, s.name, "the service does not say the name that signatures are made for",
			`give it the trait "aws.auth#sigv4": {"name": ...}`)
	}
	r.api.Package = packageName(r.api.SigningName)
	r.protocol()
}

// protocols are those that package model knows, the one that is taken first
// before the other.
var protocols = []string{"awsJson1_1", "awsJson1_0"}

// protocol finds how the API travels.
func (r *reader) protocol() {
	const namespace = "aws.protocols#"
	var others []string
	for _, t := range r.service.traits {
		name, ok := strings.CutPrefix(t.Key, namespace)
		if ok && name != "awsQueryCompatible" || t.Key == "smithy.protocols#rpcv2Cbor" {
			others = append(others, t.Key)
		}
	}
	for _, name := range protocols {
		if r.service.trait(namespace+name) != nil {
			r.api.Protocol = name
			return
		}
	}
	fix := fmt.Sprintf("those that are: %s%s and %s%s", namespace, protocols[0], namespace, protocols[1])
	if len(others) == 0 {
		r.problems.Add(r.service.pos, r.service.name, "the service does not say its protocol", "give it a trait; "+fix)
		return
	}
	r.problems.Add(r.service.pos, r.service.name, "the service's protocol is not supported: "+strings.Join(others, ", "), fix)
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

// firstText returns the first text that is not empty.
func firstText(nodes ...*model.Node) string {
	for _, n := range nodes {
		if s := jsontree.Text(n); s != "" {
			return s
		}
	}
	return ""
}
