package compare

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A target may make the key of what is put. Requests have the key of the first target, and
// the others are sent theirs. When calls are repeated, all targets make other keys.

// keyMade returns the key that a target has told in the answer to a call, or "".
func (m *mirror) keyMade(a *action, target int) string {
	op := m.session.API.Operation(a.operation)
	if op == nil || op.Effect.Verb != model.Puts || a.answers[target] == nil || a.answers[target].err != nil {
		return ""
	}
	made := m.session.API.MadeKey(op)
	if made == "" {
		return ""
	}
	v, _, _ := value.ReadJSON(a.answers[target].Body)
	return value.TextAt(v, op.Told(made))
}

// noteKeys notes which keys the targets have made in a call, by the key that the first one
// told when the call was made for the first time.
func (m *mirror) noteKeys(a *action) {
	if a.key == "" {
		a.key = m.keyMade(a, 0)
	}
	if a.key == "" {
		return
	}
	own := make([]string, len(m.targets))
	for i := range m.targets {
		own[i] = m.keyMade(a, i)
	}
	if m.keys == nil {
		m.keys = map[string][]string{}
	}
	m.keys[a.key] = own
}

// keyed returns a body with the keys that a target has made. A body without any is
// returned as it is.
func (m *mirror) keyed(i int, body []byte) []byte {
	if len(m.keys) == 0 {
		return body
	}
	v, repeated, err := value.ReadJSON(body)
	if err != nil || len(repeated) > 0 {
		return body
	}
	changed := false
	var keyed func(v any) any
	keyed = func(v any) any {
		switch v := v.(type) {
		case value.Object:
			for name, e := range v {
				v[name] = keyed(e)
			}
		case []any:
			for j, e := range v {
				v[j] = keyed(e)
			}
		case string:
			if own, known := m.keys[v]; known && own[i] != "" && own[i] != v {
				changed = true
				return own[i]
			}
		}
		return v
	}
	if v = keyed(v); !changed {
		return body
	}
	return value.Encode(v)
}
