package mutate

import "github.com/fakesmith/fakesmith/model"

var countedMutations = []mutation{
	{"counted", "dropped", "nothing is counted", dropped},
	{"counted", "first", "the count begins with one more", one(rule(func(c *model.Counted) { c.First++ }))},
	{"counted", "stuck", "the count stays as it is when the resource is put again", nil},
	{"counted", "skipping", "the count goes up by two", nil},
}
