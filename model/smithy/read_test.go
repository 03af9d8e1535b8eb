package smithy

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/fakesmith/fakesmith/model/internal/readertest"
)

// archives returns the goldens.
func archives(t testing.TB) map[string]*txtar.Archive {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*txtar.Archive{}
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(path)] = archive
	}
	return all
}

// FuzzRead holds that no bytes make the reader panic, that an error has places,
// and that an API is sound.
func FuzzRead(f *testing.F) {
	for _, archive := range archives(f) {
		f.Add(archive.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		api, err := Read(readertest.ModelName, src)
		if err != nil {
			readertest.CheckProblems(t, err)
			return
		}
		readertest.Sound(t, api)
	})
}

// FuzzContract holds the same of contracts.
func FuzzContract(f *testing.F) {
	all := archives(f)
	for _, archive := range all {
		if archive.Files[1].Name == readertest.ContractName {
			f.Add(archive.Files[1].Data)
		}
	}
	source := all["contract.txtar"].Files[0].Data
	read := readertest.With(ReadWith)
	f.Fuzz(func(t *testing.T, contract []byte) {
		if r := read(source, contract); r.Err != nil {
			readertest.CheckProblems(t, r.Err)
		} else {
			readertest.Sound(t, r.API)
		}
	})
}

// TestReadMutilated takes models apart, value by value: whatever is missing or
// of another type, the reader neither panics nor loses the place. What it reads
// in spite of that is sound.
func TestReadMutilated(t *testing.T) {
	t.Parallel()
	for name, archive := range archives(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			readertest.Mutilate(t, string(archive.Files[0].Data), 400, readertest.With(ReadWith))
		})
	}
}

// TestContractMutilated does the same to contracts.
func TestContractMutilated(t *testing.T) {
	t.Parallel()
	for name, archive := range archives(t) {
		if archive.Files[1].Name != readertest.ContractName || strings.Contains(name, "json") {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := archive.Files[0].Data
			readertest.Mutilate(t, string(archive.Files[1].Data), 400, func(contract, _ []byte) readertest.Result {
				return readertest.With(ReadWith)(model, contract)
			})
		})
	}
}
