package draft

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

const library = `{"smithy": "2.0", "shapes": {
"ex#Library": {"type": "service", "version": "1", "traits": {"aws.auth#sigv4": {"name": "library"}, "aws.protocols#awsJson1_0": {}},
  "operations": [{"target": "ex#CreateBook"}, {"target": "ex#ListBooks"}, {"target": "ex#DeleteBook"}, {"target": "ex#DescribeBook"}, {"target": "ex#LendBook"}, {"target": "ex#DeleteShelf"}]},
"ex#CreateBook": {"type": "operation", "input": {"target": "ex#NewBook"}},
"ex#ListBooks": {"type": "operation", "input": {"target": "ex#ListIn"}, "output": {"target": "ex#ListOut"}, "errors": [{"target": "ex#BadTokenException"}],
  "traits": {"smithy.api#paginated": {"inputToken": "After", "outputToken": "Next", "pageSize": "Most", "items": "Books"}}},
"ex#DeleteBook": {"type": "operation", "input": {"target": "ex#DeleteIn"}, "errors": [{"target": "ex#BadTokenException"}, {"target": "ex#BookNotFoundException"}]},
"ex#DescribeBook": {"type": "operation", "input": {"target": "ex#DeleteIn"}, "output": {"target": "ex#Book"}},
"ex#LendBook": {"type": "operation", "input": {"target": "ex#DeleteIn"}},
"ex#DeleteShelf": {"type": "operation", "input": {"target": "ex#DeleteIn"}},
"ex#BadTokenException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"ex#BookNotFoundException": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"ex#NewBook": {"type": "structure", "members": {"Name": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}, "Title": {"target": "smithy.api#String"}, "Price": {"target": "smithy.api#Integer"}}},
"ex#ListIn": {"type": "structure", "members": {"After": {"target": "smithy.api#String"}, "Most": {"target": "ex#Most"}, "Colour": {"target": "smithy.api#String"}}},
"ex#Most": {"type": "integer", "traits": {"smithy.api#range": {"min": 1, "max": 25}}},
"ex#ListOut": {"type": "structure", "members": {"Books": {"target": "ex#Books"}, "Next": {"target": "smithy.api#String"}}},
"ex#Books": {"type": "list", "member": {"target": "ex#Book"}},
"ex#Book": {"type": "structure", "members": {"Name": {"target": "smithy.api#String"}, "Title": {"target": "smithy.api#String"}, "BookArn": {"target": "smithy.api#String"},
  "CreatedAt": {"target": "smithy.api#Timestamp"}, "Owner": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}},
"ex#DeleteIn": {"type": "structure", "members": {"BookId": {"target": "smithy.api#String", "traits": {"smithy.api#required": {}}}}}}}`

func read(t *testing.T, contract []byte) (*model.API, model.Problems) {
	t.Helper()
	var file *frontend.File
	if contract != nil {
		file = &frontend.File{Name: "c.json", Data: contract}
	}
	api, warnings, err := frontend.Read(frontend.File{Name: "m.json", Data: []byte(library)}, file)
	if err != nil {
		t.Fatalf("%v\n%s", err, contract)
	}
	return api, warnings
}

// TestWrite shows what is guessed of a small API, that the contract is one that can be
// generated from, and that each guess in it is warned of.
func TestWrite(t *testing.T) {
	bare, _ := read(t, nil)
	d, err := Write(bare, []string{"CreateBook", "ListBooks", "DeleteBook", "DescribeBook", "LendBook", "DeleteShelf", "ListBooks"})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(d.Left, "\n"); got != "LendBook: its name does not say that it puts, lists or deletes something\n"+
		"DeleteShelf: no operation given puts a Shelf, or lists structures of it" {
		t.Errorf("what is left out:\n%s", got)
	}
	api, warnings := read(t, d.Contract)
	if n := strings.Count(string(d.Contract), `"guess":`); n < 10 || len(warnings) != n {
		t.Errorf("there are %d guesses, and %d warnings:\n%v", n, len(warnings), warnings)
	}
	for _, w := range warnings {
		if !strings.HasPrefix(w.String(), "c.json:") || !strings.Contains(w.String(), "confirm or correct it, and delete the key guess") {
			t.Errorf("a warning is %s", w)
		}
	}
	if e := api.Entity("Book"); e == nil || e.Shape != "Book" || !slices.Equal(e.Key, []string{"Name"}) {
		t.Errorf("the entity is %+v", e)
	}
	if e := api.Operation("DeleteBook").Effect; e.Verb != model.Deletes || e.Bound("Name") != "BookId" {
		t.Errorf("the deletion is %+v", e)
	}
	if e := api.Operation("DescribeBook").Effect; e.Verb != model.Gets || e.Into != "" || e.Bound("Name") != "BookId" {
		t.Errorf("what returns one is %+v", e)
	}
	if got := api.Operation("DescribeBook").Clause("absent"); got.Choice != "accepted" || got.Description != "To ask for a Book that is not there is answered so." {
		t.Errorf("the clause about one that is absent is %+v", got)
	}
	if got := api.Operation("DeleteBook").Clause("absent"); got.Choice != "error:BookNotFoundException" || got.Provenance != model.Assumed {
		t.Errorf("the clause about what is absent is %+v", got)
	}
	if got := api.Operation("ListBooks").Clause("pagination").Rule; got != (model.Pagination{Limit: "Most", Default: 25, Token: "After", Next: "Next", Error: "BadTokenException"}) {
		t.Errorf("the clause about pages is %+v", got)
	}
	if u := api.Operation("ListBooks").Unmodelled; len(u) != 1 || u[0].Path != "Colour" {
		t.Errorf("what of the list is not modelled: %+v", u)
	}
	if u := api.Operation("CreateBook").Unmodelled; len(u) != 1 || u[0].Path != "Price" {
		t.Errorf("what of the put is not modelled: %+v", u)
	}
	assigned := map[string]string{}
	for _, c := range api.Operation("CreateBook").Clauses {
		if rule, ok := c.Rule.(model.Assigned); ok {
			assigned[rule.Member] = rule.Value
		}
	}
	if text, _ := json.Marshal(assigned); string(text) != `{"BookArn":"arn:aws:library:{region}:{account}:book/{Name}","CreatedAt":"{now}","Owner":"{unique}"}` {
		t.Errorf("what the service sets is %s", text)
	}
}

func TestUnknownOperations(t *testing.T) {
	bare, _ := read(t, nil)
	_, err := Write(bare, []string{"ListBook", "Dance"})
	if err == nil || !strings.Contains(err.Error(), "no operation ListBook; the nearest there is: ListBooks") || !strings.Contains(err.Error(), "no operation Dance") {
		t.Errorf("the error is %v", err)
	}
}

// TestMadeKeys shows what is guessed of keys that the service makes.
func TestMadeKeys(t *testing.T) {
	for _, c := range []struct{ pattern, value, form string }{
		{`^arn:aws[a-z\\-]*:library:[a-z0-9\\-]*:[0-9]{12}:shelf\\/book-[A-Z0-9]{12}$`, "arn:aws:library:{region}:{account}:shelf/book-{unique}", "[A-Z0-9]{12}"},
		{`^b-[0-9a-f]{8}$`, "b-{unique}", "[0-9a-f]{8}"},
		{`^.+$`, "{unique}", ""},
	} {
		text := strings.NewReplacer(
			`"ex#CreateBook": {"type": "operation", "input": {"target": "ex#NewBook"}}`, `"ex#BookId": {"type": "string", "traits": {"smithy.api#pattern": "`+c.pattern+`"}},
"ex#Made": {"type": "structure", "members": {"BookId": {"target": "ex#BookId"}}},
"ex#CreateBook": {"type": "operation", "input": {"target": "ex#NewBook"}, "output": {"target": "ex#Made"}}`,
			`"members": {"Name": {"target": "smithy.api#String"}, "Title"`, `"members": {"BookId": {"target": "ex#BookId"}, "Name": {"target": "smithy.api#String"}, "Title"`,
		).Replace(library)
		bare, _, err := frontend.Read(frontend.File{Name: "m.json", Data: []byte(text)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Write(bare, []string{"CreateBook", "ListBooks", "DescribeBook", "DeleteBook"})
		if err != nil {
			t.Fatal(err)
		}
		api, _, err := frontend.Read(frontend.File{Name: "m.json", Data: []byte(text)}, &frontend.File{Name: "c.json", Data: d.Contract})
		if err != nil {
			t.Fatalf("%v\n%s", err, d.Contract)
		}
		op := api.Operation("CreateBook")
		rule, _ := op.Clause("assigned").Rule.(model.Assigned)
		if key := api.MadeKey(op); key != "BookId" || op.Told(key) != "BookId" || rule.Value != c.value || rule.Unique != c.form {
			t.Errorf("of the pattern %s it is guessed that the service makes %q like %+v", c.pattern, key, rule)
		}
	}
}
