package mutate

var aggregateMutations = append(sumMutations("aggregate"), []mutation{
	{"aggregate/filter", "dropped", "what the facts amount to is no filter", dropped},
	{"aggregate/filter", "first", "only the first value selects", nil},
	{"aggregate/filter", "and", "what has every value is shown", nil},
	{"aggregate/filter", "inverted", "what the filter selects is left out, and all else is shown", nil},
}...)
