// Package protocolcases reads cases of how a protocol travels, for the tests of
// generated fakes and of the suite's reader. It knows the form of the cases, and
// nothing of what is tried with them.
//
// Cases of our own stand in own/. Those that the Smithy project publishes for
// its protocols are no part of this module: they are read from the folder that
// the environment variable FAKESMITH_PROTOCOL names, or else from
// ../shared/protocol, seen from the root of the module.
package protocolcases

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// A Suite is cases for one service of one model.
type Suite struct {
	// Name is what the suite is called in results.
	Name string
	// Model is the Smithy document, with no other service than Service.
	Model []byte
	// Service is the name of the service without its namespace, which begins the
	// target of its requests.
	Service string
	// Cases are in the order of the file.
	Cases []Case
	// Whose is whose the cases are.
	Whose string
}

// Title returns what the suite is called in tables: whose it is, and of which
// protocol.
func (s Suite) Title() string {
	version := "awsJson1_1"
	if strings.HasPrefix(s.Name, "awsjson10") {
		version = "awsJson1_0"
	}
	return s.Whose + ", " + version
}

// A Kind says what is tried in a case.
type Kind string

// The kinds of case. A server decodes a request, encodes a response or an error,
// and rejects a request that is malformed; a client encodes a request, and
// decodes a response or an error.
const (
	ServerRequest  Kind = "server request"
	ServerResponse Kind = "server response"
	ServerError    Kind = "server error"
	Malformed      Kind = "malformed request"
	ClientRequest  Kind = "client request"
	ClientResponse Kind = "client response"
	ClientError    Kind = "client error"
)

// A Case is one exchange and what has to come of it.
type Case struct {
	ID        string
	Kind      Kind
	Operation string
	// Sent is the request or response that is given, or that has to be made.
	Message Message
	// Params are the members of the input, output or error, in the form in which
	// no protocol matters: a blob is its text, a timestamp a number of seconds.
	Params json.RawMessage
	// Error is the code of an error, without a namespace.
	Error string
	// Status is that of the answer to a malformed request, and Text and Fields
	// are what its body says, where the case has it.
	Status int
	Text   string
	Fields []Field
}

// A Field is a part of the input that breaks a constraint.
type Field struct{ Path, Message string }

// A Message is a request or a response over HTTP.
type Message struct {
	Method, URI string
	Status      int
	Headers     map[string]string
	// Body is nil where the case says nothing of it.
	Body *string
	// JSON reports that the body is compared as JSON, not byte by byte.
	JSON bool
}

// Own returns the suites of our own.
func Own() ([]Suite, error) {
	return read(filepath.Join(root(), "internal/protocolcases/own"), "our own")
}

// Smithy returns the suites of the Smithy project. missing says where they were
// looked for if they are not there.
func Smithy() (suites []Suite, missing string, err error) {
	dir := os.Getenv("FAKESMITH_PROTOCOL")
	if dir == "" {
		dir = filepath.Join(root(), "../shared/protocol")
	}
	if _, err := os.Stat(filepath.Join(dir, "cases")); err != nil {
		return nil, fmt.Sprintf("the Smithy project's protocol tests are not at %s; FAKESMITH_PROTOCOL names another folder", dir), nil
	}
	suites, err = read(dir, "Smithy's")
	return suites, "", err
}

// root returns the root of the module, from where this file stands.
func root() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "../..")
}

// read reads all suites of a folder: cases/*.json, which name their models.
func read(dir, whose string) ([]Suite, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "cases", "awsjson*.json"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("there are no cases in %s", dir)
	}
	var all []Suite
	for _, path := range paths {
		suites, err := readFile(dir, path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for i := range suites {
			suites[i].Whose = whose
		}
		all = append(all, suites...)
	}
	return all, nil
}

// decode reads JSON with its numbers as they are written.
func decode(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(into)
}
