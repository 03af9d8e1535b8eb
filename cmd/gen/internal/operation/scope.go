package operation

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/names"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/shape"
	"github.com/fakesmith/fakesmith/model"
)

// A Scope is where in the body of an operation's method something is written:
// a block, and what the variables there stand for.
type Scope struct {
	*Operation
	printer.Block
	// InLoop reports that the block is within the loop over the elements of the
	// operation's list, each of which is called key.
	InLoop bool
	// Reject adds what becomes of the resource at hand if it can't be dealt with
	// for a reason, Guarded the same if a guard rejects it.
	Reject, Guarded func(s Scope, reason string)

	// ended reports that whatever came next would never be reached.
	ended *bool
	// named is what became of the name of the key at hand, if it gets one.
	named *bool
}

// Body returns the scope of the body of an operation's method.
func (o *Operation) Body(g *jen.Group) Scope {
	return Scope{Operation: o, Block: printer.NewBlock(g), ended: new(false)}
}

// End notes that whatever came next would never be reached.
func (s Scope) End() { *s.ended = true }

// Ended reports whether whatever came next would never be reached.
func (s Scope) Ended() bool { return *s.ended }

// within returns what adds to a block within the scope.
func (s Scope) within(f func(Scope)) func(printer.Block) {
	return func(b printer.Block) {
		s.Block = b
		f(s)
	}
}

// Say adds the comment that stands above what a clause demands. A nil clause
// says nothing.
func (s Scope) Say(c *model.Clause) {
	if c != nil {
		s.Block.Say(c.ID, c.Description)
	}
}

// SayToo adds the comment of one more clause that what follows is about.
func (s Scope) SayToo(c *model.Clause) {
	if c != nil {
		s.Block.SayToo(c.ID, c.Description)
	}
}

// If adds a statement that is done on a condition, or in any case if the
// condition is nil.
func (s Scope) If(condition *jen.Statement, f func(Scope)) {
	if condition == nil {
		f(s)
		return
	}
	s.Block.If(condition, s.within(f))
}

// IfLet adds a statement that is done on a condition, with one before it.
func (s Scope) IfLet(let, condition jen.Code, f func(Scope)) {
	s.Block.IfLet(let, condition, s.within(f))
}

// For adds a loop.
func (s Scope) For(head jen.Code, f func(Scope)) { s.Block.For(head, s.within(f)) }

// Brace adds a block that stands by itself.
func (s Scope) Brace(f func(Scope)) { s.Block.Brace(s.within(f)) }

// Switch adds a switch, of which f adds the cases.
func (s Scope) Switch(on jen.Code, f func(Scope)) { s.Block.Switch(on, s.within(f)) }

// Case adds a case to a switch.
func (s Scope) Case(values []jen.Code, f func(Scope)) { s.Block.Case(values, s.within(f)) }

// Func returns a function, of which f adds the body.
func (s Scope) Func(parameter jen.Code, result jen.Code, f func(Scope)) *jen.Statement {
	return jen.Func().Params(parameter).Add(result).BlockFunc(s.Block.Body(s.within(f)))
}

// Choose adds what an answer is in the choice that a clause makes.
func (s Scope) Choose(c *model.Clause, answer func(s Scope, choice string)) {
	Choose(s.Plan, s.Block, "f", c, func(b printer.Block, choice string) {
		s.within(func(s Scope) { answer(s, choice) })(b)
	})
}

// Fail adds
//
//	return nil, runtime.Errorf("PutThings", NoSuchRule, "there is no rule %q", name)
func (s Scope) Fail(code string, format string, args ...jen.Code) {
	if err := s.Rejection(code, format, args...); s.Output == "" {
		s.Return(err)
	} else {
		s.Return(jen.Nil(), err)
	}
}

// Enforced adds the comment of a clause, and reports whether it may be an error
// to break it. If not, it adds what happens instead.
func (s Scope) Enforced(c *model.Clause, otherwise string) bool {
	s.Say(c)
	if !MayFail(c) {
		s.Remark(otherwise)
	}
	return MayFail(c)
}

// FailOr adds the error that a clause chooses for those who break it, or what
// happens instead.
func (s Scope) FailOr(c *model.Clause, otherwise, format string, args ...jen.Code) {
	s.Choose(c, func(s Scope, choice string) {
		if code := model.ErrorOf(choice); code != "" {
			s.Fail(code, format, args...)
		} else {
			s.Remark(otherwise)
		}
	})
}

// Succeed adds the return of an output, or of one without anything if there is
// none.
func (s Scope) Succeed(out jen.Code) {
	switch {
	case s.Output == "":
		s.Return(jen.Nil())
	case out != nil:
		s.Return(out, jen.Nil())
	default:
		s.Return(jen.Op("&").Id(s.OutputType(s.Operation.Operation)).Values(), jen.Nil())
	}
}

// SucceedEmpty adds the return of an output with nothing to report.
func (s Scope) SucceedEmpty() {
	if s.Output == "" {
		s.Succeed(nil)
	} else {
		s.Succeed(s.NewOutput())
	}
}

// Each adds a loop over the elements of the operation's list:
//
//	for i := range in.ResourceKeys {
//		key := &in.ResourceKeys[i]
//		…
//	}
func (s Scope) Each(f func(Scope)) { s.Over(s.Effect.Each, f) }

// Over adds a loop over the elements of a list in the input.
func (s Scope) Over(list model.Path, f func(Scope)) {
	p := s.InputPlace(list)
	s.For(jen.Id("i").Op(":=").Range().Add(p.Expr), func(s Scope) {
		s.InLoop = true
		element := jen.Add(p.Expr).Index(jen.Id("i"))
		if s.Shape(p.Shape.Elem).Kind == model.Structure {
			element = jen.Op("&").Add(element)
		}
		s.Set(jen.Id(Key), ":=", element)
		f(s)
	})
}

// OnceOrEach adds what is done once, or if any of some paths leads through the
// operation's list, for each element of that.
func (s Scope) OnceOrEach(paths []model.Path, f func(Scope)) {
	for _, p := range paths {
		if s.IsEach(p) {
			s.Each(f)
			return
		}
	}
	f(s)
}

// Bound returns the place that a member of the resource comes from. Within the
// loop, it is reached through key.
func (s Scope) Bound(member string) (shape.Place, bool) {
	path := s.Effect.Bound(member)
	if path == "" {
		return shape.Place{}, false
	}
	return s.InputAt(path), true
}

// InputAt returns a place in the input, through key if the path leads through
// the list that the loop is about.
func (s Scope) InputAt(path model.Path) shape.Place {
	if s.InLoop {
		if rest, ok := path.Within(s.Effect.Each); ok {
			return s.Follow(jen.Id(Key), s.ElemShape(s.Input, s.Effect.Each), rest)
		}
	}
	return s.InputPlace(path)
}

// KeyText returns the text of a member of the resource's key, read from where the
// operation's input has it.
func (s Scope) KeyText(member string) jen.Code {
	p, ok := s.Bound(member)
	if !ok {
		return jen.Lit("")
	}
	return s.Text(p)
}

// KeyOfEach returns the value of what differs, in the resource's key, from one
// element of the operation's list to the next.
func (s Scope) KeyOfEach() *jen.Statement {
	if s.named != nil {
		*s.named = true
		return jen.Id("one")
	}
	return s.Store.KeyValue(s.EachMembers(), s.KeyText)
}

// WithKey adds what is done with the resource at hand, and before it, if that asks
// for a key which is not to be had at once, its name:
//
//	one := [2]string{f.profile.keyIdentity(…), …}
func (s Scope) WithKey(rest func(Scope)) {
	if !names.Open(s.Store.Identity) {
		rest(s)
		return
	}
	named := s
	named.named = new(false)
	jen.Null().BlockFunc(s.Block.Body(named.within(rest))) // only to see whether it asks
	if *named.named {
		s.Set(jen.Id("one"), ":=", s.KeyOfEach())
	}
	rest(named)
}
