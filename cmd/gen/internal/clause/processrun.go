package clause

import (
	"github.com/dave/jennifer/jen"

	"github.com/fakesmith/fakesmith/cmd/gen/internal/printer"
)

// What an account knows of processes beside what reads return.
const (
	runs   = "runs"   // those that have not ended, by key
	known  = "known"  // what there was of a key before
	stale  = "stale"  // what the snapshot has of keys of which something was decided since
	looks  = "looks"  // when the next snapshot is taken
	agenda = "agenda" // what becomes due
	record = "log"    // what there was
	loaded = "loaded" // a state was loaded that nobody has looked at yet
)

// logged is how many executions a fake remembers.
const logged = 10_000

// Fields adds to an account what it knows of processes beside what reads return.
func (p Process) Fields(g *jen.Group) {
	g.Add(printer.Doc("runs are the " + p.Store.Field + " that have not ended, and known is what there was of keys before."))
	g.Id(runs).Map(p.keyType()).Id("run")
	g.Id(known).Map(p.keyType()).Op("*").Id("past")
	if p.auto.hourly() {
		g.Add(printer.Doc("stale is what the snapshot of " + p.auto.starts.Fact + " has, where something was decided since, and looks is when the next is taken."))
		g.Id(stale).Map(p.keyType()).Add(p.auto.factType(p))
		g.Id(looks).Qual("time", "Time")
	}
	g.Add(printer.Doc("agenda is what becomes due, and log what there was."))
	g.Id(agenda).Add(p.agendaType())
	g.Id(record).Add(printer.Runtime("Log").Types(jen.Id("Execution")))
	g.Add(printer.Doc("loaded reports that nobody has looked at what was loaded yet."))
	g.Id(loaded).Bool()
}

// Made adds the same to the literal of a new account.
func (p Process) Made(g *jen.Group) {
	g.Id(runs).Op(":").Map(p.keyType()).Id("run").Values()
	g.Id(known).Op(":").Map(p.keyType()).Op("*").Id("past").Values()
	if p.auto.hourly() {
		g.Id(stale).Op(":").Map(p.keyType()).Add(p.auto.factType(p)).Values()
	}
	compare := jen.Qual("slices", "Compare").Call(jen.Id("k").Index(jen.Op(":")), jen.Id("other").Index(jen.Op(":")))
	if len(p.Store.Resource.Key) == 1 {
		compare = jen.Qual("strings", "Compare").Call(jen.Id("k"), jen.Id("other"))
	}
	g.Id(agenda).Op(":").Add(p.agendaType()).CustomFunc(printer.Lines, func(g *jen.Group) {
		g.Id("Compare").Op(":").Func().Params(jen.List(jen.Id("k"), jen.Id("other")).Add(p.keyType())).Int().Block(jen.Return(compare))
	})
	g.Id(record).Op(":").Add(printer.Runtime("Log").Types(jen.Id("Execution"))).Values(jen.Id("Most").Op(":").Lit(logged))
}

// dues adds the constants for what becomes due.
func (p Process) dues(f *jen.File) {
	f.Add(printer.Doc("What becomes due of " + p.Store.Field + ", in the order in which it is done at one instant."))
	f.Const().DefsFunc(func(g *jen.Group) {
		g.Id("dueEnd").Op("=").Iota().Comment("one ends")
		if p.auto.hourly() {
			g.Id("dueSnapshot").Comment("the service looks at what was decided")
		}
		if p.auto != nil {
			g.Id("dueStart").Comment("the service may have to start one")
		}
		g.Id("dueRunning").Comment("one is queued no longer")
	})
	f.Line()
}

// runType adds what is known of a process that has not ended, and of a key of which there
// was one.
func (p Process) runType(f *jen.File) {
	f.Add(printer.Doc("A run is of the " + p.Store.Field + " one that has not ended."))
	f.Type().Id("run").StructFunc(func(g *jen.Group) {
		g.List(jen.Id("began"), jen.Id("ends")).Qual("time", "Time")
		g.Add(printer.Doc("outcome is the state in which it ends."))
		g.Id("outcome").Id(p.stateEnum().GoName)
		g.Add(printer.Doc("entry is its number in the log."))
		g.Id("entry").Int()
		if p.auto != nil {
			p.auto.runFields(p, g)
		}
	})
	f.Line()
	f.Add(printer.Doc("A past is what there was of " + p.Store.Field + " of a key."))
	f.Type().Id("past").StructFunc(func(g *jen.Group) {
		if p.auto != nil {
			g.Add(printer.Doc("decided counts how often something was decided for the snapshot, and answered is what that was when the last one began that has succeeded."))
			g.List(jen.Id("decided"), jen.Id("answered")).Int()
			g.Add(printer.Doc("entries are the numbers, in the log, of those that the service has started and after which nothing was put that would have blocked them."))
			g.Id("entries").Index().Int()
			g.Add(printer.Doc("expires is when the next start is due, because what blocks it is gone or it has to be looked at again."))
			g.Id("expires").Qual("time", "Time")
		}
	})
	f.Line()
}
