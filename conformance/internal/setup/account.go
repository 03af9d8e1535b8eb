package setup

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/effect"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// OtherAccount is the account of requests that are not to be of the target's.
const OtherAccount = "210987654321"

// probeAccount finds out whose the requests are to the target. Fakes take an
// access key of 12 digits for the account, and no document says that they have
// to: a target may as well be one account, whoever asks. That shows in what it
// makes of the account, such as ARNs. The suite then goes by the target's
// account, and has no other.
func (s *Setup) probeAccount(t *Stage) {
	op, rule := showsAccount(t)
	if op == nil || t.Target.Authorize != nil || t.Fixtures != nil || t.Comparison != nil {
		return
	}
	s.OneAccount = "nothing that the target returns shows which account a request is of"
	why := quietly(t, func(view *Stage) {
		view = view.Of(op)
		elsewhere := view.View()
		elsewhere.As.Account = OtherAccount
		mine, key := accountIn(view, rule)
		theirs, _ := accountIn(elsewhere, rule)
		switch {
		case mine == "" || theirs == "":
		case theirs != mine || !sees(elsewhere, key):
			s.OneAccount = "" // if a member has the wrong account, its clause fails
		default:
			s.OneAccount = fmt.Sprintf("the target takes every request for one of account %s", mine)
			if mine != view.As.Account {
				s.Target.Account = mine
			}
		}
	})
	if why != "" {
		s.OneAccount += ": " + why
	}
}

// showsAccount returns the first operation that puts something of which a read
// returns a member that the service makes of the account, and the rule of that
// member.
func showsAccount(t *Stage) (*model.Operation, model.Assigned) {
	for i := range t.API.Operations {
		op := &t.API.Operations[i]
		for _, c := range op.Clauses {
			rule, is := c.Rule.(model.Assigned)
			if list := t.OperationsOn(op.Effect.Of).List; is && strings.Contains(rule.Value, "{account}") && list != nil && effect.Returns(list, rule.Member) && t.DemandedFilter(list) == nil {
				return op, rule
			}
		}
	}
	return nil, model.Assigned{}
}

// accountIn puts something, and returns the account that the target has made a
// member of, "" if that can't be told, and the key of what was put.
func accountIn(t *Stage, rule model.Assigned) (account string, key value.Object) {
	key = t.Partition()
	for _, name := range t.Subject.Key {
		if key[name] == nil {
			key[name] = t.KeyName(t.Subject.Name, name)
		}
	}
	t.EnsureExists(key, nil)
	var pattern strings.Builder
	for _, part := range rule.Parts() {
		switch part.Name {
		case "":
			pattern.WriteString(regexp.QuoteMeta(part.Literal))
		case "account":
			pattern.WriteString(`(\d{12})`)
		default:
			pattern.WriteString(".*?")
		}
	}
	like := regexp.MustCompile("^" + pattern.String() + "$")
	for _, found := range look(t, key) {
		text, _ := found[rule.Member].(string)
		if m := like.FindStringSubmatch(text); m != nil && sameKey(t, found, key) {
			return m[1], key
		}
	}
	return "", key
}

// look returns what a read has of a resource, and maybe of others.
func look(t *Stage, key value.Object) []value.Object {
	if t.Gets() {
		return t.Get(key)
	}
	return t.List(value.Pick(key, t.Subject.Partition))
}

// sees reports whether a listing returns a resource.
func sees(t *Stage, key value.Object) bool {
	for _, found := range look(t, key) {
		if sameKey(t, found, key) {
			return true
		}
	}
	return false
}

func sameKey(t *Stage, a, b value.Object) bool {
	return value.KeyOf(a, t.Subject.Key) == value.KeyOf(b, t.Subject.Key)
}
