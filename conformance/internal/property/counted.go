package property

import (
	"encoding/json"
	"strconv"

	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var countedProperties = []script.Property{
	{Kind: "counted", Name: "put several times, and read after each: the count is of that resource's puts", Cases: 12, Check: func(t *script.T) {
		rule := t.Clause.Rule.(model.Counted)
		reading(t, rule.Member)
		keys := t.SpreadKeys(2)
		puts := make([]int, len(keys))
		for range rapid.IntRange(2, 5).Draw(t.Rapid, "puts") {
			i := rapid.IntRange(0, len(keys)-1).Draw(t.Rapid, "key")
			t.Put(t.Describe(keys[i])...)
			puts[i]++
			for j, n := range puts {
				if n > 0 {
					expectCount(t, rule, keys[j], n)
				}
			}
		}
	}},
}

// expectCount expects a resource to have been counted as often as it was put.
func expectCount(t *script.T, rule model.Counted, key value.Object, puts int) {
	found := t.FindOne(key)
	want := json.Number(strconv.Itoa(rule.First + puts - 1))
	if got := found[rule.Member]; !value.Same(t.API, t.API.Shape(t.Subject.Shape.Member(rule.Member).Shape), want, got) {
		t.Fail(rule.Member+" "+string(want)+" after "+strconv.Itoa(puts)+" puts", "%s", value.Show(found))
	}
}
