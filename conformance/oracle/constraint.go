package oracle

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/model"
)

// breaks reports whether the input breaks a constraint.
func (c *call) breaks(rule model.Constraint) bool {
	if rule.Check == model.Required {
		parent := model.Path("")
		if i := strings.LastIndexByte(string(rule.Path), '.'); i >= 0 {
			parent = rule.Path[:i]
		}
		return some(c.in, parent, func(v any) bool {
			o, ok := v.(object)
			return ok && o[rule.Path.Last()] == nil
		})
	}
	shape := c.contract.shapes[rule.Shape]
	return some(c.in, rule.Path, func(v any) bool { return !c.keeps(v, shape, rule.Check) })
}

// keeps reports whether a value of a shape keeps to one of its checks.
func (c *call) keeps(v any, shape *model.Shape, check model.Check) bool {
	switch check {
	case model.MinLength, model.MinItems, model.MinProperties:
		return size(v, shape) >= shape.Min.Int
	case model.MaxLength, model.MaxItems, model.MaxProperties:
		return size(v, shape) <= shape.Max.Int
	case model.Minimum:
		return compare(v, shape, shape.Min) >= 0
	case model.Maximum:
		return compare(v, shape, shape.Max) <= 0
	case model.PatternCheck:
		return c.contract.patterns.of(shape.Pattern).MatchString(text(v))
	case model.EnumCheck:
		return slices.ContainsFunc(shape.Enum, func(e model.EnumValue) bool { return v == e.Value })
	case model.UniqueItems:
		list, _ := v.([]any)
		for i := range list {
			for j := range i {
				if show(list[i]) == show(list[j]) {
					return false
				}
			}
		}
	}
	return true
}

// size returns how many code points, bytes, elements or entries a value has.
func size(v any, shape *model.Shape) int64 {
	switch v := v.(type) {
	case []any:
		return int64(len(v))
	case object:
		return int64(len(v))
	case string:
		if shape.Kind == model.Blob {
			data, _ := base64.StdEncoding.DecodeString(v)
			return int64(len(data))
		}
		return int64(utf8.RuneCountInString(v))
	}
	return 0
}

// compare compares a number with a bound of its shape.
func compare(v any, shape *model.Shape, bound *model.Bound) int {
	limit := new(big.Rat).SetInt64(bound.Int)
	if shape.Kind == model.Float || shape.Kind == model.Double {
		limit.SetFloat64(bound.Real)
	}
	n, _ := v.(json.Number)
	r, ok := new(big.Rat).SetString(string(n))
	if !ok {
		return 0
	}
	return r.Cmp(limit)
}
