package mutate

import "slices"

var updateMutations = []mutation{
	{"update", "ignored", "an update changes nothing", nil},
	{"update", "creates", "an update of what is not there creates it", nil},
	{"update", "others", "an update changes all others as well", nil},
	{"update", "whole", "all is gone that an update does not give", nil},
	{"update", "without", "an update does not change %s", func(s *site) []change {
		return about(slices.DeleteFunc(s.api.Updated(s.op), s.unmodelled))
	}},

	{"update/omitted", "choice", "what an update leaves out is %s", otherChoices},
}
