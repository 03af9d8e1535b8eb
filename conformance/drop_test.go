package conformance_test

import (
	"regexp"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

func selected(run string) string {
	if run != "" {
		return run
	}
	rooms := []string{"reference", "allowed", "assigned", "refusal", "batch", "pagination", "filter", "removal", "absent", "cascade", "fact"}
	var ids []string
	for _, p := range contract().AllClauses() {
		if !slices.Contains(rooms, model.Room(p.Clause.Kind)) {
			ids = append(ids, "^"+regexp.QuoteMeta(p.Clause.ID)+"$")
		}
	}
	return strings.Join(ids, "|")
}
