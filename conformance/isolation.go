package conformance

import (
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var isolationLaws = []law{
	{kind: "isolation", name: "what one puts, lists and deletes is no other's", check: func(t *trial) {
		o := t.operation(func(op *model.Operation) bool {
			v := t.operations(op.Effect.Of)
			return op.Effect.Verb == model.Puts && v.list != nil && v.del != nil
		})
		here, there := o, o.scoped(t.elsewhere())
		keys := o.keys(1)
		mine, theirs := o.describe(keys...), o.describe(keys...)
		here.put(mine...)
		there.expect(nil, there.find(keys...))
		there.put(theirs...)
		here.expect(mine, here.find(keys...))
		there.expect(theirs, there.find(keys...))
		there.remove(keys...)
		there.expect(nil, there.find(keys...))
		here.expect(mine, here.find(keys...))
	}},
}

// elsewhere draws another account, or another region of the account. Where
// requests are signed for good, there is only the one account.
func (t *trial) elsewhere() Scope {
	other := t.as
	others := []string{"eu-central-1", "us-west-2"}
	if rapid.Bool().Draw(t.rapid, "another account") && t.target.Authorize == nil {
		other.Account = "210987654321"
		return other
	}
	other.Region = others[0]
	if other.Region == t.as.Region {
		other.Region = others[1]
	}
	return other
}
