package protocolcases

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/protocol.md")

// TestPage holds docs/protocol.md to the records.
func TestPage(t *testing.T) {
	const page = "docs/protocol.md"
	path := filepath.Join(root(), filepath.FromSlash(page))
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(have)
	for mark, want := range map[string]string{"cases": table(t), "failing": reasons(t)} {
		begin, end := fmt.Sprintf("<!-- %s: made by TestPage -->\n", mark), "<!-- end -->"
		before, rest, ok := strings.Cut(text, begin)
		_, after, ended := strings.Cut(rest, end)
		if !ok || !ended {
			t.Fatalf("%s has no part %s", page, mark)
		}
		text = before + begin + want + end + after
	}
	switch {
	case text == string(have):
	case *update:
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s does not say what the records do; go test ./internal/protocolcases -update writes it", page)
	}
}

func rows(t *testing.T) []Row {
	var all []Row
	for _, name := range []string{"protocol-servers.json", "protocol-clients.json"} {
		data, err := os.ReadFile(filepath.Join(root(), "records", name))
		if err != nil {
			t.Fatal(err)
		}
		var part []Row
		if err := json.Unmarshal(data, &part); err != nil {
			t.Fatal(err)
		}
		all = append(all, part...)
	}
	return all
}

// table returns how many cases of each kind passed.
func table(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| cases | tried on | number | pass | can't pass |\n|---|---|--:|--:|--:|\n")
	passed, failed := 0, 0
	for _, r := range rows(t) {
		fmt.Fprintf(&b, "| %s: %s | %s | %d | %d | %d |\n", r.Suite, r.Kind, triedOn[r.Kind], r.Passed+len(r.Failed), r.Passed, len(r.Failed))
		passed += r.Passed
		failed += len(r.Failed)
	}
	fmt.Fprintf(&b, "| all | | %d | %d | %d |\n", passed+failed, passed, failed)
	return b.String()
}

var triedOn = map[Kind]string{
	ServerRequest: "a generated fake", ServerResponse: "a generated fake", ServerError: "a generated fake", Malformed: "a generated fake",
	ClientRequest: "generated types", ClientResponse: "the suite's reader", ClientError: "the suite's reader",
}

// reasons returns why the cases that failed can't pass.
func reasons(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| case | kind | why |\n|---|---|---|\n")
	for _, r := range rows(t) {
		for _, id := range r.Failed {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", id, r.Kind, Case{ID: id, Kind: r.Kind}.Reason())
		}
	}
	return b.String()
}

// TestFilesAreRead holds that nothing of our cases gets lost while it is read.
func TestFilesAreRead(t *testing.T) {
	suites, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[Kind]int{}
	for _, s := range suites {
		for _, c := range s.Cases {
			kinds[c.Kind]++
			if c.ID == "" || c.Operation == "" {
				t.Errorf("%s: %+v has no name or no operation", s.Name, c)
			}
			if c.Kind == Malformed && (c.Status == 0 || c.Error == "" || c.Message.Body == nil) {
				t.Errorf("%s: %+v says nothing of the answer", s.Name, c)
			}
			if c.Kind != Malformed && c.Params == nil {
				t.Errorf("%s: %+v has no members", s.Name, c)
			}
		}
	}
	for _, kind := range []Kind{ServerRequest, ServerResponse, ServerError, Malformed, ClientRequest, ClientResponse, ClientError} {
		if kinds[kind] == 0 {
			t.Errorf("there is no %s", kind)
		}
	}
}
