package smithy

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/internal/closest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/jsontree"
)

// checkTraits reports the traits of a shape and of its members that are wrong,
// as far as they mean something here. All other traits are taken as they are.
func (r *reader) checkTraits(d *definition) {
	r.checkEach(d.traits, d.typ, d.name)
	for _, m := range d.members {
		typ := r.typeOf(m.target.id)
		if d.typ == "enum" || d.typ == "intEnum" {
			typ = d.typ + " value"
		}
		r.checkEach(m.traits, typ, d.name+"."+m.name)
	}
}

func (r *reader) checkEach(ts traits, typ, where string) {
	for _, t := range ts {
		name, ok := strings.CutPrefix(t.Key, api)
		if !ok {
			continue
		}
		if check, ok := checks[name]; ok {
			check(r, t, typ, where+": "+name)
			continue
		}
		// A new version of Smithy may have traits that are not listed here; but
		// a name that is nearly one of the list is a mistake.
		if best := r.misspelt(name); best != "" {
			r.problems.Add(t.KeyPos, where, fmt.Sprintf("Smithy has no trait %s", t.Key), "the nearest is "+api+best)
		}
	}
}

// misspelt returns the trait of Smithy's that a name was meant to be, or "" for
// one that is right, or like none of them.
func (r *reader) misspelt(name string) string {
	best, known := r.spelling[name]
	if !known && len(name) < 100 {
		if !slices.Contains(preludeTraits, name) {
			best = closest.Name(name, preludeTraits)
		}
		r.spelling[name] = best
	}
	return best
}

// A check reports what is wrong with a trait of a shape, or of a member that
// targets a shape, of that type.
type check func(r *reader, t model.NodeMember, typ, where string)

// checks are the traits that mean something here.
var checks = map[string]check{
	"default":          checkDefault,
	"deprecated":       checkObject(map[string]model.NodeKind{"message": model.NodeString, "since": model.NodeString}),
	"documentation":    checkOneOf(),
	"endpoint":         checkObject(map[string]model.NodeKind{"hostPrefix": model.NodeString}, "hostPrefix"),
	"enum":             checkEnum,
	"enumValue":        checkEnumValue,
	"error":            checkOneOf("client", "server"),
	"examples":         checkExamples,
	"httpError":        checkStatus,
	"idempotencyToken": checkOn("string"),
	"length":           checkLength,
	"paginated":        checkPaginated,
	"pattern":          checkPattern,
	"range":            checkRange,
	"required":         checkOn(),
	"retryable":        checkObject(map[string]model.NodeKind{"throttling": model.NodeBool}),
	"sparse":           checkOn("list", "map"),
	"streaming":        checkOn("blob", "union"),
	"timestampFormat":  checkFormat,
	"title":            checkOneOf(),
	"uniqueItems":      checkOn("list"),
}

var (
	sized   = []string{"string", "enum", "blob", "list", "set", "map"}
	numbers = []string{"byte", "short", "integer", "long", "float", "double", "bigInteger", "bigDecimal", "intEnum"}
)

// on reports a trait that says nothing of a shape of that type.
func (r *reader) on(t model.NodeMember, typ, where string, types ...string) bool {
	if typ == "" || len(types) == 0 || slices.Contains(types, typ) {
		return true
	}
	r.problems.Add(t.KeyPos, where, "the trait says nothing of "+article(typ), "it is for "+strings.Join(types, ", "))
	return false
}

// checkOn returns the check of a trait without anything in it: {}.
func checkOn(types ...string) check {
	return func(r *reader, t model.NodeMember, typ, where string) {
		r.on(t, typ, where, types...)
		if t.Value.Kind != model.NodeObject || len(t.Value.Members) > 0 {
			r.problems.Add(t.Value.Pos, where, "this is "+brief(t.Value), "write {}; the trait has no value")
		}
	}
}

// checkOneOf returns the check of a trait that is a text, one of those if there
// are any.
func checkOneOf(words ...string) check {
	return func(r *reader, t model.NodeMember, _, where string) {
		switch {
		case t.Value.Kind != model.NodeString:
			r.problems.Add(t.Value.Pos, where, "this is "+jsontree.Article(t.Value.Kind), "write a string")
		case len(words) > 0 && !slices.Contains(words, t.Value.Text):
			r.problems.Add(t.Value.Pos, where, t.Value.Raw+" is not known", "write one of "+strings.Join(words, ", "))
		}
	}
}

// checkObject returns the check of a trait that is an object with those keys.
func checkObject(keys map[string]model.NodeKind, required ...string) check {
	return func(r *reader, t model.NodeMember, _, where string) { r.checkKeys(t.Value, where, keys, required...) }
}

// checkKeys reports what is wrong with an object, and whether it is one.
func (r *reader) checkKeys(n *model.Node, where string, keys map[string]model.NodeKind, required ...string) bool {
	if n.Kind != model.NodeObject {
		r.problems.Add(n.Pos, where, "this is "+jsontree.Article(n.Kind), "write an object")
		return false
	}
	for _, m := range n.Members {
		if want, ok := keys[m.Key]; ok && m.Value.Kind != want {
			r.problems.Add(m.Value.Pos, where, m.Key+" is "+jsontree.Article(m.Value.Kind), "write "+jsontree.Article(want))
		}
	}
	for _, key := range required {
		if n.Get(key) == nil {
			r.problems.Add(n.Pos, where, key+" is missing", fmt.Sprintf("%s is %s", key, jsontree.Article(keys[key])))
		}
	}
	return true
}

func checkLength(r *reader, t model.NodeMember, typ, where string) {
	if r.on(t, typ, where, sized...) {
		r.checkBounds(t.Value, where, true)
	}
}

func checkRange(r *reader, t model.NodeMember, typ, where string) {
	if r.on(t, typ, where, numbers...) {
		r.checkBounds(t.Value, where, false)
	}
}

// checkBounds reports what is wrong with {"min": NUMBER, "max": NUMBER}.
func (r *reader) checkBounds(n *model.Node, where string, length bool) {
	if !r.checkKeys(n, where, nil) {
		return
	}
	r.keys(n, where, "min", "max")
	limits := map[string]float64{}
	for _, m := range n.Members {
		f, err := strconv.ParseFloat(m.Value.Text, 64)
		switch {
		case m.Value.Kind != model.NodeNumber:
			r.problems.Add(m.Value.Pos, where, m.Key+" is "+jsontree.Article(m.Value.Kind), "write a number")
		case err != nil:
			r.problems.Add(m.Value.Pos, where, m.Key+" "+m.Value.Text+" is out of range", "a number fits 64 bits")
		case length && (f < 0 || f != math.Trunc(f)):
			r.problems.Add(m.Value.Pos, where, m.Key+" "+m.Value.Text+" is no length", "write a whole number from 0")
		default:
			limits[m.Key] = f
		}
	}
	lo, hasMin := limits["min"]
	if hi, hasMax := limits["max"]; hasMin && hasMax && hi < lo {
		r.problems.Add(n.Get("max").Pos, where, fmt.Sprintf("max %s is less than min %s", n.Get("max").Text, n.Get("min").Text),
			"no value could satisfy both")
	}
	if n.Get("min") == nil && n.Get("max") == nil {
		r.problems.Add(n.Pos, where, "nothing is bounded", "give min, max or both")
	}
}

func checkPattern(r *reader, t model.NodeMember, typ, where string) {
	r.on(t, typ, where, "string", "enum")
	if t.Value.Kind != model.NodeString {
		r.problems.Add(t.Value.Pos, where, "this is "+jsontree.Article(t.Value.Kind), "write a string")
	}
}

func checkFormat(r *reader, t model.NodeMember, typ, where string) {
	if r.on(t, typ, where, "timestamp") {
		checkOneOf(string(model.DateTime), string(model.HTTPDate), string(model.EpochSeconds))(r, t, typ, where)
	}
}

func checkStatus(r *reader, t model.NodeMember, _, where string) {
	if n, err := strconv.Atoi(t.Value.Text); t.Value.Kind != model.NodeNumber || err != nil || n < 300 || n > 599 {
		r.problems.Add(t.Value.Pos, where, t.Value.Raw+" is not the status of an error", "write a number from 400 to 599, or from 300 for one that sends the caller elsewhere")
	}
}

func checkEnumValue(r *reader, t model.NodeMember, typ, where string) {
	want := model.NodeString
	if typ == "intEnum value" {
		want = model.NodeNumber
	}
	if r.on(t, typ, where, "enum value", "intEnum value") && t.Value.Kind != want {
		r.problems.Add(t.Value.Pos, where, "this is "+jsontree.Article(t.Value.Kind), "write "+jsontree.Article(want))
	}
}

// checkEnum looks at the trait that made an enum of a string before Smithy had
// a type for that.
func checkEnum(r *reader, t model.NodeMember, typ, where string) {
	if !r.on(t, typ, where, "string") {
		return
	}
	if t.Value.Kind != model.NodeArray || len(t.Value.Elems) == 0 {
		r.problems.Add(t.Value.Pos, where, "this is "+brief(t.Value), `list the values: [{"value": ...}]`)
		return
	}
	for _, e := range t.Value.Elems {
		r.checkKeys(e, where, map[string]model.NodeKind{"value": model.NodeString, "name": model.NodeString}, "value")
	}
}

// defaults are the types of JSON that a value of each type may have as its
// default. A document may have any.
var defaults = map[string][]model.NodeKind{
	"string": {model.NodeString}, "enum": {model.NodeString}, "blob": {model.NodeString},
	"boolean": {model.NodeBool}, "list": {model.NodeArray}, "set": {model.NodeArray}, "map": {model.NodeObject},
	"timestamp": {model.NodeString, model.NodeNumber},
	"float":     {model.NodeNumber, model.NodeString}, "double": {model.NodeNumber, model.NodeString},
	"byte": {model.NodeNumber}, "short": {model.NodeNumber}, "integer": {model.NodeNumber}, "long": {model.NodeNumber},
	"bigInteger": {model.NodeNumber}, "bigDecimal": {model.NodeNumber}, "intEnum": {model.NodeNumber},
	"structure": {}, "union": {},
}

func checkDefault(r *reader, t model.NodeMember, typ, where string) {
	kinds, known := defaults[typ]
	if !known || t.Value.Kind == model.NodeNull || slices.Contains(kinds, t.Value.Kind) {
		return
	}
	if len(kinds) == 0 {
		r.problems.Add(t.KeyPos, where, article(typ)+" has no default", "leave it out")
		return
	}
	r.problems.Add(t.Value.Pos, where, "the default of "+article(typ)+" is "+brief(t.Value), "write "+jsontree.Article(kinds[0])+", or null for none")
}

// brief returns a value as a complaint shows it.
func brief(n *model.Node) string {
	if len(n.Raw) > 40 || strings.ContainsAny(n.Raw, "\r\n") {
		return jsontree.Article(n.Kind)
	}
	return n.Raw
}
