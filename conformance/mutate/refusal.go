package mutate

var refusalMutations = []mutation{
	{"refusal", "choice", "a refused thing is told otherwise: %s", otherChoices},

	{"refusal/partial", "choice", "beside refused things, the others are otherwise: %s", otherChoices},
	{"refusal/partial", "stored", "a refused thing is told, and stored all the same", nil},
}
