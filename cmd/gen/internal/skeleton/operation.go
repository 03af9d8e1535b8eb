package skeleton

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/clause"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/verb"
	"github.com/fakesmith/fakesmith/model"
)

// operationsFile adds the operations of the fake: for each, the method of the
// client interface, and what it does.
func (k *Skeleton) operationsFile(f *jen.File) {
	for i := range k.API.Operations {
		op := &k.API.Operations[i]
		k.apiMethod(f, op)
		if op.Modelled() {
			o := operation.New(k.Types, k.stores, op)
			clause.Forms(o, f)
			clause.Lists(o, f)
			k.doMethod(f, o)
		}
	}
	for _, s := range k.stores {
		clause.TreatmentsOf(k.Types, s).Method(f)
		if l, changes := clause.LifecycleOf(k.Types, s); changes {
			l.Method(f)
		}
		clause.CompletionOf(k.Types, k.stores, s).Method(f)
	}
}

// apiMethod adds
//
//	// PutThings …
//	func (f *Fake) PutThings(ctx context.Context, in *PutThingsInput) (*PutThingsOutput, error) {
//		return runtime.Do(ctx, f.service, in, f.doPutThings)
//	}
func (k *Skeleton) apiMethod(f *jen.File, op *model.Operation) {
	f.Add(printer.Doc(operationDoc(op)))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Add(k.signature(op)).BlockFunc(func(g *jen.Group) {
		switch {
		case !op.Modelled() && op.Output == "":
			g.Return(printer.Runtime("DoSilent").Call(jen.Id("ctx"), jen.Id("f").Dot("service"), jen.Id("in"), k.uncontracted(op)))
		case !op.Modelled():
			g.Return(jen.Nil(), printer.Runtime("DoSilent").Call(jen.Id("ctx"), jen.Id("f").Dot("service"), jen.Id("in"), k.uncontracted(op)))
		case op.Output == "":
			g.Return(printer.Runtime("DoSilent").Call(jen.Id("ctx"), jen.Id("f").Dot("service"), jen.Id("in"), jen.Id("f").Dot("do"+op.GoName)))
		default:
			g.Return(printer.Runtime("Do").Call(jen.Id("ctx"), jen.Id("f").Dot("service"), jen.Id("in"), jen.Id("f").Dot("do"+op.GoName)))
		}
	})
	f.Line()
}

// uncontracted returns what an operation without a contract does.
//
//	runtime.Uncontracted[PutThingsInput]("PutThings")
func (k *Skeleton) uncontracted(op *model.Operation) *jen.Statement {
	return printer.Runtime("Uncontracted").Types(jen.Id(k.InputType(op))).Call(jen.Lit(op.Name))
}

// doMethod adds
//
//	// doPutThings is PutThings for an input that keeps to its constraints.
//	func (f *Fake) doPutThings(in *PutThingsInput) (*PutThingsOutput, error) {
//		f.store.Mu.Lock()
//		defer f.store.Mu.Unlock()
//		here := f.here()
//		…
//	}
func (k *Skeleton) doMethod(f *jen.File, op *operation.Operation) {
	f.Add(printer.Doc("do" + op.GoName + " is " + op.GoName + " for an input that keeps to its constraints."))
	m := method("do" + op.GoName).Params(jen.Id(operation.In).Op("*").Id(k.InputType(op.Operation)))
	if op.Output == "" {
		m.Error()
	} else {
		m.Params(jen.Op("*").Id(k.OutputType(op.Operation)), jen.Error())
	}
	f.Add(m.BlockFunc(func(g *jen.Group) {
		for _, l := range locked() {
			g.Add(l)
		}
		// What comes first depends on what follows, so that is written first.
		rest := jen.CustomFunc(jen.Options{Multi: true}, func(g *jen.Group) { verb.Write(op, g) })
		if strings.Contains(printer.Raw(rest), operation.Here+" .") {
			g.Id(operation.Here).Op(":=").Id("f").Dot("here").Call()
			if k.processes && k.process.MovedBy(op) {
				g.Defer().Add(k.proceed()).Comment("what becomes due at once")
			}
		}
		g.Line()
		g.Add(rest)
	}))
	f.Line()
}
