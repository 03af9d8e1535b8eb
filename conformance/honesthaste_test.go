package conformance_test

import "slices"

// What the honest server's lies of haste take.

// same reports whether two keys are one.
func (a *account) same(one, two key) bool {
	if a.tells("keys are joined") {
		return one.kind+":"+one.id == two.kind+":"+two.id
	}
	return one == two
}

// buried returns the exceptions of a key that have expired.
func (a *account) buried(rule string, k key) []exception {
	return slices.DeleteFunc(slices.Clone(a.dead), func(e exception) bool { return e.rule != rule || e.kind != k.kind || e.id != k.id })
}

// lastWords returns the message of an exception that has expired.
func (a *account) lastWords(e exception) *string {
	for _, d := range a.buried(e.rule, key{e.kind, e.id}) {
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
