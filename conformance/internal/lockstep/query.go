package lockstep

import (
	"math/big"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/shapes"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// query draws a request of an operation that lists.
func (c *domain) query(d die, op *model.Operation) value.Object {
	about := c.ResourceOf(op)
	in := c.Input(op, c.aim(d, op, about.Partition, nil))
	for _, clause := range op.Clauses {
		switch rule := clause.Rule.(type) {
		case model.Filter:
			if c.Demanded(op, rule) || d.oneIn(3) {
				c.filter(d, op, in, rule)
			}
		case model.Selector:
			list := value.ListAt(in, rule.By)
			for i, v := range list {
				if name, isText := v.(string); isText && d.oneIn(3) {
					list[i] = c.selecting(d, op, rule, name)
				}
			}
		case model.FilterEither:
			if d.oneIn(8) {
				value.Set(in, from(d, rule.Of[0]), nil)
			}
		case model.AggregateFilter:
			if d.oneIn(3) {
				sum := op.Clause("aggregate").Rule.(model.Aggregate).Sum
				value.Set(in, rule.By, []any{from(d, append(slices.Clone(sum.First), sum.Otherwise))})
			}
		case model.Hierarchy:
			if d.oneIn(2) {
				value.Set(in, rule.By, from(d, c.pools[rule.On]))
			}
			if rule.Recursive != "" && d.oneIn(2) {
				value.Set(in, rule.Recursive, false)
			}
		case model.Sealed:
			c.seal(d, in, rule)
		case model.Criteria:
			if d.oneIn(3) {
				value.Set(in, rule.By, c.conditions(d, op, rule))
			}
		case model.Pagination:
			if rule.Limit != "" && d(2) == 1 {
				sizes := []int{1, 2, 1, 0, 3}
				if least, _ := c.PageSizes(op, rule); least > 1 {
					sizes = []int{least, least + 1, least, 1}
				}
				value.Set(in, model.Path(rule.Limit), value.Integer(from(d, sizes)))
			}
			if d.oneIn(8) {
				value.Set(in, model.Path(rule.Token), c.token(d))
			}
		}
	}
	return in
}

// conditions draws one or two conditions, mostly such as the operation knows.
func (c *domain) conditions(d die, op *model.Operation, rule model.Criteria) []any {
	var all []any
	about := c.ResourceOf(op)
	first := d(len(rule.On))
	for i := range 1 + d(2) {
		on := rule.On[(first+i)%len(rule.On)]
		option := from(d, on.Options).Option
		val, enum := "", false
		if on.Labels != "" {
			key := c.API.Resource(on.Labels).Key
			val, _ = from(d, c.pools[key[len(key)-1]]).(string)
		} else {
			shape := c.API.Shape(about.Shape.Member(on.Member).Shape)
			val, _ = c.wanted(d, op, model.Path(on.Member), shape).(string)
			enum = shape.Kind == model.Enum
		}
		if runes := []rune(val); len(runes) > 1 && !enum && d.oneIn(2) {
			val = string(runes[:1+d(len(runes)-1)])
		}
		o := value.Object{rule.Key: on.Key, rule.Option: option, rule.Values: []any{val}}
		if d.oneIn(12) {
			o[rule.Option] = "Unknown"
		}
		all = append(all, o)
		if len(rule.On) == 1 {
			break
		}
	}
	return all
}

// token draws a page token, possibly of another list or of none.
func (c *domain) token(d die) string {
	tokens := []string{"", "no such token"}
	for _, l := range c.listings {
		tokens = append(tokens, l.token)
	}
	return from(d, tokens)
}

// filter sets a filter of a request.
func (c *domain) filter(d die, op *model.Operation, in value.Object, rule model.Filter) {
	steps, shape, err := c.API.Steps(op.Input, rule.By)
	if err != nil || len(steps) == 0 {
		return
	}
	if shape.Kind != model.List {
		value.Set(in, rule.By, c.wanted(d, op, rule.On[0], shape))
		return
	}
	elem := c.API.Shape(shape.Elem)
	list := []any{}
	for range 1 + d(2) {
		if elem.Kind != model.Structure {
			list = append(list, c.wanted(d, op, rule.On[0], elem))
			continue
		}
		o := value.Object{}
		for _, on := range rule.On {
			name := rule.Elem(on).Last()
			o[name] = c.wanted(d, op, on, c.API.Shape(elem.Member(name).Shape))
		}
		if d.oneIn(12) {
			delete(o, rule.Elem(from(d, rule.On)).Last())
		}
		list = append(list, o)
	}
	if c.Fits(list, shape) {
		value.Set(in, rule.By, list)
	}
}

// wanted draws the value of a filter for a path.
func (c *domain) wanted(d die, op *model.Operation, on model.Path, shape *model.Shape) any {
	about := c.ResourceOf(op)
	if slices.Contains(about.Key, string(on)) {
		return from(d, c.pools[string(on)])
	}
	for _, clause := range op.Clauses {
		if rule, ok := clause.Rule.(model.Allowed); ok && strings.HasPrefix(string(rule.Path), string(on)) && !d.oneIn(6) {
			return from(d, rule.Values)
		}
	}
	return c.value(d, shape, 0)
}

// spoil makes a request break a constraint, or lack a member.
func (c *domain) spoil(d die, op *model.Operation, in value.Object) {
	var all []model.Constraint
	for _, clause := range op.Clauses {
		if rule, ok := clause.Rule.(model.Constraint); ok {
			all = append(all, rule)
		}
	}
	for _, name := range c.ResourceOf(op).Key {
		if path := op.Effect.Bound(name); path != "" {
			all = append(all, model.Constraint{Path: path, Check: model.Required})
		}
	}
	if len(all) == 0 {
		return
	}
	rule := from(d, all)
	parent, last := "", string(rule.Path)
	if i := strings.LastIndexByte(last, '.'); i >= 0 {
		parent, last = last[:i], last[i+1:]
	}
	last, each := strings.CutSuffix(last, "[]")
	o, isObject := value.One(in, model.Path(parent)).(value.Object)
	value := c.wrong(rule)
	switch {
	case !isObject:
	case each:
		if list, _ := o[last].([]any); len(list) > 0 && value != nil {
			o[last] = append([]any{value}, list[1:]...)
		}
	case value == nil:
		delete(o, last)
	default:
		o[last] = value
	}
}

// wrong returns a value that breaks a constraint, or nil to leave the value
// out.
func (c *domain) wrong(rule model.Constraint) any {
	shape := c.API.Shape(rule.Shape)
	one := big.NewRat(1, 1)
	switch rule.Check {
	case model.MinLength:
		return ""
	case model.MinItems:
		return []any{}
	case model.Minimum:
		return shapes.Numeral(new(big.Rat).Sub(shapes.BoundOf(shape, shape.Min), one))
	case model.Maximum:
		return shapes.Numeral(new(big.Rat).Add(shapes.BoundOf(shape, shape.Max), one))
	case model.EnumCheck:
		return "NO_SUCH_VALUE"
	}
	return nil
}
