package defect

import (
	"fmt"
	"go/ast"
	"strings"
)

var removalDefects = []row{
	{"removal", "ignored", func(r *rewrite) { r.breakRemoval(func(resource, string) string { return "" }) }},
	{"removal", "beginning", func(r *rewrite) {
		r.imports(operationsFile, "strings")
		r.breakRemoval(func(t resource, key string) string {
			return fmt.Sprintf("wantPartition, wantKey := %s\n_, _ = wantPartition, wantKey\n%s.DeleteFunc(func(v *%s) bool { partition, key := %s; _, _ = partition, key; return %s })",
				key, t.table, t.kind, t.key("v"),
				strings.Join(append(begins("partition", "wantPartition", len(t.Partition)), begins("key", "wantKey", len(t.Key)-len(t.Partition))...), " && "))
		})
	}},
	{"removal", "all", func(r *rewrite) { r.breakRemoval(resource.removePartition) }},
}

// breakRemoval puts something else in the place of the deletion of a resource.
// What is answered stays.
func (r *rewrite) breakRemoval(instead func(t resource, key string) string) {
	t := r.resource(r.op.Effect.Of)
	n := r.place()[0]
	for _, call := range r.calls(n, t.table+".Delete") {
		key := texts(r.Source, call.Args)
		switch s := n.(type) {
		case *ast.IfStmt: // if !table.Delete(key) { … }
			r.replace(call, "("+t.table+".Get("+key+") != nil)")
			r.after(s, instead(t, key))
		default:
			r.replace(n, "_ = "+t.table+".Get("+key+")\n"+instead(t, key))
		}
	}
}

// begins returns the conditions that the parts of one key begin like those of
// another.
func begins(has, want string, parts int) []string {
	if parts == 1 {
		return []string{"strings.HasPrefix(" + has + ", " + want + ")"}
	}
	var all []string
	for i := range parts {
		all = append(all, fmt.Sprintf("strings.HasPrefix(%s[%d], %s[%[2]d])", has, i, want))
	}
	return all
}

// removePartition returns the statement that deletes all that is listed
// together with the resource of a key.
func (t resource) removePartition(key string) string {
	return fmt.Sprintf("{ wantPartition, _ := %s; %s.DeletePartition(wantPartition) }", key, t.table)
}
