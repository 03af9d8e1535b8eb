package oracle

import (
	"encoding/json"

	"github.com/fakesmith/fakesmith/model"
)

// sealed returns a resource as a read returns it, of which some texts are sealed unless
// the request says otherwise. Of a text of the service's own making, nothing is known
// then.
func (c *call) sealed(resource object) object {
	for _, rule := range rules[model.Sealed](c) {
		if v := resource[rule.Member]; v == nil || one(c.in, rule.Unless) == true || !holdsAll(rule.When, resource) {
			continue
		} else if t, isText := v.(string); isText {
			resource = with(resource, rule.Member, sealed(t))
		} else {
			resource = with(resource, rule.Member, anything{})
		}
	}
	return resource
}

// A sealed is a text in whose place another is returned.
type sealed string

func (s sealed) agrees(_ *match, got any) bool {
	t, isText := got.(string)
	return isText && t != string(s)
}

// other returns a text that may be there.
func (s sealed) other() string {
	if s == "***" {
		return "****"
	}
	return "***"
}

// MarshalJSON implements [json.Marshaler].
func (s sealed) MarshalJSON() ([]byte, error) { return json.Marshal(s.other()) }
