package model

import "slices"

// An Operation is one resource that can be asked of the API.
type Operation struct {
	// Name is what travels, e.g. "PutRemediationExceptions".
	Name   string
	GoName string
	Doc    string
	// Input and Output name the structures that travel. Output is empty for
	// an operation whose answer has no body.
	Input, Output string
	// Errors are the codes that the operation declares.
	Errors []string
	// HostPrefix stands before the host of the endpoint, e.g. "data-". It may
	// hold members of the input in braces.
	HostPrefix string `json:",omitempty"`
	// Unsigned reports that a request need not be signed.
	Unsigned bool `json:",omitempty"`
	// Unsupported says why nothing here can answer the operation, e.g. because
	// its output is an event stream. It is empty for nearly all operations.
	Unsupported string `json:",omitempty"`
	// Paginated says where the parts of a page stand, if the shapes tell.
	Paginated *Paginated `json:",omitempty"`
	// Examples are the worked examples that come with the shapes.
	Examples []Example `json:",omitempty"`
	// Waiters are what its callers may wait for, if the shapes tell.
	Waiters []Waiter `json:",omitempty"`
	// Effect says what the operation does. Its verb is empty where the
	// document does not say.
	Effect Effect
	// Unmodelled lists the parts of the input that mean something to the
	// service and nothing here.
	Unmodelled []Unmodelled
	// Clauses are the rules of the operation: those written down under
	// x-contract, then those derived from the schemas of its input.
	Clauses []Clause
	Pos     Pos
}

// AllOperations returns the operations of some verbs.
func (a *API) AllOperations(verbs ...Verb) []*Operation {
	var all []*Operation
	for i := range a.Operations {
		if slices.Contains(verbs, a.Operations[i].Effect.Verb) {
			all = append(all, &a.Operations[i])
		}
	}
	return all
}

// HasOutput reports whether the output of an operation has members. AWS Config sends no
// body where it has none, though there is a structure for it.
func (a *API) HasOutput(op *Operation) bool {
	return op.Output != "" && len(a.Shape(op.Output).Members) > 0
}

// Modelled reports whether the document says what the operation does.
func (o *Operation) Modelled() bool { return o.Effect.Verb != "" }

// Clause returns the first clause of that kind, or nil.
func (o *Operation) Clause(kind string) *Clause {
	for i := range o.Clauses {
		if o.Clauses[i].Kind == kind {
			return &o.Clauses[i]
		}
	}
	return nil
}

// FindRule returns the first rule of a type that holds, or nil. It allocates none but that
// one: suites look for rules at each call.
func FindRule[R Rule](o *Operation, holds func(R) bool) *R {
	for i := range o.Clauses {
		if rule, ok := o.Clauses[i].Rule.(R); ok && holds(rule) {
			found := rule
			return &found
		}
	}
	return nil
}

// ruleOf returns the rule of the first clause of a kind, or nil.
func ruleOf[R Rule](o *Operation, kind string) *R {
	if c := o.Clause(kind); c != nil {
		if rule, ok := c.Rule.(R); ok {
			return &rule
		}
	}
	return nil
}

// Paginated says where the parts of a page stand. What a page means is for a
// clause of the kind pagination to say.
type Paginated struct {
	// InputToken and PageSize lead into the input, OutputToken and Items into
	// the output. PageSize and Items may be empty.
	InputToken, PageSize, OutputToken, Items Path
}

// An Example is a call of an operation with its answer, as the owner of the
// API published it.
type Example struct {
	Title, Doc string
	// Input and Output are JSON. Output is empty where the answer is an error.
	Input, Output string
	// Error is the code of the error, ErrorContent its members as JSON.
	Error, ErrorContent string `json:",omitempty"`
	// Invalid reports that the input breaks a constraint on purpose.
	Invalid bool `json:",omitempty"`
	Pos     Pos
}

// Unmodelled names a part of an input that the fake reads and does nothing
// with, and the reason.
type Unmodelled struct {
	Path Path
	Why  string
}

// An Entity is a kind of resource that the API owns: it is put, listed and
// deleted by operations.
type Entity struct {
	// Name is the name of the entity in the document, e.g.
	// "RemediationException".
	Name string
	// GoPlural names the field that holds the entities in the fake's state,
	// e.g. "RemediationExceptions".
	GoPlural string
	// Shape is the structure that an entity is.
	Shape string
	// Key are the members that tell one entity from another.
	Key []string
	// Partition are the members of the key by which entities are listed
	// together. It is empty if all are listed together.
	Partition []string
	// Example is the JSON of a valid entity, from which the suite makes its
	// own by overwriting the key. It may be empty.
	Example string
	// Samples are more valid entities, with members that the first does not have. The
	// first of them that needs nothing takes its place where a target rejects it.
	Samples []Sample
	Pos     Pos
}

// A Sample is a valid entity that not every target can have.
type Sample struct {
	// JSON is the entity. Its key is overwritten.
	JSON string
	// Needs says what has to exist outside of the API, e.g. "a function that may
	// be invoked", and Error is the code of the error where it does not. Both are
	// empty for an entity that needs nothing.
	Needs, Error string
}

// A Fact is something that the API depends on and another party decides.
// It is kept like an entity: one value to a key.
type Fact struct {
	// Name is the name of the fact in the document, e.g. "compliance".
	Name string
	// GoName is its name in Go, e.g. "Compliance": the fake's state has a
	// field of that name, and the fake a method Set and that name.
	GoName string
	// Shape is the structure that holds the key, the value, and what else is
	// told together with it.
	Shape string
	// Key are the members that say what the fact is about.
	Key []string
	// Partition are the members of the key by which facts are listed together.
	Partition []string
	// Value is the member that holds the value. Its shape is an enum.
	Value string
	// Initially is the value where nothing was decided yet.
	Initially string
	// Vanishing are values of which nothing may be left at any time: reads may
	// return what has one, or not.
	Vanishing []string `json:",omitempty"`
	// With are members that may be told beside the value, whoever decides it.
	With []string `json:",omitempty"`
	Pos  Pos
}

// A Verb says what kind of effect an operation has.
type Verb string

// The verbs. The first five act on an entity, the last two on a fact.
const (
	Puts    Verb = "puts"
	Updates Verb = "updates"
	Gets    Verb = "gets"
	Lists   Verb = "lists"
	Deletes Verb = "deletes"
	Sets    Verb = "sets"
	Reads   Verb = "reads"
)

// An Effect is what an operation does, as far as its shape goes: which resources
// it touches, and where they stand in its input and output. The rules are in
// the clauses.
type Effect struct {
	Verb Verb
	// Of names the entity or fact.
	Of string
	// Each is the list in the input that has an element for each resource. It is
	// empty for an operation on one resource, and for one that lists.
	Each Path
	// Item is the structure in the input that is the entity itself, of the
	// entity's own shape, e.g. "ConfigRule". It is empty where the entity is
	// put together from the members of the input.
	Item Path
	// From says where in the input the members of the resource stand: all of
	// them for an operation that puts or sets, the key and what it may change for one
	// that updates, the key for one that gets or deletes,
	// the partition for one that lists or reads.
	From []Binding
	// Into is the list in the output that shows the resources, or the structure
	// that shows the one which an operation gets. It is empty where the output itself
	// is that structure.
	Into Path
	// As says which member of the resource is shown at which place in that
	// structure, or in an element of Into. It is empty where that is the resource
	// itself. The path is empty where the elements of Into are plain texts.
	As []Binding
}

// A Binding ties a member of an entity or fact to a place in an input or
// output.
type Binding struct {
	Member string
	// Path leads from the input to the value, e.g. "ResourceKeys[].ResourceId",
	// or, in [Effect.As], from an element of the output's list.
	Path Path
}

// Shows reports whether the operation returns resources and changes none.
func (e *Effect) Shows() bool { return e.Verb == Gets || e.Verb == Lists || e.Verb == Reads }

// Shown is the path to what shows a resource: each element of Into, or Into
// itself where the operation gets one.
func (e *Effect) Shown() Path {
	if e.Verb == Gets {
		return e.Into
	}
	return e.Into.Elem()
}

// ShowsTexts reports whether the operation lists plain texts, each of them a member of the
// key, and not structures.
func (e *Effect) ShowsTexts() bool { return len(e.As) == 1 && e.As[0].Path == "" }

// Bound returns where the member with that name comes from, or "".
func (e *Effect) Bound(member string) Path {
	for _, b := range e.From {
		if b.Member == member {
			return b.Path
		}
	}
	return ""
}
