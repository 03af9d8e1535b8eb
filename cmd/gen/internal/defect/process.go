package defect

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

var processDefects = []row{
	{"process", "early", func(r *rewrite) { r.moveEnd(func(later *ast.CallExpr) { r.wrap(later.Args[1], "max(", "-1, 0)") }) }},
	{"process", "late", func(r *rewrite) { r.moveEnd(func(later *ast.CallExpr) { r.wrap(later, "", ".Add(1)") }) }},
	{"process", "at-once", func(r *rewrite) { r.moveEnd(func(later *ast.CallExpr) { r.replace(later.Args[1], "0") }) }},
	{"process", "stuck", func(r *rewrite) { r.begin(r.function("end").Body, "if !here.now.IsZero() { return }") }},
	{"process", "succeeds", func(r *rewrite) { r.before(r.stateEnds(), "one.outcome = "+r.succeeded()) }},
	{"process", "decided-late", func(r *rewrite) {
		r.before(r.stateEnds(), "one.outcome, _ = here.ending(key, here.now)")
	}},
	{"process", "elsewhere", func(r *rewrite) {
		fact := r.resource(r.clause.Rule.(model.Process).Outcome)
		for _, get := range r.calls(r.function("ending"), ".Get") {
			r.replace(get, r.anywhere(fact, "a"))
		}
	}},
	{"process", "untouched", func(r *rewrite) { r.replace(r.ends(r.clause.Rule.(model.Process).Updated), "_ = ended") }},
	{"process", "moved", func(r *rewrite) {
		process := r.resource(r.op.Effect.Of)
		began, ended := process.Shape.Member(r.clause.Rule.(model.Process).Began), "ended"
		if began.Required {
			ended = "*ended"
		}
		r.after(r.stateEnds(), "v."+began.GoName+" = "+ended)
	}},
	{"process", "lost", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		for _, fn := range r.readers() {
			for _, call := range r.calls(fn, t.table+".Partition", t.table+".All") {
				r.wrap(call, "runtime.Where(", ", unended)")
			}
		}
	}},

	{"process/steps", "wordless", func(r *rewrite) { r.drop(r.stepEnds(r.clause.Rule.(model.ProcessSteps).Message)) }},
	{"process/steps", "endless", func(r *rewrite) { r.drop(r.stepEnds(r.clause.Rule.(model.ProcessSteps).Ended)) }},

	{"process/busy", "any", func(r *rewrite) {
		check, get := r.busyCheck()
		r.edit(check.Init.Pos(), check.Cond.End(), fmt.Sprintf("runtime.Any(runtime.Where(%s.Partition(%s, 0), unended))",
			r.resource(r.op.Effect.Of).table, r.text(get.Args[0])))
	}},
	{"process/busy", "ever", func(r *rewrite) {
		check, _ := r.busyCheck()
		r.replace(check.Cond, "last != nil")
	}},

	{"process/starts", "unflagged", func(r *rewrite) {
		by := r.api.Shape(r.resource(r.op.Clause("process").Rule.(model.Process).By).Shape.Name)
		flag := "by." + by.Member(r.clause.Rule.(model.ProcessStarts).Flag).GoName
		for _, name := range []string{"consider", "considerAll", "mayStart"} {
			for _, n := range all[ast.Expr](r.function(name)) {
				if text := r.text(n); text == "runtime.Value("+flag+")" || text == flag && by.Member(r.clause.Rule.(model.ProcessStarts).Flag).Required {
					r.replace(n, "true")
				}
			}
		}
	}},
	{"process/starts", "again", func(r *rewrite) {
		r.wrapStatement(r.assigned("past.answered", "end"), "if len(past.entries) != 1 {", "}")
	}},
	{"process/starts", "once", func(r *rewrite) {
		for _, more := range all[*ast.IncDecStmt](r.function("decided")) {
			r.replace(more, "_ = past")
		}
	}},

	{"process/blocked", "expired", func(r *rewrite) {
		for _, due := range r.calls(r.function("mayStart"), "here.agenda.Add") {
			r.replace(due, "here.pastOf(key).answered = 1 << 30")
		}
	}},
	{"process/blocked", "elsewhere", func(r *rewrite) {
		block := r.resource(r.clause.Rule.(model.ProcessBlocked).By)
		for _, get := range r.calls(r.function("mayStart"), block.table+".Get") {
			r.replace(get, r.anywhere(block, "here"))
		}
	}},
	{"process/blocked", "ever", func(r *rewrite) {
		for _, op := range r.api.AllOperations(model.Deletes) {
			if op.Effect.Of != r.clause.Rule.(model.ProcessBlocked).By {
				continue
			}
			for _, call := range r.calls(r.do(op), "here.consider") {
				r.replace(call, "here.pastOf("+texts(r.Source, call.Args)+").answered = 1 << 30")
			}
		}
	}},

	{"process/retries", "most-more", func(r *rewrite) { r.limit("most", "", "+1") }},
	{"process/retries", "most-fewer", func(r *rewrite) { r.limit("most", "max(1, ", "-1)") }},
	{"process/retries", "moved", func(r *rewrite) { r.limit("within", "", "-time.Second") }},
	{"process/retries", "window", func(r *rewrite) {
		for _, exhausted := range r.calls(r.function("retry"), ".Exhausted") {
			r.replace(exhausted.Args[1], "1<<62")
		}
	}},
	{"process/retries", "success", func(r *rewrite) {
		for _, c := range all[*ast.CaseClause](r.function("end")) {
			if len(c.List) == 1 && strings.HasPrefix(r.text(c.List[0]), "one.outcome !=") {
				r.wrap(c.List[0], "", " && !one.automatic")
			}
		}
	}},
	{"process/retries", "never", func(r *rewrite) {
		for _, check := range all[*ast.IfStmt](r.function("retry")) {
			if strings.HasPrefix(r.text(check.Cond), "!one.streak.Exhausted(") {
				r.begin(check.Body, "if most > 0 { return }")
			}
		}
	}},

	{"process/exhausted", "elsewhere", func(r *rewrite) {
		block := r.resource(r.clause.Rule.(model.ProcessExhausted).Puts)
		last := block.Shape.Member(block.Key[len(block.Key)-1]).GoName
		for _, field := range all[*ast.KeyValueExpr](r.assignment("blocked", r.function("retry"))) {
			if r.text(field.Key) == last {
				for _, part := range all[*ast.IndexExpr](field.Value) {
					r.wrap(part, "", ` + "-other"`)
				}
			}
		}
	}},
	{"process/exhausted", "counted", func(r *rewrite) {
		file := r.set.File(r.function("retry").Pos()).Name()
		r.imports(file, "sync")
		r.declare(file, "// counted is what has failed of keys that were exhausted.\nvar counted sync.Map")
		r.after(r.assignment("blocked", r.function("retry")), "counted.Store(key, one.streak)")
		for _, run := range all[*ast.CompositeLit](r.function("start")) {
			if r.text(run.Type) == "run" {
				r.replace(run, "func(one run) run { if was, ok := counted.Load(key); ok { one.streak = was.(runtime.Streak) }; return one }("+r.text(run)+")")
			}
		}
	}},

	{"process/snapshot", "stale", func(r *rewrite) {
		starts := r.op.Clause("process/starts").Rule.(model.ProcessStarts)
		fact := r.resource(starts.Fact)
		snapshot := r.function("snapshot")
		value := r.constant(fact, starts.Values[0])
		file := r.set.File(snapshot.Pos()).Name()
		r.imports(file, "sync")
		r.declare(file, "// found are the keys of which the fact had that value once.\nvar found sync.Map")
		r.begin(snapshot.Body, "if _, ok := found.Load([2]any{a, key}); ok { return "+value+" }")
		put := r.function("put" + fact.field)
		r.after(r.assignment("key", put), fmt.Sprintf("if v.%s == %s { found.Store([2]any{a, key}, true) }", fact.Shape.Member(fact.Fact.Value).GoName, value))
	}},
	{"process/period", "never", func(r *rewrite) { r.begin(r.function("look").Body, "if !a.now.IsZero() { return }") }},
	{"process/period", "now", func(r *rewrite) {
		fact := r.resource(r.op.Clause("process/starts").Rule.(model.ProcessStarts).Fact)
		for _, check := range all[*ast.IfStmt](r.function("put" + fact.field)) {
			if check.Init != nil && strings.HasSuffix(r.text(check.Init), ":= a.stale[key]") {
				r.replace(check, "a.decided(key)")
			}
		}
	}},

	{"process/unended", "any", func(r *rewrite) {
		for _, call := range r.calls(r.do(r.op), ".Partition") {
			r.replace(call, r.resource(r.clause.Rule.(model.ProcessUnended).Of).table+".All(0)")
		}
	}},
	{"process/unended", "ever", func(r *rewrite) {
		of := r.resource(r.clause.Rule.(model.ProcessUnended).Of)
		for _, call := range r.calls(r.do(r.op), "runtime.Where") {
			if r.text(call.Args[1]) == "unended" {
				r.replace(call.Args[1], "func(*"+of.kind+") bool { return true }")
			}
		}
	}},
}

// anywhere returns the expression of a resource that has the members of a key by which it
// is not listed, whatever it is listed by.
func (r *rewrite) anywhere(of resource, holder string) string {
	key := r.resource(r.op.Effect.Of).Key
	var same []string
	for _, m := range of.Key {
		if !slices.Contains(of.Partition, m) {
			same = append(same, fmt.Sprintf("%s == key[%d]", r.textOf("other", of.Shape, m), slices.Index(key, m)))
		}
	}
	return fmt.Sprintf("func() *%s { for _, other := range %s.%s.All(0) { if %s { return other } }; return nil }()", of.kind, holder, of.field, strings.Join(same, " && "))
}

// assigned returns the assignment to a variable in a function.
func (r *rewrite) assigned(to, function string) ast.Node {
	if a := r.assignment(to, r.function(function)); a != nil {
		return a
	}
	r.fail("%s is not set", to)
	return &ast.BadStmt{}
}

// wrapStatement puts a statement into others.
func (r *rewrite) wrapStatement(n ast.Node, open, shut string) { r.wrap(n, open+"\n", "\n"+shut) }

// limit changes the number that is read of how often, or for how long, a process may fail.
func (r *rewrite) limit(of, open, shut string) {
	for _, a := range all[*ast.AssignStmt](r.function("retry")) {
		if len(a.Lhs) == 1 && r.text(a.Lhs[0]) == of {
			r.wrap(a.Rhs[0], open, shut)
		}
	}
}

// constant returns the constant for a value of a fact.
func (r *rewrite) constant(fact resource, value string) string {
	for _, v := range r.api.Shape(fact.Shape.Member(fact.Fact.Value).Shape).Enum {
		if v.Value == value {
			return v.GoName
		}
	}
	r.fail("%s has no value %s", fact.Name, value)
	return ""
}

// moveEnd changes the expression of when a process ends.
func (r *rewrite) moveEnd(change func(later *ast.CallExpr)) {
	for _, later := range r.calls(r.function("ending"), "runtime.Later") {
		change(later)
	}
}

// succeeded returns the constant for the state of a process that has succeeded.
func (r *rewrite) succeeded() string {
	for _, ends := range r.function("ending").Body.List {
		if ends, ok := ends.(*ast.ReturnStmt); ok {
			return r.text(ends.Results[0])
		}
	}
	r.fail("nothing says how it ends")
	return ""
}

// ends returns the assignment to a member of a process as it ends.
func (r *rewrite) ends(member string) ast.Node {
	name := r.resource(r.op.Effect.Of).Shape.Member(member).GoName
	if a := r.assignment("v."+name, r.function("end")); a != nil {
		return a
	}
	r.fail("%s is not set", member)
	return &ast.BadStmt{}
}

// stateEnds returns the assignment to the state of a process as it ends.
func (r *rewrite) stateEnds() ast.Node {
	return r.ends(r.op.Clause("process").Rule.(model.Process).State)
}

// stepEnds returns the assignment to a member of a step as it ends.
func (r *rewrite) stepEnds(member string) ast.Node {
	list := r.resource(r.op.Effect.Of).Shape.Member(r.clause.Rule.(model.ProcessSteps).List)
	step := r.api.Shape(r.api.Shape(list.Shape).Elem)
	if a := r.assignment("step."+step.Member(member).GoName, r.function("end")); a != nil {
		return a
	}
	r.fail("%s is not set", member)
	return &ast.BadStmt{}
}

// busyCheck returns the check that a process has not ended, and how that is looked up.
func (r *rewrite) busyCheck() (*ast.IfStmt, *ast.CallExpr) {
	check, ok := r.place()[0].(*ast.IfStmt)
	if ok {
		if get := r.calls(check.Init, ".Get"); len(get) > 0 {
			return check, get[0]
		}
	}
	r.fail("nothing is looked up")
	return &ast.IfStmt{}, &ast.CallExpr{}
}
