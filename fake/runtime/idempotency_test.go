package runtime

import "testing"

func TestTokens(t *testing.T) {
	var tokens Tokens[int, string]
	if got := tokens.Find("a"); got != nil {
		t.Errorf("Find(a) = %v of no requests", got)
	}
	tokens.Keep("", "request", 1, "reply")
	if got := tokens.Find(""); got != nil {
		t.Errorf(`Find("") = %v, want none: an empty token is none`, got)
	}
	tokens.Keep("a", "first", 1, "reply")
	tokens.Keep("a", "second", 2, "another")
	if got := tokens.Find("a"); got == nil || *got != (Tokened[int, string]{"second", 2, "another"}) {
		t.Errorf("Find(a) = %v, want the request that had the token last", got)
	}
}

// TestRef shows that a reference is to one value, and to none that comes after it.
func TestRef(t *testing.T) {
	table := Table[string, string, [2]string]{Key: func(v *[2]string) (string, string) { return v[0], v[1] }}
	table.Put([2]string{"p", "a"})
	table.Put([2]string{"p", "b"})
	ref := table.Ref("p", "a")
	for _, step := range []struct {
		name string
		do   func()
		has  bool
	}{
		{"at once", func() {}, true},
		{"replaced", func() { table.Put([2]string{"p", "a"}) }, true},
		{"another deleted", func() { table.Delete("p", "b") }, true},
		{"deleted", func() { table.Delete("p", "a") }, false},
		{"put anew", func() { table.Put([2]string{"p", "a"}) }, false},
	} {
		step.do()
		if got := table.Has(ref); got != step.has {
			t.Errorf("%s: Has(ref) = %t, want %t", step.name, got, step.has)
		}
		for _, name := range []string{"a", "b"} {
			want := step.has && name == "a"
			if got := table.HasLike(ref, func(v *[2]string) bool { return v[1] == name }); got != want {
				t.Errorf("%s: HasLike(ref) = %t where its name is %s, want %t", step.name, got, name, want)
			}
		}
	}
}
