package property

import (
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/script"
	"github.com/fakesmith/fakesmith/conformance/internal/setup"
	"github.com/fakesmith/fakesmith/model"
	"pgregory.net/rapid"
)

var isolationProperties = []script.Property{
	{Kind: "isolation", Name: "what one account or region puts, lists and deletes is no other's", Check: func(t *script.T) {
		o := t.Operation(func(op *model.Operation) bool {
			v := t.OperationsOn(op.Effect.Of)
			return op.Effect.Verb == model.Puts && v.List != nil && v.Delete != nil
		})
		here, there := o, o.Scoped(elsewhere(t))
		keys := o.Keys(1)
		mine, theirs := o.Describe(keys...), o.Describe(keys...)
		before := here.PutAndFind(mine...)
		there.Expect(nil, there.Find(keys...))
		there.Put(theirs...)
		here.Expect(before, here.Find(keys...))
		there.ExpectKeys(theirs, there.Find(keys...))
		there.Delete(keys...)
		there.Expect(nil, there.Find(keys...))
		here.Expect(before, here.Find(keys...))
	}},
}

// elsewhere draws another account, or another region of the account. If
// requests carry a valid signature, or the target tells accounts in another way
// than by the access key, there is only one account.
func elsewhere(t *script.T) endpoint.Scope {
	other := t.As
	others := []string{"eu-central-1", "us-west-2"}
	if rapid.Bool().Draw(t.Rapid, "another account") && t.Target.Authorize == nil && t.Setup.OneAccount == "" {
		other.Account = setup.OtherAccount
		return other
	}
	other.Region = others[0]
	if other.Region == t.As.Region {
		other.Region = others[1]
	}
	return other
}
