package mutate

var cascadeMutations = []mutation{
	{"cascade", "choice", "what belongs to a deleted entity is otherwise: %s", otherChoices},
	{"cascade", "all", "what belongs to other entities is deleted as well", under("deleted", func(*site) []change { return []change{{}} })},
}
