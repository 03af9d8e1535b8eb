package emit_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/emit"
	"github.com/fakesmith/fakesmith/internal/protocolcases"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/smithy"
)

// TestProtocol serves a fake of each suite's model, and tries the cases for
// servers on it over HTTP: what it decodes, encodes and rejects. The bodies of
// requests are encoded by the types of inputs.
func TestProtocol(t *testing.T) {
	t.Parallel()
	var record protocolcases.Record
	record.Keep(t, "protocol-servers.json")
	d := newDriver(t, protocolcases.Wanted(t, false))
	for i, s := range d.suites {
		for _, c := range s.Cases {
			if try := tries[c.Kind]; try != nil {
				record.Try(t, s, c, func(t *testing.T) string { return try(t, d.service(i), c) })
			}
		}
	}
}

// tries has how cases are tried on a fake: each returns what is wrong, or "".
var tries = map[protocolcases.Kind]func(*testing.T, *service, protocolcases.Case) string{
	protocolcases.ServerRequest:  tryRequest,
	protocolcases.ServerResponse: tryResponse,
	protocolcases.ServerError:    tryResponse,
	protocolcases.Malformed:      tryMalformed,
	protocolcases.ClientRequest:  tryEncoding,
}

// tryRequest sends a request, and compares what the operation is given.
func tryRequest(t *testing.T, s *service, c protocolcases.Case) string {
	resp := s.send(t, c.Message, nil)
	text, err := base64.StdEncoding.DecodeString(resp.Header.Get("Driver-Input"))
	if err != nil || len(text) == 0 {
		return fmt.Sprintf("the operation was not done: %d %s", resp.StatusCode, resp.body)
	}
	return differ(t, c.Params, text)
}

// tryResponse has the operation answer with an output or an error, and compares
// the response.
func tryResponse(t *testing.T, s *service, c protocolcases.Case) string {
	do := map[string]any{"Output": c.Params}
	if c.Error != "" {
		do = map[string]any{"Error": map[string]any{"Code": c.Error, "Status": s.api.Error(c.Error).Status}, "Members": c.Params}
	}
	input := s.least(c.Operation)
	resp := s.send(t, protocolcases.Message{
		Method: "POST", URI: "/", Body: &input,
		Headers: map[string]string{"Content-Type": s.contentType(), "X-Amz-Target": s.Service + "." + c.Operation},
	}, do)
	if resp.StatusCode != c.Message.Status {
		return fmt.Sprintf("status %d, want %d: %s", resp.StatusCode, c.Message.Status, resp.body)
	}
	for name, want := range c.Message.Headers {
		if got := resp.Header.Get(name); got != want {
			return fmt.Sprintf("%s: %q, want %q", name, got, want)
		}
	}
	switch {
	case c.Message.Body == nil:
		return ""
	case c.Message.JSON:
		return differ(t, []byte(*c.Message.Body), resp.body)
	}
	return cmp.Diff(*c.Message.Body, string(resp.body))
}

// tryMalformed sends a request that has to be rejected.
func tryMalformed(t *testing.T, s *service, c protocolcases.Case) string {
	resp := s.send(t, c.Message, nil)
	var body struct {
		Type      string `json:"__type"`
		Message   string
		FieldList []protocolcases.Field
	}
	if err := json.Unmarshal(resp.body, &body); err != nil && len(resp.body) > 0 {
		return fmt.Sprintf("%v in %s", err, resp.body)
	}
	code := body.Type
	if i := strings.LastIndexByte(code, '#'); i >= 0 {
		code = code[i+1:]
	}
	if resp.StatusCode != c.Status || code != c.Error {
		return fmt.Sprintf("%d %s, want %d %s", resp.StatusCode, resp.body, c.Status, c.Error)
	}
	if c.Text == "" {
		return ""
	}
	return cmp.Diff(c.Text, body.Message) + cmp.Diff(c.Fields, body.FieldList)
}

// tryEncoding has an input encoded, and compares the body.
func tryEncoding(t *testing.T, s *service, c protocolcases.Case) string {
	if c.Message.Body == nil {
		return ""
	}
	resp := s.send(t, protocolcases.Message{Method: "POST", URI: "/", Headers: map[string]string{"Driver-Encode": c.Operation}}, map[string]any{"Output": c.Params})
	if resp.StatusCode != 200 {
		return fmt.Sprintf("the input is not encoded: %s", resp.body)
	}
	if !c.Message.JSON {
		return cmp.Diff(*c.Message.Body, string(resp.body))
	}
	return differ(t, []byte(*c.Message.Body), resp.body)
}

// differ compares two texts of JSON.
func differ(t *testing.T, want, got []byte) string {
	w, g := parse(t, want), parse(t, got)
	return cmp.Diff(w, g)
}

// parse reads JSON, with numbers that are equal in one form.
func parse(t *testing.T, text []byte) any {
	if len(text) == 0 {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return canonical(v)
}

func canonical(v any) any {
	switch v := v.(type) {
	case json.Number:
		if r, ok := protocolcases.Rational(v); ok {
			return "number " + r
		}
	case []any:
		for i := range v {
			v[i] = canonical(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = canonical(v[k])
		}
	}
	return v
}

// A driver is a process that serves the fakes of all suites.
type driver struct {
	suites []protocolcases.Suite
	apis   []*model.API
	url    string
}

// A service is one fake of a driver.
type service struct {
	protocolcases.Suite
	api  *model.API
	name string
	url  string
}

func (d *driver) service(i int) *service {
	return &service{d.suites[i], d.apis[i], packageOf(i), d.url}
}

func packageOf(i int) string { return fmt.Sprintf("p%d", i) }

// method finds the operations of a generated fake, with their types.
var method = regexp.MustCompile(`(?m)^func \(f \*Fake\) \w+\(ctx context\.Context, in \*(\w+)\) (?:\(\*(\w+), error\)|error) \{$`)

func newDriver(t *testing.T, suites []protocolcases.Suite) *driver {
	b := newBuild(t)
	d := &driver{suites: suites}
	var imports, services strings.Builder
	for i, s := range suites {
		pkg := packageOf(i)
		api, err := smithy.Read(s.Name+".json", s.Model)
		if err != nil {
			t.Fatal(err)
		}
		d.apis = append(d.apis, api)
		files, err := emit.Files(api, emit.Options{Package: pkg, ImportPath: module})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&imports, "\t%q\n", module+"/"+pkg)
		fmt.Fprintf(&services, "\t%q: {protocol: %[1]s.DriverProtocol, operations: map[string]operation{\n", pkg)
		for _, f := range files {
			b.add(t, f.Name, f.Source)
			if f.Name != pkg+"/operations.go" {
				continue
			}
			for j, m := range method.FindAllSubmatch(f.Source, -1) {
				if out := string(m[2]); out != "" {
					fmt.Fprintf(&services, "\t\t%q: answering[%s.%s, %[2]s.%[4]s](),\n", api.Operations[j].Name, pkg, m[1], out)
				} else {
					fmt.Fprintf(&services, "\t\t%q: silent[%s.%s](),\n", api.Operations[j].Name, pkg, m[1])
				}
			}
		}
		services.WriteString("\t}, errors: map[string]func(any) json.Marshaler{\n")
		for _, e := range api.Errors {
			if s := api.Shape(e.Members); s != nil {
				fmt.Fprintf(&services, "\t\t%q: members[%s.%s](),\n", e.Code, pkg, s.GoName)
			}
		}
		services.WriteString("\t}},\n")
		b.add(t, pkg+"/driver.go", fmt.Appendf(nil, "package %s\n\nimport \"github.com/fakesmith/fakesmith/fake/runtime\"\n\nfunc DriverProtocol() runtime.Protocol { return protocol() }\n", pkg))
	}
	b.add(t, "driver/services.go", fmt.Appendf(nil, "package main\n\nimport (\n\t\"encoding/json\"\n%s)\n\nvar services = map[string]service{\n%s}\n", &imports, &services))
	b.add(t, "driver/main.go", []byte(read(t, "testdata/protocol/driver.go.txt")))
	b.add(t, "driver/values.go", []byte(read(t, "testdata/protocol/values.go.txt")))
	bin := filepath.Join(b.dir, "serve")
	build := exec.Command("go", "build", "-gcflags=-N -l", "-ldflags=-s -w", "-o", bin, "./driver")
	build.Dir = b.dir
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("generated code fails: %v\n%s", err, out)
	}
	d.url = start(t, bin)
	return d
}

// start runs a driver until the test ends, and returns its address.
func start(t *testing.T, bin string) string {
	cmd := exec.Command(bin)
	stop, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop.Close()
		cmd.Wait()
		if stderr.Len() > 0 {
			t.Logf("the driver said:\n%s", &stderr)
		}
	})
	var addr string
	if _, err := fmt.Fscanln(stdout, &addr); err != nil {
		t.Fatal(err)
	}
	return "http://" + addr
}

// A reply is a response that was read.
type reply struct {
	*http.Response
	body []byte
}

// send sends a request, with what the operation is to do.
func (s *service) send(t *testing.T, m protocolcases.Message, do any) *reply {
	t.Helper()
	body := ""
	if m.Body != nil {
		body = *m.Body
	}
	req, err := http.NewRequest(m.Method, s.url+m.URI, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range m.Headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Driver-Service", s.name)
	if do != nil {
		text, err := json.Marshal(do)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Driver-Do", base64.StdEncoding.EncodeToString(text))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &reply{resp, data}
}

func (s *service) contentType() string {
	for _, c := range s.Cases {
		if media, _, err := mime.ParseMediaType(c.Message.Headers["Content-Type"]); err == nil {
			return media
		}
	}
	return ""
}

// least returns an input that the operation accepts: the body of a case, if the
// operation has one for requests.
func (s *service) least(operation string) string {
	for _, c := range s.Cases {
		if c.Operation == operation && c.Kind == protocolcases.ServerRequest && c.Message.Body != nil && c.Message.JSON {
			return *c.Message.Body
		}
	}
	return "{}"
}
