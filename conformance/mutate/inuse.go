package mutate

var inUseMutations = []mutation{
	{"in-use", "choice", "deleting an entity that another needs is answered otherwise: %s", otherChoices},
	{"in-use", "any", "an entity is not deleted while another needs any entity of its kind", nil},
}
