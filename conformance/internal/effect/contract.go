package effect

import (
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/model"
)

// A Contract value knows what the operations of an API do to which things.
type Contract struct {
	*shapes.Set
}

// New returns what the operations of an API do.
func New(api *model.API) *Contract { return &Contract{Set: shapes.New(api)} }
