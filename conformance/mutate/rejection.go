package mutate

var rejectionMutations = []mutation{
	{"rejection", "choice", "a rejected resource is told otherwise: %s", otherChoices},

	{"rejection/partial", "choice", "beside rejected resources, the others are otherwise: %s", otherChoices},
	{"rejection/partial", "stored", "a rejected resource is told, and stored all the same", nil},
}
