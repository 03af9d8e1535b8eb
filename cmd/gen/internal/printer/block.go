package printer

import "github.com/dave/jennifer/jen"

// A Block is a block of statements in the making.
type Block struct {
	g *jen.Group
	// fresh reports that the block has no comment yet.
	fresh *bool
	// alone reports that a comment may be all that there is in the block, which
	// is a case of a switch.
	alone bool
}

// NewBlock returns what adds to a group of statements.
func NewBlock(g *jen.Group) Block { return Block{g: g, fresh: new(true)} }

// Body returns the contents of a block within b, which f adds.
func (b Block) Body(f func(Block)) func(*jen.Group) {
	return func(g *jen.Group) {
		f(NewBlock(g))
		*b.fresh = false
	}
}

// Add adds a statement.
func (b Block) Add(statement jen.Code) { b.g.Add(statement) }

// Line adds a blank line.
func (b Block) Line() { b.g.Line() }

// Say adds the comment that stands above what a clause demands, and a blank
// line above it unless it is the first of its block.
func (b Block) Say(id, text string) {
	if !*b.fresh {
		b.g.Line()
	}
	*b.fresh = false
	b.g.Add(Clause(id, text))
}

// SayToo adds the comment of one more clause that what follows is about.
func (b Block) SayToo(id, text string) { b.g.Add(Clause(id, text)) }

// Remark adds a comment that stands alone.
func (b Block) Remark(text string) {
	if b.alone {
		b.g.Add(RemarkAlone(text))
		return
	}
	b.g.Add(Remark(text))
	b.g.Line()
}

// If adds a statement that is done on a condition.
func (b Block) If(condition jen.Code, f func(Block)) { b.g.If(condition).BlockFunc(b.Body(f)) }

// IfLet adds the same with a statement before the condition:
//
//	if old := here.Resources.Get(key); old != nil { … }
func (b Block) IfLet(let, condition jen.Code, f func(Block)) {
	b.g.If(let, condition).BlockFunc(b.Body(f))
}

// For adds a loop. What stands between for and the block is given.
func (b Block) For(head jen.Code, f func(Block)) { b.g.For(head).BlockFunc(b.Body(f)) }

// Brace adds a block that stands by itself.
func (b Block) Brace(f func(Block)) { b.g.BlockFunc(b.Body(f)) }

// Switch adds a switch, of which f adds the cases.
func (b Block) Switch(on jen.Code, f func(Block)) { b.g.Switch(on).BlockFunc(b.Body(f)) }

// Case adds a case to a switch, or the default if there are no values.
func (b Block) Case(values []jen.Code, f func(Block)) {
	if len(values) == 0 {
		b.g.Default().BlockFunc(b.Body(f))
	} else {
		b.g.Case(values...).BlockFunc(b.Body(f))
	}
}

// Choice is Case for one that may have a comment alone.
func (b Block) Choice(values []jen.Code, f func(Block)) {
	b.Case(values, func(b Block) {
		b.alone = true
		f(b)
	})
}

// Set adds an assignment, or with := a declaration.
func (b Block) Set(left jen.Code, operator string, right jen.Code) {
	b.g.Add(left).Op(operator).Add(right)
}

// Return adds a return.
func (b Block) Return(values ...jen.Code) { b.g.Return(values...) }

// Continue adds a continue.
func (b Block) Continue() { b.g.Continue() }
