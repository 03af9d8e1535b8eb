package testcase

import (
	"github.com/fakesmith/fakesmith/model"
)

func WholeContract(id, says string) model.Placed {
	return model.Placed{Clause: &model.Clause{ID: id, Kind: id, Ground: model.Documented, Says: says, Source: "All clauses of the contract"}}
}
