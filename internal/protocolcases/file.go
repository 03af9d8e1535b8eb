package protocolcases

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A file is the form of a file of cases.
type file struct {
	Meta struct {
		Service string // the id of the service
		AST     string // the model, from the folder
		Model   string // the same, with words after it
	}
	Requests, Responses, Errors, Cases []fileCase
}

// A fileCase is the form of a case. Which keys there are depends on who is
// tried, and with what.
type fileCase struct {
	ID, Operation, Service, Error string
	Operations                    []string
	Send, Expect, Receive         *fileMessage
	fileMessage
	Params       json.RawMessage
	ExpectParams json.RawMessage `json:"expect_params"`
	ExpectCode   string          `json:"expect_error_code"`
}

// A fileMessage is the form of a message. That which a malformed request is
// answered with has the type of an error, and what the body says of it.
type fileMessage struct {
	Method, URI string
	Status      int
	Headers     map[string]string
	Body        *string
	MediaType   *string `json:"body_media_type"`
	ErrorType   string  `json:"error_type"`
	Validation  struct {
		Message   string
		FieldList []Field
	}
}

func readFile(dir, path string) ([]Suite, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var f file
	if err := decode(data, &f); err != nil {
		return nil, err
	}
	name, _, _ := strings.Cut(f.Meta.AST+f.Meta.Model, " ")
	source, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	base := strings.TrimSuffix(filepath.Base(path), ".json")
	var suites []Suite
	suite := func(service string) (*Suite, error) {
		_, local, _ := strings.Cut("#"+service, "#")
		if _, after, ok := strings.Cut(service, "#"); ok {
			local = after
		}
		for i := range suites {
			if suites[i].Service == local {
				return &suites[i], nil
			}
		}
		model, err := only(source, local)
		suites = append(suites, Suite{Name: base, Model: model, Service: local})
		return &suites[len(suites)-1], err
	}
	add := func(cases []fileCase, kind func(*fileCase) Kind) error {
		for i := range cases {
			c := &cases[i]
			service := f.Meta.Service
			if c.Service != "" {
				service = c.Service
			}
			s, err := suite(service)
			if err != nil {
				return err
			}
			s.Cases = append(s.Cases, c.made(kind(c)))
		}
		return nil
	}
	either := func(server, client Kind) func(*fileCase) Kind {
		return func(c *fileCase) Kind {
			if c.Send != nil || c.Expect != nil {
				return server
			}
			return client
		}
	}
	for _, part := range []struct {
		cases []fileCase
		kind  func(*fileCase) Kind
	}{
		{f.Requests, either(ServerRequest, ClientRequest)},
		{f.Responses, either(ServerResponse, ClientResponse)},
		{f.Errors, either(ServerError, ClientError)},
		{f.Cases, func(*fileCase) Kind { return Malformed }},
	} {
		if err := add(part.cases, part.kind); err != nil {
			return nil, err
		}
	}
	return suites, nil
}

// made returns the case in the form in which it is tried.
func (c *fileCase) made(kind Kind) Case {
	out := Case{ID: c.ID, Kind: kind, Operation: c.Operation, Params: c.Params}
	if len(c.Operations) > 0 {
		out.Operation = c.Operations[0]
	}
	if c.ExpectParams != nil {
		out.Params = c.ExpectParams
	}
	_, out.Error, _ = strings.Cut(c.Error, "#")
	if c.ExpectCode != "" {
		out.Error = c.ExpectCode
	}
	message := &c.fileMessage
	for _, m := range []*fileMessage{c.Receive, c.Expect, c.Send} {
		if m != nil {
			message = m
		}
	}
	if kind == Malformed && c.Expect != nil {
		out.Error, out.Status = c.Expect.ErrorType, c.Expect.Status
		out.Text, out.Fields = c.Expect.Validation.Message, c.Expect.Validation.FieldList
	}
	out.Message = Message{Method: message.Method, URI: message.URI, Status: message.Status, Headers: message.Headers, Body: message.Body}
	media := message.MediaType
	if media == nil {
		media = c.MediaType
	}
	out.Message.JSON = media != nil && *media == "application/json"
	return out
}

// only returns a model without the services other than one.
func only(source []byte, service string) ([]byte, error) {
	var doc map[string]json.RawMessage
	if err := decode(source, &doc); err != nil {
		return nil, err
	}
	var shapes map[string]json.RawMessage
	if err := decode(doc["shapes"], &shapes); err != nil {
		return nil, err
	}
	found := false
	for id, shape := range shapes {
		var s struct{ Type string }
		if err := decode(shape, &s); err != nil {
			return nil, err
		}
		_, local, _ := strings.Cut(id, "#")
		switch {
		case s.Type != "service":
		case local == service:
			found = true
		default:
			delete(shapes, id)
		}
	}
	if !found {
		return nil, fmt.Errorf("the model has no service %s", service)
	}
	var err error
	if doc["shapes"], err = json.Marshal(shapes); err != nil {
		return nil, err
	}
	return json.Marshal(doc)
}
