package model

// An API is a service interface: what can be said to it, and what is
// documented to happen.
type API struct {
	// Name is what the API is called in prose, e.g. "AWS Config".
	Name string
	// Version is the version the API gives itself, e.g. "2014-11-12".
	Version string
	// Package is the name of the generated Go package, e.g. "remediation".
	Package string
	// Doc says in a sentence or two what the modelled part of the API is for.
	Doc string
	// Source is the name of the document, as it is printed in generated code.
	Source string
	// Protocol is how the API travels: AWSJSON10 or AWSJSON11.
	Protocol string
	// TargetPrefix stands before the operation in the X-Amz-Target header,
	// e.g. "StarlingDoveService".
	TargetPrefix string
	// SigningName is the service in the scope of a signature, e.g. "config".
	SigningName string
	// EndpointPrefix begins the name of the host, e.g. "config". It may be
	// empty.
	EndpointPrefix string `json:",omitempty"`
	// QueryCompatible reports that an error also travels in the header
	// x-amzn-query-error, for clients of the API's older query protocol.
	QueryCompatible bool `json:",omitempty"`
	// FrameworkValidation reports that an input which breaks a constraint is
	// rejected with the error of Smithy's framework, which lists the members at
	// fault, and not in the words of AWS's older services.
	FrameworkValidation bool `json:",omitempty"`

	// Shapes holds every shape that an operation, error, entity or fact reaches,
	// in the order in which a reader of the operations meets them.
	Shapes []Shape
	// Errors holds every error that an operation or clause may name, in the
	// order of first use.
	Errors []ErrorShape
	// Operations holds the operations in document order.
	Operations []Operation
	// ResourceShapes are the kinds of resource of which the shapes tell.
	ResourceShapes []ResourceShape `json:",omitempty"`
	// Entities are the kinds of resource that the API owns.
	Entities []Entity
	// Facts are what the API depends on and another party decides.
	Facts []Fact
	// Clauses are the rules that hold for every operation. The rules of one
	// operation are in [Operation.Clauses].
	Clauses []Clause

	// Warnings are what the document says and the API cannot keep: the API is
	// usable, and checks less than the document asks for. Each has its place.
	Warnings Problems
}

// The protocols, by their names in Smithy.
const (
	AWSJSON10 = "awsJson1_0"
	AWSJSON11 = "awsJson1_1"
)

// HasContract reports whether the document says what any operation means.
func (a *API) HasContract() bool {
	for i := range a.Operations {
		if a.Operations[i].Modelled() {
			return true
		}
	}
	return false
}

// Shape returns the shape with that name, or nil.
func (a *API) Shape(name string) *Shape {
	for i := range a.Shapes {
		if a.Shapes[i].Name == name {
			return &a.Shapes[i]
		}
	}
	return nil
}

// shapeIndex returns the shapes by name, for who looks many of them up.
func (a *API) shapeIndex() map[string]*Shape {
	index := make(map[string]*Shape, len(a.Shapes))
	for i := range a.Shapes {
		index[a.Shapes[i].Name] = &a.Shapes[i]
	}
	return index
}

// Operation returns the operation with that name, or nil.
func (a *API) Operation(name string) *Operation {
	for i := range a.Operations {
		if a.Operations[i].Name == name {
			return &a.Operations[i]
		}
	}
	return nil
}

// Entity returns the entity with that name, or nil.
func (a *API) Entity(name string) *Entity {
	for i := range a.Entities {
		if a.Entities[i].Name == name {
			return &a.Entities[i]
		}
	}
	return nil
}

// Fact returns the fact with that name, or nil.
func (a *API) Fact(name string) *Fact {
	for i := range a.Facts {
		if a.Facts[i].Name == name {
			return &a.Facts[i]
		}
	}
	return nil
}

// FactValues returns the values that a fact may have, in the order in which the
// model names them.
func (a *API) FactValues(f *Fact) []string {
	var all []string
	for _, v := range a.Shape(a.Shape(f.Shape).Member(f.Value).Shape).Enum {
		all = append(all, v.Value)
	}
	return all
}

// Error returns the error with that code, or nil.
func (a *API) Error(code string) *ErrorShape {
	for i := range a.Errors {
		if a.Errors[i].Code == code {
			return &a.Errors[i]
		}
	}
	return nil
}

// codes returns the codes of all errors.
func (a *API) codes() []string {
	codes := make([]string, len(a.Errors))
	for i := range a.Errors {
		codes[i] = a.Errors[i].Code
	}
	return codes
}
