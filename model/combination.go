package model

// Combination says which members of the input may be put together: where all tests
// of "when" hold, those of "must" hold as well. Choices, for an input of which that
// is not so: error:CODE, accepted.
//
//	{"kind": "combination", "each": PATH, "when": [TEST, ...], "must": [TEST, ...], "choice": CHOICE}
//
// With "each", the path to a list of structures, that is so of each of them, and the
// paths lead from there. A test is about what stands at a path:
//
//	{"member": PATH, "given": BOOL}
//	{"member": PATH, "is": [TEXT, ...]}
//	{"member": PATH, "begins": [TEXT, ...]}
//	{"member": PATH, "form": "json-object"} or "constant"
//	{"member": PATH, "length": N}
//
// A list without elements counts as not given. If a path leads through a list, a
// test of "when" holds if it holds for one of the values, and a test of "must" if
// it holds for all of them: for none if there are none. The length of a list that
// is not there is 0. A constant is of capitals, digits and underscores.
//
// Without "when", and with a member that must not be given, the member is the
// service's own.
type Combination struct {
	Each       Path
	When, Must []Test
}

func (Combination) rule() {}

// A Test is about what stands at a path.
type Test struct {
	Member Path
	// Is is what is asked.
	Is TestKind
	// Texts are those of "is" and "begins".
	Texts []string
	// Length is how many elements a list has.
	Length int
}

// mostInline is how many texts of a test are compared where it stands.
const mostInline = 32

// Many reports whether a test has so many texts that they stand in a place of their
// own.
func (t Test) Many() bool { return t.Is == IsOneOf && len(t.Texts) > mostInline }

// A TestKind is what a test asks.
type TestKind string

// The kinds of tests.
const (
	Given     TestKind = "given"
	NotGiven  TestKind = "not-given"
	IsOneOf   TestKind = "is"
	Begins    TestKind = "begins"
	HasLength TestKind = "length"
	// JSONObject and Constant are forms of a text.
	JSONObject TestKind = "json-object"
	Constant   TestKind = "constant"
)

// Place returns where in the input the values are that a test of the combination is about.
func (c Combination) Place(t Test) Path {
	if c.Each == "" {
		return t.Member
	}
	return c.Each.Elem() + "." + t.Member
}

// Forbids returns the member that a put may not give, or "" if the combination says
// something else.
func (c Combination) Forbids() Path {
	if c.Each == "" && len(c.When) == 0 && len(c.Must) == 1 && c.Must[0].Is == NotGiven {
		return c.Must[0].Member
	}
	return ""
}

// Forbids reports whether the service alone sets a member of the input, or what it
// is part of.
func (o *Operation) Forbids(path Path) bool {
	for _, c := range o.Clauses {
		rule, ok := c.Rule.(Combination)
		if !ok {
			continue
		}
		if path.PartOf(rule.Forbids()) {
			return true
		}
	}
	return false
}

func readCombination(r *clauseReader) Rule {
	c := Combination{}
	from := r.op.Input
	if r.has("each") {
		c.Each = r.inputPath("each")
		r.checkKind("each", from, c.Each, List)
		_, elem, err := r.api.Steps(from, c.Each.Elem())
		if err != nil || elem.Kind != Structure {
			r.known = append(r.known, "when", "must")
			return c
		}
		from = elem.Name
	}
	c.When, c.Must = r.tests("when", from), r.tests("must", from)
	if len(c.Must) == 0 {
		r.complain("must", "nothing has to hold", `write "must": [{"member": PATH, ...}]`)
	}
	return c
}

// tests reads some tests of what stands in a shape.
func (r *clauseReader) tests(key, from string) []Test {
	var all []Test
	for _, n := range r.elems(key) {
		o := newObject(n, r.where+": "+key, r.problems)
		t := Test{Member: Path(o.text("member"))}
		_, end, err := r.api.Steps(from, t.Member)
		if err != nil {
			o.complain("member", "the path "+string(t.Member)+" leads nowhere: "+err.Error(), "name members as the schemas do, with [] after a list")
			end = &Shape{Kind: Unknown}
		}
		asked := 0
		need := func(kind ShapeKind) {
			asked++
			if end.Kind != Unknown && end.Kind != kind && !(kind == String && end.Kind == Enum) {
				o.complain("member", string(t.Member)+" is a "+string(end.Kind), "this can be asked of a "+string(kind))
			}
		}
		if o.has("given") {
			asked++
			t.Is = NotGiven
			if o.flag("given") {
				t.Is = Given
			}
		}
		for _, kind := range []TestKind{IsOneOf, Begins} {
			if o.has(string(kind)) {
				need(String)
				t.Is, t.Texts = kind, o.texts(string(kind))
			}
		}
		if o.has("form") {
			need(String)
			t.Is = TestKind(o.oneOf("form", []string{string(JSONObject), string(Constant)}))
		}
		if o.has("length") {
			need(List)
			t.Is, t.Length = HasLength, o.number("length")
		}
		if asked != 1 {
			o.problems.Add(n.Pos, o.where, "a test asks one thing", `write one of given, is, begins, form and length`)
		}
		o.end()
		all = append(all, t)
	}
	return all
}
