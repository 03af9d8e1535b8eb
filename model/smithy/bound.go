package smithy

import (
	"math"
	"strconv"

	"github.com/fakesmith/fakesmith/model"
)

// bounds sets the limits of a shape.
func (r *reader) bounds(s *model.Shape, ts traits) {
	n, lo, hi := ts.trait(api+"length"), int64(0), int64(math.MaxInt32)
	switch s.Kind {
	case model.String, model.Blob, model.List, model.Map:
	case model.Integer, model.Long:
		n = ts.trait(api + "range")
		width := s.Bits
		switch {
		case s.Kind == model.Long:
			width = 64
		case width == 0:
			width = 32
		}
		lo, hi = math.MinInt64>>(64-width), math.MaxInt64>>(64-width)
	case model.Float, model.Double:
		n = ts.trait(api + "range")
		s.Min, s.Max = realBound(n.Get("min")), realBound(n.Get("max"))
		return
	default:
		return // the values of an enum are listed; a length says nothing more
	}
	// A limit that every value of the type keeps to is none. An owner writes
	// such a one as the nearest number of 64 bits with a point, as often as not.
	if b := wholeBound(n.Get("min"), math.Ceil); b != nil && b.Int > lo || b != nil && s.Kind != model.Integer && s.Kind != model.Long {
		s.Min = b
	}
	if b := wholeBound(n.Get("max"), math.Floor); b != nil && b.Int < hi {
		s.Max = b
	}
}

// wholeBound returns a limit of whole numbers, the nearest that 64 bits hold.
func wholeBound(n *model.Node, round func(float64) float64) *model.Bound {
	if n == nil || n.Kind != model.NodeNumber {
		return nil
	}
	if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
		return &model.Bound{Int: i}
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	switch f = round(f); {
	case err != nil:
		return nil // which is reported
	case f >= math.MaxInt64:
		return &model.Bound{Int: math.MaxInt64}
	case f <= math.MinInt64:
		return &model.Bound{Int: math.MinInt64}
	}
	return &model.Bound{Int: int64(f)}
}

// realBound returns a limit of numbers with a point.
func realBound(n *model.Node) *model.Bound {
	if n == nil || n.Kind != model.NodeNumber {
		return nil
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	if err != nil {
		return nil
	}
	return &model.Bound{Real: f}
}
