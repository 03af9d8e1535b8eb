package openapi

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/internal/readertest"
)

const (
	ourModel   = "../putremediationexceptions.json"
	plainModel = "../../../shared/protocol/openapi/apisguru-config-2014-11-12.json"
)

func TestReadOurs(t *testing.T) {
	api := readFile(t, ourModel)
	if got := len(api.Operations); got != 19 {
		t.Errorf("there are %d operations, want 19", got)
	}
	for i := range api.Operations {
		if !api.Operations[i].Modelled() {
			t.Errorf("%s is not modelled", api.Operations[i].Name)
		}
	}
	for _, name := range []string{"package " + api.Package, api.Protocol, api.TargetPrefix, api.SigningName} {
		switch name {
		case "package remediation", "awsJson1_1", "StarlingDoveService", "config":
		default:
			t.Errorf("the document says %q of itself", name)
		}
	}
	readertest.Sound(t, api)
}

// TestReadPlain reads a document that nobody wrote for us.
func TestReadPlain(t *testing.T) {
	sample.SkipRace(t)
	if _, err := os.Stat(plainModel); err != nil {
		t.Skipf("APIs.guru's document of AWS Config is not here: %v", err)
	}
	api := readFile(t, plainModel)
	if got := len(api.Operations); got != 92 {
		t.Errorf("there are %d operations, want 92", got)
	}
	if api.HasContract() {
		t.Error("a plain document has a contract")
	}
	want := model.API{Name: "AWS Config", Version: "2014-11-12", Package: "config", Protocol: "awsJson1_1",
		TargetPrefix: "StarlingDoveService", SigningName: "config"}
	got := model.API{Name: api.Name, Version: api.Version, Package: api.Package, Protocol: api.Protocol,
		TargetPrefix: api.TargetPrefix, SigningName: api.SigningName}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what the document lacks is filled in wrong (-want +got):\n%s", diff)
	}
	put := api.Operation("PutRemediationExceptions")
	if diff := cmp.Diff([]string{"InvalidParameterValueException", "InsufficientPermissionsException"}, put.Errors); diff != "" {
		t.Errorf("errors of %s (-want +got):\n%s", put.Name, diff)
	}
	for _, e := range api.Errors {
		if e.Status != 400 {
			t.Errorf("%s has status %d, want 400", e.Code, e.Status)
		}
	}
	var keys *model.Shape
	if in := api.Shape(put.Input); in != nil && in.Member("ResourceKeys") != nil {
		keys = api.Shape(in.Member("ResourceKeys").Shape)
	}
	if keys == nil || keys.Kind != model.List || keys.Min.Int != 1 || keys.Max.Int != 100 {
		t.Errorf("ResourceKeys is %+v, want a list of 1 to 100", keys)
	}
	readertest.Sound(t, api)
}

// readFile reads a document twice and returns what both readings agree on.
func readFile(t *testing.T, path string) *model.API {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	api, err := Read(filepath.Base(path), src)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(filepath.Base(path), src)
	if diff := cmp.Diff(api, again); diff != "" || err != nil {
		t.Errorf("a second reading differs: %v (-first +second):\n%s", err, diff)
	}
	return api
}

// FuzzRead holds that no bytes make the reader panic, that an error has
// places, and that an API is sound.
func FuzzRead(f *testing.F) {
	goldens, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range goldens {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		api, err := Read("model.json", src)
		if err != nil {
			readertest.CheckProblems(t, err)
			return
		}
		readertest.Sound(t, api)
	})
}

// TestReadMutilated takes models apart, value by value: whatever is missing or
// of another type, the reader neither panics nor loses the place. What it
// reads in spite of that is sound.
func TestReadMutilated(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	src, err := os.ReadFile(ourModel)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("ours", func(t *testing.T) {
		t.Parallel()
		readertest.Mutilate(t, string(src), sample.Cases(40, 4), readertest.With(ReadWith)) // a reading takes some milliseconds
	})
	goldens, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range goldens {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			readertest.Mutilate(t, string(archive.Files[0].Data), sample.Cases(80, 8), readertest.With(ReadWith))
		})
	}
}
