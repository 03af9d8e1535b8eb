package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/operation"
	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
	"github.com/fakesmith/fakesmith/model"
)

// A Pagination is the clause that resources are returned in pages.
type Pagination struct {
	clause *model.Clause
	rule   model.Pagination
}

// PaginationOf returns the clause of an operation, and whether it has one.
func PaginationOf(o *operation.Operation) (Pagination, bool) {
	c := o.Clause("pagination")
	if c == nil {
		return Pagination{}, false
	}
	return Pagination{c, c.Rule.(model.Pagination)}, true
}

// A withKeys is the clause about a page that is asked for together with keys.
type withKeys struct {
	clause *model.Clause
	rule   model.WithKeys
}

func newWithKeys(c *model.Clause) any { return withKeys{c, c.Rule.(model.WithKeys)} }

// Request adds, where that may be an error:
//
//	// clause describe-keys-unpaged: …
//	if len(in.ResourceKeys) > 0 && (in.Limit != nil || in.NextToken != nil) {
//		return nil, runtime.Errorf(…)
//	}
func (w withKeys) Request(s operation.Scope) {
	pages, ok := PaginationOf(s.Operation)
	if !ok || !operation.MayFail(w.clause) {
		return // it is said where the keys are used
	}
	s.Say(w.clause)
	keys := s.InputPlace(model.Path(w.rule.Keys))
	asked := s.InputPlace(model.Path(pages.rule.Token)).Present()
	if pages.rule.Limit != "" {
		asked = jen.Parens(s.InputPlace(model.Path(pages.rule.Limit)).Present().Op("||").Add(asked))
	}
	s.If(printer.And(keys.Present(), asked), func(s scope) {
		s.FailOr(w.clause, "They count for nothing.", "a page can't be asked for together with "+keys.Shape.Name)
	})
}

// Start adds limit and after, the size of the page and where it begins:
//
//	// clause describe-pages: …
//	limit := 25
//	if in.Limit != nil && *in.Limit > 0 {
//		limit = int(*in.Limit)
//	}
//	cursor := runtime.NewCursor("DescribeThings", f.scope.Account, f.scope.Region, in.Name)
//	after, token := cursor.After(in.NextToken)
//	if token == runtime.Garbage {
//		return nil, runtime.Errorf(…)
//	}
func (p Pagination) Start(s operation.Scope) {
	s.Say(p.clause)
	s.Set(jen.Id("limit"), ":=", jen.Lit(p.rule.Default))
	if p.rule.Limit != "" {
		asked := s.InputPlace(model.Path(p.rule.Limit))
		s.If(printer.And(asked.Present(), asked.Value().Op(">").Lit(0)), func(s scope) {
			s.Set(jen.Id("limit"), "=", jen.Int().Call(asked.Value()))
		})
	}
	limitCap(s)
	words := []jen.Code{jen.Lit(s.Name), printer.Sel("f", "scope", "Account"), printer.Sel("f", "scope", "Region")}
	for _, m := range s.Store.Resource.Partition {
		if _, ok := s.Bound(m); ok {
			words = append(words, s.Store.Fold(s.KeyText(m)))
		}
	}
	s.Set(jen.Id("cursor"), ":=", printer.Runtime("NewCursor").Call(words...))
	token := s.InputPlace(model.Path(p.rule.Token)).Pointer()
	if order := s.Clause("pagination/order"); order == nil {
		s.Set(jen.List(jen.Id("after"), jen.Id("token")), ":=", printer.Sel("cursor", "After").Call(token))
	} else {
		s.Set(jen.List(jen.Id("mark"), jen.Id("token")), ":=", printer.Sel("cursor", "Mark").Call(token))
		if operation.May(order, "insertion") {
			s.Set(jen.Id("after"), ":=", printer.Sel("mark", "Place"))
		}
	}
	s.If(isToken("Garbage"), func(s scope) { s.Fail(p.rule.Error, p.badToken(s)) })
	p.foreignToken(s)
	p.emptyToken(s)
}

// limitCap adds what becomes of a page that is asked to be larger than pages
// are.
func limitCap(s scope) {
	c := s.Clause("pagination/cap")
	if c == nil {
		return
	}
	s.Say(c)
	s.Choose(c, func(s scope, choice string) {
		if choice == "capped" {
			s.Set(jen.Id("limit"), "=", jen.Id("min").Call(jen.Id("limit"), jen.Lit(c.Rule.(model.Cap).Cap)))
		} else {
			s.Remark("The page is as large as requested.")
		}
	})
}

// isToken returns the condition that the token is of some kind.
func isToken(kind string) *jen.Statement {
	return jen.Id("token").Op("==").Add(printer.Runtime(kind))
}

// foreignToken adds what becomes of a token of another list.
func (p Pagination) foreignToken(s scope) {
	c := s.Clause("pagination/foreign-token")
	if c == nil {
		s.If(isToken("Foreign"), func(s scope) { s.Fail(p.rule.Error, p.badToken(s)) })
		return
	}
	p.token(s, c, "Foreign", "Its position counts, whichever list it was returned for.")
}

// emptyToken adds what becomes of a token of no characters.
func (p Pagination) emptyToken(s scope) {
	if c := s.Clause("pagination/empty-token"); c != nil {
		p.token(s, c, "Empty", "The place that it names is the start.")
	}
}

// token adds what becomes of a token of some kind, which is an error or else
// names a place.
func (p Pagination) token(s scope, c *model.Clause, kind, otherwise string) {
	if s.Enforced(c, otherwise) {
		s.If(isToken(kind), func(s scope) { s.FailOr(c, otherwise, p.badToken(s)) })
	}
}

// badToken says what is wrong with a token.
func (p Pagination) badToken(s scope) string {
	return p.rule.Token + " is not a token that " + s.Name + " gave for this list"
}

// A Listed is what pages are made of: values of a type, with a text for each
// member of their key. From returns those from a place on; Keep is the name of
// the function that filters them, or nil.
type Listed struct {
	Type *jen.Statement
	Key  []string
	Text func(member string) jen.Code
	From func(s operation.Scope, place jen.Code) *jen.Statement
	Keep jen.Code
}

// Page adds page, the resources to return, in the order that a clause says:
//
//	// clause describe-order: …
//	var page runtime.Page[RemediationException]
//	switch f.profile.DescribeOrder {
//	case ChoiceByKey:
//		page = runtime.PageByKey(…)
//	default:
//		page = runtime.PageOf(…)
//	}
func (p Pagination) Page(s operation.Scope, l Listed) {
	page, limit := jen.Id("page"), jen.Id("limit")
	inOrder := func(s scope) *jen.Statement {
		return printer.Runtime("PageOf").Call(l.From(s, jen.Id("after")), limit, l.Keep)
	}
	order := s.Clause("pagination/order")
	if order == nil {
		s.Set(page, ":=", inOrder(s))
		return
	}
	s.Say(order)
	s.Add(jen.Var().Id("page").Add(printer.Runtime("Page")).Types(l.Type))
	s.Choose(order, func(s scope, choice string) {
		// A list that asks for the whole key never has two resources, and no key to sort them by.
		if choice != "by-key" || len(l.Key) == 0 {
			s.Set(page, "=", inOrder(s))
			return
		}
		sorted := l.From(s, jen.Lit(0))
		s.Set(jen.Id("key"), ":=", jen.Func().Params(jen.Id("v").Op("*").Add(l.Type)).String().Block(jen.Return(l.sortKey(s))))
		s.Set(page, "=", printer.Runtime("PageByKey").Call(sorted, jen.Id("key"), printer.Sel("mark", "Key"), limit, l.Keep))
	})
}

// sortKey returns the text by which values called v are sorted.
func (l Listed) sortKey(s scope) *jen.Statement {
	whole := jen.Add(s.Store.Fold(l.Text(l.Key[0])))
	for _, m := range l.Key[1:] {
		whole = whole.Op("+").Lit("\x00").Op("+").Add(s.Store.Fold(l.Text(m)))
	}
	return whole
}

// LastPage adds what follows a full page that has the last resource:
//
//	// clause describe-last-page: …
//	switch f.profile.DescribeLastPage {
//	case ChoiceEmptyPage:
//		page.Announce(limit)
//	default:
//		// The page is the last one.
//	}
func (p Pagination) LastPage(s operation.Scope) {
	c := s.Clause("pagination/last-page")
	if c == nil {
		return
	}
	s.Say(c)
	s.Choose(c, func(s scope, choice string) {
		if choice == "empty-page" {
			s.Add(printer.Sel("page", "Announce").Call(jen.Id("limit")))
		} else {
			s.Remark("The page is the last one.")
		}
	})
}

// NextToken adds the token for the page that follows:
//
//	out.NextToken = cursor.OptionalToken(page.Next)
func (p Pagination) NextToken(s operation.Scope) {
	next := s.OutputPlace(model.Path(p.rule.Next))
	method, at := "Token", printer.Sel("page", "Next")
	if s.Clause("pagination/order") != nil {
		method, at = "MarkToken", printer.Sel("page", "Mark").Call()
	}
	if next.Ptr {
		method = "Optional" + method
	}
	s.Set(next.Expr, "=", printer.Sel("cursor", method).Call(at))
}
