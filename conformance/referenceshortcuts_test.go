package conformance_test

import "slices"

// Helpers of the defects that are shortcuts.

// same reports whether two keys are equal.
func (a *account) same(one, two key) bool {
	if a.has("keys are joined") {
		return one.kind+":"+one.id == two.kind+":"+two.id
	}
	return one == two
}

// expired returns the expired exceptions of a key.
func (a *account) expired(rule string, k key) []exception {
	return slices.DeleteFunc(slices.Clone(a.dead), func(e exception) bool { return e.rule != rule || e.kind != k.kind || e.id != k.id })
}

// expiredMessage returns the message of an expired exception.
func (a *account) expiredMessage(e exception) *string {
	for _, d := range a.expired(e.rule, key{e.kind, e.id}) {
		if d.message != nil {
			return d.message
		}
	}
	return nil
}

// storeWhole stores exceptions up to the first key that lacks a member.
func (a *account) storeWhole(rule string, ks []key) {
	for _, k := range ks {
		if k.kind == "" || k.id == "" {
			return
		}
		a.store(exception{rule: rule, kind: k.kind, id: k.id})
	}
}
