package model

// Output says that the output of a put, or of an update, has members of the resource, as
// it is then and as reads return it.
//
//	{"kind": "output", "as": {PATH: MEMBER, ...}}
//
// The paths lead from the operation's output. An output without such a clause
// is empty.
type Output struct {
	As []Binding
}

func (Output) rule() {}

func readOutput(r *clauseReader) Rule {
	var o Output
	r.needOne()
	as := r.textMap("as")
	if r.op.Output == "" {
		r.complain("kind", r.op.Name+" has no output", "leave the clause out")
		return o
	}
	if len(as) == 0 {
		r.complain("as", "no member is named", `write "as": {PATH: MEMBER}`)
	}
	for _, path := range sortedKeys(as) {
		m := r.resourceShape().Member(as[path])
		_, end, err := r.api.Steps(r.op.Output, Path(path))
		switch {
		case err != nil:
			r.checkPath("as", r.op.Output, Path(path))
		case m == nil:
			r.complain("as", r.resourceShape().Name+" has no member "+as[path], nearestMember(r.resourceShape(), as[path]))
		case differ(end.Kind, r.api.Shape(m.Shape).Kind):
			r.complain("as", path+" is a "+string(end.Kind)+", and "+m.Name+" a "+string(r.api.Shape(m.Shape).Kind), "tie a member to a place of its own kind")
		default:
			o.As = append(o.As, Binding{Member: m.Name, Path: Path(path)})
		}
	}
	return o
}
