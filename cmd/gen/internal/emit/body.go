package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// A body is the body of an operation's method in the making.
type body struct {
	*emitter
	op    *model.Operation
	store *store

	// g is the block that is being written.
	g *jen.Group
	// inLoop reports that g is within the loop over the elements of the
	// operation's list, each of which is called key.
	inLoop bool
	// ended reports that whatever came next would never be reached.
	ended bool
	// fresh reports that g has no comment yet.
	fresh bool
	// branch reports that g is a case of a switch over choices.
	branch bool
	// named reports that the key of the thing at hand is called one, and
	// usesName that something asked for it.
	named, usesName bool
	// refuse adds what becomes of the thing at hand if it can't be dealt with
	// for a reason, guarded if a guard refuses it.
	refuse, guarded func(reason string)
}

// Names of variables in the body of an operation.
const (
	inVar     = "in"     // the input
	outVar    = "out"    // the output
	hereVar   = "here"   // what the fake holds
	keyVar    = "key"    // an element of the list that the operation is about
	itemVar   = "item"   // the thing in the making
	oldVar    = "old"    // the thing that is there already
	failedVar = "failed" // what could not be dealt with
)

// clauses returns the clauses of a kind.
func (b *body) clauses(kind string) []*model.Clause {
	var all []*model.Clause
	for i := range b.op.Clauses {
		if b.op.Clauses[i].Kind == kind {
			all = append(all, &b.op.Clauses[i])
		}
	}
	return all
}

// phase has each clause, in the order of the model, add its part of a phase.
func (b *body) phase(of func(*kind) func(*body, *model.Clause)) {
	for i := range b.op.Clauses {
		c := &b.op.Clauses[i]
		if add := of(kindOf(c.Kind)); add != nil && !b.ended {
			add(b, c)
		}
	}
}

func (b *body) requestPhase() { b.phase(func(k *kind) func(*body, *model.Clause) { return k.request }) }
func (b *body) itemPhase()    { b.phase(func(k *kind) func(*body, *model.Clause) { return k.item }) }
func (b *body) changePhase()  { b.phase(func(k *kind) func(*body, *model.Clause) { return k.change }) }
func (b *body) effectPhase()  { b.phase(func(k *kind) func(*body, *model.Clause) { return k.effect }) }

// say adds the comment that stands above what a clause demands, and a blank
// line above it unless it is the first of its block. A nil clause says nothing.
func (b *body) say(c *model.Clause) {
	if c == nil {
		return
	}
	if !b.fresh {
		b.g.Line()
	}
	b.fresh = false
	b.g.Add(clauseComment(c.ID, c.Says))
}

// andSay adds the comment of one more clause that what follows is about.
func (b *body) andSay(c *model.Clause) {
	if c != nil {
		b.g.Add(clauseComment(c.ID, c.Says))
	}
}

// remark adds a comment that stands alone.
func (b *body) remark(why string) {
	if b.branch {
		b.g.Add(remarkAlone(why))
		return
	}
	b.g.Add(remark(why))
	b.g.Line()
}

// in has f write into a block, which it returns as the block's contents.
func (b *body) in(f func()) func(*jen.Group) {
	return func(g *jen.Group) {
		outer, branch := b.g, b.branch
		b.g, b.fresh, b.branch = g, true, false
		f()
		b.g, b.fresh, b.branch = outer, false, branch
	}
}

// fail adds
//
//	return nil, fake.Refuse("PutThings", NoSuchRule, "there is no rule %q", name)
func (b *body) fail(code string, format string, args ...jen.Code) {
	b.returnError(b.refusal(code, format, args...))
}

func (b *body) refusal(code, format string, args ...jen.Code) *jen.Statement {
	shape := b.api.Error(code)
	constant := jen.Qual(fakePath, "Code").Call(jen.Lit(code))
	if shape != nil {
		constant = jen.Id(shape.GoName)
	}
	all := append([]jen.Code{jen.Lit(b.op.Name), constant, jen.Lit(format)}, args...)
	s := jen.Qual(fakePath, "Refuse").Call(all...)
	if shape != nil && shape.Status != 0 && shape.Status != 400 {
		s.Dot("WithStatus").Call(jen.Lit(shape.Status))
	}
	return s
}

func (b *body) returnError(err jen.Code) {
	if b.op.Output == "" {
		b.g.Return(err)
	} else {
		b.g.Return(jen.Nil(), err)
	}
}

// succeed adds the return of the output called out, or of an empty one.
func (b *body) succeed(out jen.Code) {
	switch {
	case b.op.Output == "":
		b.g.Return(jen.Nil())
	case out != nil:
		b.g.Return(out, jen.Nil())
	default:
		b.g.Return(jen.Op("&").Id(b.outputType(b.op)).Values(), jen.Nil())
	}
}

// each adds a loop over the elements of the operation's list:
//
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		…
//	}
func (b *body) each(f func()) { b.over(b.op.Effect.Each, f) }

// over adds a loop over the elements of a list in the input.
func (b *body) over(list model.Path, f func()) {
	p := b.inputPlace(list)
	b.g.For(jen.Id("i").Op(":=").Range().Add(p.expr)).BlockFunc(b.in(func() {
		was := b.inLoop
		b.inLoop = true
		element := jen.Add(p.expr).Index(jen.Id("i"))
		if b.api.Shape(p.shape.Elem).Kind == model.Structure {
			element = jen.Op("&").Add(element)
		}
		b.g.Id(keyVar).Op(":=").Add(element)
		f()
		b.inLoop = was
	}))
}

// bound returns the place that a member of the thing comes from. Within the
// loop, it is reached through key.
func (b *body) bound(member string) (place, bool) {
	path := b.op.Effect.Bound(member)
	if path == "" {
		return place{}, false
	}
	return b.inputAt(path), true
}

// inputAt returns a place in the input, through key if the path leads through
// the list that the loop is about.
func (b *body) inputAt(path model.Path) place {
	if b.inLoop {
		if rest, ok := path.Within(b.op.Effect.Each); ok {
			return b.follow(jen.Id(keyVar), b.elemShape(b.op.Input, b.op.Effect.Each), rest)
		}
	}
	return b.inputPlace(path)
}

// inputPlace returns a place in the input.
func (b *body) inputPlace(path model.Path) place {
	return b.follow(jen.Id(inVar), b.op.Input, path)
}

// isEach reports whether a path leads through the list of the operation.
func (b *body) isEach(path model.Path) bool {
	_, ok := path.Within(b.op.Effect.Each)
	return ok
}

// keyText returns the texts of the members of the thing's key, read from where
// the operation's input has them.
func (b *body) keyText(member string) jen.Code {
	p, ok := b.bound(member)
	if !ok {
		return jen.Lit("")
	}
	return b.text(p)
}

// itemText returns the text of a member of the thing that is being made.
func (b *body) itemText(member string) jen.Code {
	return b.text(b.memberOf(jen.Id(itemVar), b.store.shape, member))
}
