// Package skeleton writes what every fake has whatever its contract says: the
// fake itself and the ways in, its state, its profile, and the methods of its
// operations. It knows how these hang together. It does not know what any kind
// of clause demands, and leaves what an operation does to package verb.
package skeleton

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Skeleton writes the files of one fake.
type Skeleton struct {
	*shape.Types
	folder      string
	stores      operation.Stores
	constraints *clause.Constraints
	// needsNow reports that some clause depends on the time, assignsTimes that some
	// has it kept, and assignsWords that some clause asks for a unique word.
	needsNow, assignsTimes, assignsWords bool
	// tokens are the idempotency tokens, by the operations that have any.
	tokens []clause.Tokens
	// process is what goes on by itself, if processes.
	process   clause.Process
	processes bool
	// accountChooses reports that what is done in an account depends on the
	// profile.
	accountChooses bool
}

// New returns what writes the fake of an API, in a package in the folder of
// some import path.
func New(t *shape.Types, folder string) *Skeleton {
	k := &Skeleton{Types: t, folder: folder, stores: operation.NewStores(t.Plan), constraints: clause.NewConstraints(t)}
	k.needsNow, k.assignsTimes, k.assignsWords = clause.NeedsNow(t.API), clause.AssignsTimes(t.API), clause.AssignsWords(t.API)
	k.process, k.processes = clause.ProcessOf(t, k.stores)
	for i := range t.API.Operations {
		if op := &t.API.Operations[i]; op.Modelled() {
			if tokens, ok := clause.TokensOf(operation.New(t, k.stores, op)); ok {
				k.tokens = append(k.tokens, tokens)
			}
		}
	}
	k.accountChooses = len(k.stores.Folding()) > 0
	for _, c := range t.OpenClauses() {
		switch c.Rule.(type) {
		case model.GuardLater, model.ProcessPeriod, model.LifecycleDeleting:
			k.accountChooses = true
		}
	}
	return k
}

// Parts returns the files of the fake's package.
func (k *Skeleton) Parts() []printer.Part {
	parts := []printer.Part{
		k.part("api.go", k.apiFile),
		k.part("types.go", k.TypesFile),
		k.part("validate.go", k.constraints.ValidateFile),
		k.part("encode.go", k.EncodeFile),
		k.part("decode.go", func(f *jen.File) { k.DecodeFile(f, k.constraints.Missing) }),
		k.part("state.go", k.stateFile),
		k.part("fake.go", k.fakeFile),
		k.part("operations.go", k.operationsFile),
	}
	if k.processes {
		parts = append(parts, k.part("process.go", k.process.File))
	}
	parts[0].Doc = k.packageDoc()
	if k.chooses() {
		parts = append(parts, k.part("profile.go", k.profileFile))
	}
	if len(k.API.Errors) > 0 {
		parts = append(parts, k.part("errors.go", k.errorsFile))
	}
	return parts
}

func (k *Skeleton) part(name string, build func(*jen.File)) printer.Part {
	return printer.Part{Folder: k.folder, Package: k.Package, File: name, Build: build}
}

// chooses reports whether there are choices to be made.
func (k *Skeleton) chooses() bool { return len(k.OpenClauses()) > 0 }
