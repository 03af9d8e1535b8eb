package mutate

var isolationMutations = []mutation{
	{"isolation", "account", "accounts see each other's resources", nil},
	{"isolation", "region", "the regions of an account see each other's resources", nil},
}
