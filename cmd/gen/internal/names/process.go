package names

import (
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// HookName returns the name of the method with which a test decides how processes end, of
// which a fact says so otherwise: OnRemediation for the fact RemediationOutcome.
func HookName(outcome *model.Fact) string {
	if name := strings.TrimSuffix(outcome.GoName, "Outcome"); name != "" {
		return "On" + name
	}
	return "On" + outcome.GoName
}
