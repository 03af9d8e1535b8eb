package defect

import "go/ast"

var absentDefects = []row{
	{"absent", "all", func(r *rewrite) {
		t := r.resource(r.op.Effect.Of)
		fn := r.do(r.op)
		check, ok := first[*ast.IfStmt](r.place())
		looks := r.calls(fn, t.table+".Get", t.table+".Delete")
		if !ok || len(looks) == 0 {
			r.fail("absent entities are not distinguished from present ones")
			return
		}
		remove := t.removePartition(texts(r.Source, looks[0].Args))
		if loop := loopAround(fn, looks[0]); loop != nil {
			remove = "for i := range " + r.text(loop.X) + " { " + r.text(loop.Body.List[0]) + "; " + remove + " }"
		}
		r.begin(check.Body, remove)
	}},
}
