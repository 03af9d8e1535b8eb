package shape

import (
	"testing"

	"github.com/fakesmith/fakesmith/model"
)

func TestLimits(t *testing.T) {
	at := func(n int64) *model.Bound { return &model.Bound{Int: n} }
	for _, c := range []struct {
		shape model.Shape
		want  string
	}{
		{model.Shape{Kind: model.String}, ""},
		{model.Shape{Kind: model.String, Min: at(1), Max: at(128)}, "1 to 128 characters"},
		{model.Shape{Kind: model.String, Max: at(1)}, "at most 1 character"},
		{model.Shape{Kind: model.List, Min: at(2)}, "at least 2 elements"},
		{model.Shape{Kind: model.Map, Max: at(3)}, "at most 3 entries"},
		{model.Shape{Kind: model.Map, Max: at(1)}, "at most 1 entry"},
		{model.Shape{Kind: model.Blob, Min: at(4), Max: at(4)}, "exactly 4 bytes"},
		{model.Shape{Kind: model.Integer, Min: at(0), Max: at(100)}, "0 to 100"},
		{model.Shape{Kind: model.Double, Min: &model.Bound{Real: 0.5}}, "at least 0.5"},
	} {
		if got := limits(&c.shape); got != c.want {
			t.Errorf("limits(%+v) = %q, want %q", c.shape, got, c.want)
		}
	}
}
