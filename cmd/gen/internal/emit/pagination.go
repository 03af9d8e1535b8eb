package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// withKeys adds, where a page may not be asked for together with keys:
//
//	// clause describe-keys-unpaged: …
//	if len(in.ResourceKeys) > 0 && (in.Limit != nil || in.NextToken != nil) {
//		return nil, fake.Refuse(…)
//	}
func (b *body) withKeys(c *model.Clause) {
	pages := b.op.Clause("pagination")
	if !mayFail(c) || pages == nil {
		return // it is said where the keys are used
	}
	b.say(c)
	rule := pages.Rule.(model.Pagination)
	keys := b.inputPlace(model.Path(c.Rule.(model.WithKeys).Keys))
	asked := b.inputPlace(model.Path(rule.Token)).present()
	if rule.Limit != "" {
		asked = jen.Parens(b.inputPlace(model.Path(rule.Limit)).present().Op("||").Add(asked))
	}
	b.g.If(keys.present().Op("&&").Add(asked)).BlockFunc(b.in(func() {
		b.choose(c, func(choice string) {
			if code := model.ErrorOf(choice); code != "" {
				b.fail(code, "a page can't be asked for together with "+keys.shape.Name)
			} else {
				b.remark("They count for nothing.")
			}
		})
	}))
}

// pageStart adds limit and after, the size of the page and where it begins:
//
//	// clause describe-pages: …
//	limit := 25
//	if in.Limit != nil && *in.Limit > 0 {
//		limit = int(*in.Limit)
//	}
//	cursor := fake.NewCursor("DescribeThings", f.scope.Account, f.scope.Region, in.Name)
//	after, token := cursor.After(in.NextToken)
//	if token == fake.Garbage {
//		return nil, fake.Refuse(…)
//	}
func (b *body) pageStart(c *model.Clause) {
	rule := c.Rule.(model.Pagination)
	b.say(c)
	b.g.Id("limit").Op(":=").Lit(rule.Default)
	if rule.Limit != "" {
		asked := b.inputPlace(model.Path(rule.Limit))
		size := jen.Int().Call(asked.value())
		cond := jen.Add(asked.value()).Op(">").Lit(0)
		if there := asked.present(); there != nil {
			cond = there.Op("&&").Add(cond)
		}
		b.g.If(cond).Block(jen.Id("limit").Op("=").Add(size))
	}
	if limit := b.op.Clause("pagination/cap"); limit != nil {
		b.say(limit)
		b.choose(limit, func(choice string) {
			if choice == "capped" {
				b.g.Id("limit").Op("=").Id("min").Call(jen.Id("limit"), jen.Lit(limit.Rule.(model.Cap).Cap))
			} else {
				b.remark("The page is as large as it was asked for.")
			}
		})
	}
	words := []jen.Code{jen.Lit(b.op.Name), jen.Id("f").Dot("scope").Dot("Account"), jen.Id("f").Dot("scope").Dot("Region")}
	for _, m := range b.store.thing.Partition {
		if _, ok := b.bound(m); ok {
			words = append(words, b.store.fold(b.keyText(m)))
		}
	}
	b.g.Id("cursor").Op(":=").Qual(fakePath, "NewCursor").Call(words...)
	given := b.inputPlace(model.Path(rule.Token))
	token := given.expr
	if !given.ptr {
		token = jen.Op("&").Add(token)
	}
	if order := b.op.Clause("pagination/order"); order == nil {
		b.g.List(jen.Id("after"), jen.Id("token")).Op(":=").Id("cursor").Dot("After").Call(token)
	} else {
		b.g.List(jen.Id("mark"), jen.Id("token")).Op(":=").Id("cursor").Dot("Mark").Call(token)
		if may(order, "insertion") {
			b.g.Id("after").Op(":=").Id("mark").Dot("Place")
		}
	}
	b.g.If(jen.Id("token").Op("==").Qual(fakePath, "Garbage")).BlockFunc(b.in(func() { b.failToken(rule, rule.Error) }))
	b.foreignToken(rule)
	b.emptyToken(rule)
}

// foreignToken adds what becomes of a token of another list.
func (b *body) foreignToken(rule model.Pagination) {
	c := b.op.Clause("pagination/foreign-token")
	if c == nil {
		b.g.If(jen.Id("token").Op("==").Qual(fakePath, "Foreign")).BlockFunc(b.in(func() { b.failToken(rule, rule.Error) }))
		return
	}
	b.token(c, rule, "Foreign", "The place that it names counts, whichever list it was given for.")
}

// emptyToken adds what becomes of a token of no characters.
func (b *body) emptyToken(rule model.Pagination) {
	if c := b.op.Clause("pagination/empty-token"); c != nil {
		b.token(c, rule, "Empty", "The place that it names is the start.")
	}
}

// token adds what becomes of a token of some kind, which is an error or else
// names a place.
func (b *body) token(c *model.Clause, rule model.Pagination, kind, otherwise string) {
	b.say(c)
	if !mayFail(c) {
		b.remark(otherwise)
		return
	}
	b.g.If(jen.Id("token").Op("==").Qual(fakePath, kind)).BlockFunc(b.in(func() {
		b.choose(c, func(choice string) {
			if code := model.ErrorOf(choice); code != "" {
				b.failToken(rule, code)
			} else {
				b.remark(otherwise)
			}
		})
	}))
}

// orderedPage adds page, the things to show, in the order that a clause says:
//
//	// clause describe-order: …
//	var page fake.Page[RemediationException]
//	switch f.profile.DescribeOrder {
//	case ChoiceByKey:
//		page = fake.PageByKey(…)
//	default:
//		page = fake.PageOf(…)
//	}
//
// Things are of a type, and have a text for each member of their key; things
// returns those from a place on.
func (b *body) orderedPage(kind *jen.Statement, key []string, text func(string) jen.Code, things func(place jen.Code) *jen.Statement, after, keep jen.Code) {
	order := b.op.Clause("pagination/order")
	if order == nil {
		b.g.Id("page").Op(":=").Qual(fakePath, "PageOf").Call(things(after), jen.Id("limit"), keep)
		return
	}
	b.say(order)
	b.g.Var().Id("page").Qual(fakePath, "Page").Types(kind)
	b.choose(order, func(choice string) {
		if choice != "by-key" {
			b.g.Id("page").Op("=").Qual(fakePath, "PageOf").Call(things(after), jen.Id("limit"), keep)
			return
		}
		sorted := things(jen.Lit(0))
		whole := jen.Add(b.store.fold(text(key[0])))
		for _, m := range key[1:] {
			whole = whole.Op("+").Lit("\x00").Op("+").Add(b.store.fold(text(m)))
		}
		b.g.Id("key").Op(":=").Func().Params(jen.Id("v").Op("*").Add(kind)).String().Block(jen.Return(whole))
		b.g.Id("page").Op("=").Qual(fakePath, "PageByKey").Call(sorted, jen.Id("key"), jen.Id("mark").Dot("Key"), jen.Id("limit"), keep)
	})
}

// lastPage adds what follows a full page that shows the last thing:
//
//	// clause describe-last-page: …
//	switch f.profile.DescribeLastPage {
//	case ChoiceEmptyPage:
//		page.Announce(limit)
//	default:
//		// Nothing does.
//	}
func (b *body) lastPage() {
	c := b.op.Clause("pagination/last-page")
	if c == nil {
		return
	}
	b.say(c)
	b.choose(c, func(choice string) {
		if choice == "empty-page" {
			b.g.Id("page").Dot("Announce").Call(jen.Id("limit"))
		} else {
			b.remark("Nothing does.")
		}
	})
}

func (b *body) failToken(rule model.Pagination, code string) {
	b.fail(code, rule.Token+" is not a token that "+b.op.Name+" gave for this list")
}

// nextToken adds the token for the page that follows:
//
//	out.NextToken = cursor.OptionalToken(page.Next)
func (b *body) nextToken(c *model.Clause) {
	next := b.follow(jen.Id(outVar), b.op.Output, model.Path(c.Rule.(model.Pagination).Next))
	method, at := "Token", jen.Id("page").Dot("Next")
	if b.op.Clause("pagination/order") != nil {
		method, at = "MarkToken", jen.Id("page").Dot("Mark").Call()
	}
	if next.ptr {
		method = "Optional" + method
	}
	b.g.Add(next.expr).Op("=").Id("cursor").Dot(method).Call(at)
}
