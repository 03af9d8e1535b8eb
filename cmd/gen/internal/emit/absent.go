package emit

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/model"
)

// absentVar counts the things that are not there.
const absentVar = "absent"

// failAbsent adds the error that a thing to be deleted is not there. Where the
// model has none for a request of which nothing is there, the operation's
// first declared error serves.
func (b *body) failAbsent(absent *model.Clause) {
	code := "InternalFailure"
	if len(b.op.Errors) > 0 {
		code = b.op.Errors[0]
	}
	fail := func(choice string) {
		if own := model.ErrorOf(choice); own != "" {
			b.fail(own, "there is no such "+b.store.thing.Name)
		} else {
			b.fail(code, "there is no such "+b.store.thing.Name)
		}
	}
	if absent == nil {
		fail("")
		return
	}
	b.choose(absent, fail)
}

// noneThere adds what becomes of a request of which nothing is there.
func (b *body) noneThere(absent *model.Clause) {
	b.choose(absent, func(choice string) {
		if model.ErrorOf(choice) != "" {
			b.fail(model.ErrorOf(choice), "there is no such "+b.store.thing.Name)
		} else {
			b.succeed(b.emptyOutput())
		}
	})
}

// someAbsent adds what keeps a request from being answered well of which some
// things are not there: before the others are deleted, and after.
func (b *body) someAbsent(some, absent *model.Clause, deleted bool) {
	fails := "error-none-deleted"
	if deleted {
		fails = "error-rest-deleted"
	}
	if !may(some, fails) {
		return
	}
	b.say(some)
	fail := func() {
		b.g.If(jen.Id(absentVar).Op(">").Lit(0)).BlockFunc(b.in(func() { b.failAbsent(absent) }))
	}
	if deleted && open(some) {
		b.g.If(chooses("f", some, fails).Op("&&").Id(absentVar).Op(">").Lit(0)).
			BlockFunc(b.in(func() { b.failAbsent(absent) }))
		return
	}
	b.choose(some, func(choice string) {
		switch choice {
		case fails:
			fail()
		case "failed-batch":
			b.remark("The others are deleted, and the absent ones told.")
		default:
			b.remark("The others are deleted first.")
		}
	})
}
