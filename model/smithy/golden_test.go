package smithy

import (
	"flag"
	"testing"

	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/internal/readertest"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

var update = flag.Bool("update", false, "write what is printed into the goldens")

func TestGolden(t *testing.T) { readertest.Goldens(t, *update, readBoth) }

// readBoth reads a model and the contract beside it, if there is one.
func readBoth(src, contract []byte) readertest.Result {
	var file *model.ContractFile
	var problems model.Problems
	if contract != nil {
		tree := jsontree.Parse(readertest.ContractName, string(contract), &problems)
		file = model.NewContractFile(tree.Root, &problems)
	}
	api, warnings, err := ReadWith(readertest.ModelName, src, file)
	if more, ok := err.(model.Problems); ok {
		problems = append(problems, more...)
	}
	return readertest.Result{API: api, Warnings: warnings, Err: problems.Err()}
}
