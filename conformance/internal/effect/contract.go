package effect

import (
	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
)

// A Contract value knows what the operations of an API do to which things.
type Contract struct {
	*shapes.Set
}
