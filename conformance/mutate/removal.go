package mutate

var removalMutations = []mutation{
	{"removal", "ignored", "nothing is deleted", nil},
	{"removal", "beginning", "what begins like what is named is deleted as well", nil},
	{"removal", "all", "all that is listed together with what is named is deleted", nil},
}
