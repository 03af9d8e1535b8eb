package conformance_test

import (
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// smallFiles returns the files of an archive in testdata.
func smallFiles(t *testing.T, name string) map[string][]byte {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.Files {
		files[f.Name] = f.Data
	}
	return files
}

// smallAPI reads a model with a contract.
func smallAPI(t *testing.T, document, contract []byte) *model.API {
	t.Helper()
	api, _, err := frontend.Read(frontend.File{Name: "model.json", Data: document}, &frontend.File{Name: "contract.json", Data: contract})
	if err != nil {
		t.Fatal(err)
	}
	return api
}

// checkSmall checks a server against a small contract.
func checkSmall(t *testing.T, api *model.API, server http.RoundTripper, run string, cases int) *conformance.Report {
	t.Helper()
	target := conformance.Target{Transport: server, Profile: conformance.Profile(api)}
	if _, err := conformance.Discover(t.Context(), &target); err != nil {
		t.Fatal(err)
	}
	rep, err := conformance.Check(t.Context(), api, target, conformance.Options{Seed: seed, Checks: cases, Shrink: time.Nanosecond, Run: regexp.MustCompile(run)})
	if err != nil {
		t.Fatal(err)
	}
	rep.Clauses = slices.Concat(rep.Clauses, rep.Checks) // the checks of the whole too
	return rep
}

// booksAPI returns the contract that has some operations on books.
func booksAPI(t *testing.T, operations ...string) *model.API {
	t.Helper()
	files := smallFiles(t, "shelf.txtar")
	var some [][]byte
	for _, name := range operations {
		some = append(some, fmt.Appendf(nil, "%q: %s", name, files[name+".json"]))
	}
	return smallAPI(t, files["model.json"], fmt.Appendf(nil,
		`{"package": "shelf", "scope": "contract", "protocol-clauses": "awsJson1_1", "entities": {"Book": {"key": ["Name"]}}, "operations": {%s}}`, bytes.Join(some, []byte(", "))))
}

// TestAnyOperationMayBeMissing checks contracts that have only some of the operations that
// put, list, get and delete a resource. What they leave untried is skipped, with the
// reason, and everything else is tried.
func TestAnyOperationMayBeMissing(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	operations := []string{"PutBook", "ListBooks", "GetBook", "DeleteBook"}
	for some := 1; some < 1<<len(operations); some++ {
		if !sample.OneIn(4, some) {
			continue
		}
		var names []string
		for i, name := range operations {
			if some&(1<<i) != 0 {
				names = append(names, name)
			}
		}
		t.Run(strings.Join(names, "-"), func(t *testing.T) {
			t.Parallel()
			api := booksAPI(t, names...)
			puts := api.Operation("PutBook") != nil
			reads := api.Operation("ListBooks") != nil || api.Operation("GetBook") != nil
			rep := checkSmall(t, api, newShelf(""), `^(upsert|omitted|arn|created|first-title|output|pages|order|removal|.*-absent|PutBook.*observable)$`, 2)
			wants(t, rep, func(c report.Clause) report.Outcome {
				if puts && reads {
					return report.Pass
				}
				return report.Skip
			})
			for _, c := range rep.Clauses {
				if c.Outcome == report.Skip && !strings.Contains(c.Reason, "no operation") && !strings.Contains(c.Reason, "no read") {
					t.Errorf("%s is skipped: %q, want the operation that is missing", c.ID, c.Reason)
				}
			}
			// What does nothing is rejected, and not skipped, wherever there is something to
			// try.
			rep = checkSmall(t, api, trivialStores(api)["answers `200 {}`"], "", 2)
			tried := puts || api.Operation("ListBooks") != nil
			for _, id := range []string{"validation-error", "malformed-body", "wrong-type"} {
				c := rep.Clauses[slices.IndexFunc(rep.Clauses, func(c report.Clause) bool { return c.ID == id })]
				if failed := c.Outcome == report.Fail; failed != tried {
					t.Errorf("%s of a server that answers {}: %s %s, want it tried: %t", id, c.Outcome, c.Reason, tried)
				}
			}
		})
	}
}

// TestFaultyShelves shows that the suite passes a correct server of small contracts, and
// rejects those with a defect by the clauses that it is about.
func TestFaultyShelves(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	files := smallFiles(t, "desk.txtar")
	desk := smallAPI(t, files["model.json"], files["contract.json"])
	books := booksAPI(t, "PutBook", "GetBook")
	for _, s := range []struct {
		api    *model.API
		run    string
		defect string
		fails  []string
	}{
		{desk, "^(upsert|also|arn|id|out|get-absent|removal|delete-absent)$", "", nil},
		{desk, "^(upsert|also|arn|id|out)$", "texts have the key of another", []string{"arn"}},
		{desk, "^(upsert|also|arn|id|out)$", "texts have a key of their own", []string{"arn"}},
		{desk, "^(upsert|also|arn|id|out)$", "texts have no key", []string{"arn"}},
		{desk, "^(upsert|also|arn|id|out)$", "one text has the key of another", []string{"also"}},
		{books, "^(first-title|arn|upsert)$", "", nil},
		{books, "^(first-title|arn)$", "labels follow titles", []string{"first-title"}},
		{books, `^PutBook\.Notes.*observable$`, "", nil},
		{books, `^PutBook\.Notes.*observable$`, "notes have no texts of their own", []string{"PutBook.Notes[].Text.observable"}},
	} {
		t.Run(s.run+" "+s.defect, func(t *testing.T) {
			t.Parallel()
			cases := 12
			if strings.Contains(s.run, "observable") {
				cases = 60 // what two values of a list have in common is rare
			}
			rep := checkSmall(t, s.api, newShelf(s.defect), s.run, cases)
			if len(rep.Clauses) == 0 {
				t.Fatal("no clause was checked")
			}
			wants(t, rep, func(c report.Clause) report.Outcome {
				if slices.Contains(s.fails, c.ID) {
					return report.Fail
				}
				return report.Pass
			})
		})
	}
}

// TestFaultyLending does the same with resources that refer to others by members beside
// their keys, and with a list of plain texts.
func TestFaultyLending(t *testing.T) {
	t.Parallel()
	files := smallFiles(t, "lending.txtar")
	api := smallAPI(t, files["model.json"], files["contract.json"])
	const referring = "^(book-lent|loan-book|loan-reviews|book-removal|loan-removal|titles-pages|titles-order)$"
	for i, s := range []struct {
		defect string
		fails  []string
	}{
		{"", nil},
		{"lent books go", []string{"book-lent"}},
		{"a loan keeps all books", []string{"book-lent"}},
		{"a loan keeps books of longer names", []string{"book-lent"}},
		{"reviews stay", []string{"loan-reviews"}},
		{"all reviews go", []string{"loan-reviews", "loan-removal"}},
		{"titles are of other texts", []string{"titles-pages", "titles-order"}},
		{"the last title is lost", []string{"titles-pages", "titles-order"}},
		{"titles go backwards", []string{"titles-order"}},
		{"reviews of anything go", []string{"loan-reviews", "loan-removal"}},
	} {
		if !sample.OneIn(3, i) {
			continue
		}
		t.Run(s.defect, func(t *testing.T) {
			t.Parallel()
			rep := checkSmall(t, api, newLending(s.defect), failing(i, referring, s.fails), 25)
			wants(t, rep, func(c report.Clause) report.Outcome {
				if slices.Contains(s.fails, c.ID) {
					return report.Fail
				}
				return report.Pass
			})
		})
	}
}

// TestFaultyBoxing does the same with resources that name others by what the server assigns
// to them: a text with a word that nobody knows before, which an answer to a put tells, and
// one that only a listing does.
func TestFaultyBoxing(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	files := smallFiles(t, "boxing.txtar")
	api := smallAPI(t, files["model.json"], files["contract.json"])
	const naming = "^(box-(output|tags|arn)|delete-(tags|removal)|tag-|untag-|tags-|rule-(watched|arn)|alarm-(rule|upsert))"
	for i, s := range []struct {
		defect string
		fails  []string
	}{
		{"", nil},
		{"ARNs are of another form", []string{"box-arn", "rule-arn"}},
		{"no ARN is told", []string{"box-output"}},
		{"any ARN will do", []string{"tag-box", "untag-box", "tags-box", "alarm-rule"}},
		{"the beginning of an ARN is enough", []string{"alarm-rule"}},
		{"tags need no box", []string{"tag-box", "untag-box", "tags-box"}},
		{"boxes are created without tags", []string{"box-tags"}},
		{"all tags go", []string{"delete-tags", "delete-removal"}},
		{"tags are added twice", []string{"tag-upsert", "tag-omitted", "tag-quota"}},
		{"all tags are removed", []string{"untag-removal", "untag-each", "untag-absent", "tag-quota"}},
		{"watched rules go", []string{"rule-watched"}},
		{"an alarm keeps all rules", []string{"rule-watched"}},
	} {
		if !sample.OneIn(3, i) {
			continue
		}
		t.Run(strings.ReplaceAll("server "+s.defect, " ", "-"), func(t *testing.T) {
			t.Parallel()
			rep := checkSmall(t, api, newBoxing(s.defect), naming, 12)
			wants(t, rep, func(c report.Clause) report.Outcome {
				if slices.Contains(s.fails, c.ID) {
					return report.Fail
				}
				return report.Pass
			})
		})
	}
}
