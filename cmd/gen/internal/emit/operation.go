package emit

import (
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// operationsFile adds the operations of the fake: for each, the method of the
// client interface, and what it does.
func (e *emitter) operationsFile(f *jen.File) {
	for i := range e.api.Operations {
		op := &e.api.Operations[i]
		e.apiMethod(f, op)
		if op.Modelled() {
			e.formVars(f, op)
			e.doMethod(f, op)
		}
	}
}

// apiMethod adds
//
//	// PutThings …
//	func (f *Fake) PutThings(ctx context.Context, in *PutThingsInput) (*PutThingsOutput, error) {
//		return fake.Do(ctx, in, f.doPutThings)
//	}
func (e *emitter) apiMethod(f *jen.File, op *model.Operation) {
	f.Add(doc(operationDoc(op)))
	f.Func().Params(jen.Id("f").Op("*").Id("Fake")).Add(e.signature(op)).BlockFunc(func(g *jen.Group) {
		switch {
		case !op.Modelled() && op.Output == "":
			g.Return(jen.Qual(fakePath, "NoContract").Call(jen.Lit(op.Name)))
		case !op.Modelled():
			g.Return(jen.Nil(), jen.Qual(fakePath, "NoContract").Call(jen.Lit(op.Name)))
		case op.Output == "":
			g.Return(jen.Qual(fakePath, "DoSilent").Call(jen.Id("ctx"), jen.Id("in"), jen.Id("f").Dot("do"+op.GoName)))
		default:
			g.Return(jen.Qual(fakePath, "Do").Call(jen.Id("ctx"), jen.Id("in"), jen.Id("f").Dot("do"+op.GoName)))
		}
	})
	f.Line()
}

// doMethod adds
//
//	// doPutThings is PutThings for an input that keeps to its constraints.
//	func (f *Fake) doPutThings(in *PutThingsInput) (*PutThingsOutput, error) {
//		f.realm.Mu.Lock()
//		defer f.realm.Mu.Unlock()
//		here := f.here()
//		…
//	}
func (e *emitter) doMethod(f *jen.File, op *model.Operation) {
	f.Add(doc("do" + op.GoName + " is " + op.GoName + " for an input that keeps to its constraints."))
	m := method("do" + op.GoName).Params(jen.Id(inVar).Op("*").Id(e.inputType(op)))
	if op.Output == "" {
		m.Error()
	} else {
		m.Params(jen.Op("*").Id(e.outputType(op)), jen.Error())
	}
	f.Add(m.BlockFunc(func(g *jen.Group) {
		for _, l := range locked() {
			g.Add(l)
		}
		// What comes first depends on what follows, so that is written first.
		rest := &jen.Statement{}
		written := rest.BlockFunc(func(g *jen.Group) { e.newBody(op, g).write() })
		if strings.Contains(written.GoString(), hereVar+".") {
			g.Id(hereVar).Op(":=").Id("f").Dot("here").Call()
		}
		g.Line()
		e.newBody(op, g).write()
	}))
	f.Line()
}

func (e *emitter) newBody(op *model.Operation, g *jen.Group) *body {
	return &body{emitter: e, op: op, store: e.storeOf(op.Effect.Of), g: g, fresh: true}
}

// write adds all that the operation does.
func (b *body) write() {
	b.requestPhase()
	if b.ended {
		return
	}
	switch b.op.Effect.Verb {
	case model.Puts, model.Sets:
		b.writes()
	case model.Deletes:
		b.deletes()
	case model.Lists, model.Reads:
		b.lists()
	}
}
