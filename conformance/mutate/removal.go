package mutate

var removalMutations = []mutation{
	{"removal", "ignored", "nothing is deleted", nil},
	{"removal", "all", "all that is listed together with what is named is deleted", nil},
}
