package compare

import (
	"slices"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// followed returns the call to which the first target answered with the page
// token in the body of another call.
func (m *mirror) followed(a *action) *action {
	_, in, token := m.tokenIn(a)
	if in == nil || token == "" {
		return nil
	}
	for _, before := range slices.Backward(m.actions) {
		if m.gave(before, 0) == token {
			return before
		}
	}
	return nil
}

// tokenIn returns the page token in the body of a call, its member, and the
// body, which is nil if it has none.
func (m *mirror) tokenIn(a *action) (member string, in value.Object, token string) {
	rule := m.pages(a)
	if rule == nil {
		return "", nil, ""
	}
	v, _, _ := value.ReadJSON(a.body)
	in, _ = v.(value.Object)
	token, _ = in[rule.Token].(string)
	if token == "" {
		return "", nil, ""
	}
	return rule.Token, in, token
}

// pages returns the pagination rule of a call's operation, or nil.
func (m *mirror) pages(a *action) *model.Pagination {
	op := m.session.API.Operation(a.operation)
	if op == nil || op.Clause("pagination") == nil {
		return nil
	}
	rule := op.Clause("pagination").Rule.(model.Pagination)
	return &rule
}

// gave returns the page token in the answer of a target to a call, or "".
func (m *mirror) gave(a *action, target int) string {
	rule := m.pages(a)
	if rule == nil || target >= len(a.answers) || a.answers[target].err != nil {
		return ""
	}
	v, _, _ := value.ReadJSON(a.answers[target].Body)
	return value.TextAt(v, model.Path(rule.Next))
}

// bodyFor returns the body of a call for one target, with the page token of
// that target, and the keys that it has made.
func (m *mirror) bodyFor(i int, a *action) []byte {
	if a.source == nil {
		return m.keyed(i, a.body)
	}
	member, in, _ := m.tokenIn(a)
	own := m.gave(a.source, i)
	if in == nil || own == "" {
		return m.keyed(i, a.body)
	}
	in[member] = own
	return m.keyed(i, value.Encode(in))
}
