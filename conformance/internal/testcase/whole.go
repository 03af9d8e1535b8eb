package testcase

import (
	"github.com/fakesmith/fakesmith/model"
)

func Whole(id, says string) model.Placed {
	return model.Placed{Clause: &model.Clause{ID: id, Kind: id, Provenance: model.Documented, Description: says, Source: "All clauses of the contract"}}
}
