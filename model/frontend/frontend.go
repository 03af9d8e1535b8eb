// Package frontend reads a model of any form that a front end reads, with the
// contract that stands in a file beside it.
package frontend

import (
	"encoding/json"
	"strings"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
	"github.com/fakesmith/fakesmith/model/openapi"
	"github.com/fakesmith/fakesmith/model/smithy"
)

// A File is a document with the name that positions in it have.
type File struct {
	Name string
	Data []byte
}

// Read makes an API of a model, and of its contract unless that is nil. What
// form the model has is told by looking at it. An error is [model.Problems]:
// all the mistakes in both files. Warnings are what the model says and the API
// does not.
func Read(shapes File, contract *File) (api *model.API, warnings model.Problems, err error) {
	var problems model.Problems
	var file *model.ContractFile
	if contract != nil {
		if tree := jsontree.Parse(contract.Name, string(contract.Data), &problems); tree != nil {
			tree.ReportRepeated(&problems)
			file = model.NewContractFile(tree.Root, &problems)
		}
	}
	switch formOf(shapes.Data) {
	case smithyForm:
		api, warnings, err = smithy.ReadWith(shapes.Name, shapes.Data, file)
	case contractForm:
		problems.Add(model.Pos{File: shapes.Name, Line: 1, Column: 1}, "", "this document is a contract and no model",
			`a model has the key "smithy" or "openapi"; the contract goes beside it`)
	default:
		api, warnings, err = openapi.ReadWith(shapes.Name, shapes.Data, file)
	}
	switch more := err.(type) {
	case nil:
	case model.Problems:
		problems = append(problems, more...)
	default:
		return nil, nil, err
	}
	if err := problems.Err(); err != nil {
		return nil, nil, err
	}
	return api, warnings, nil
}

// A form is a form of document.
type form int

const (
	openapiForm form = iota // and whatever is none of the others
	smithyForm
	contractForm
)

// formOf tells the form of a document by its outermost keys. It reads no
// further than it has to: a document says at its beginning what it is.
func formOf(src []byte) form {
	dec := json.NewDecoder(strings.NewReader(string(src)))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return openapiForm
	}
	found := openapiForm
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return found
		}
		switch key {
		case "smithy":
			return smithyForm
		case "openapi", "swagger":
			return openapiForm
		case "operations", "entities", "clauses":
			found = contractForm
		case "paths", "info", "components":
			return openapiForm
		}
		var skipped json.RawMessage
		if dec.Decode(&skipped) != nil {
			return found
		}
	}
	return found
}
