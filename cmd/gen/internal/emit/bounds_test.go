package emit

import (
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model/frontend"
)

// TestEmptyLists shows that a reply begins with its lists, though empty, except for
// those that may not be empty.
func TestEmptyLists(t *testing.T) {
	const notes = "../../../../testdata/notes/"
	api, _, err := frontend.Open(notes+"model.json", notes+"contract.json")
	if err != nil {
		t.Fatal(err)
	}
	files, err := Files(api, Options{Package: "notes", ImportPath: "example.com"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Name != "notes/operations.go" {
			continue
		}
		for _, want := range []string{"out := &ListNotesOutput{Names: []NameItem{}}", "out := &DescribeNotesOutput{}"} {
			if !strings.Contains(string(f.Source), want) {
				t.Errorf("the operations lack %s:\n%s", want, f.Source)
			}
		}
		return
	}
	t.Error("there are no operations")
}
