package mutate

var precedenceMutations = []mutation{
	{"precedence", "swapped", "the mistake that is to be told first is told last", nil},
}
