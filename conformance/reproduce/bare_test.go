package reproduce

import (
	"strings"
	"testing"
)

// TestABodyOfWhiteSpaceIsNoOther: no script for a shell takes one for an empty body or
// an empty object, or an empty object for another body without members.
func TestABodyOfWhiteSpaceIsNoOther(t *testing.T) {
	t.Parallel()
	with := func(answer string) Step {
		return Step{Call: "DescribeConfigRules", Status: 200, Body: []byte("{}"), Answer: []byte(answer)}
	}
	blank := []string{" \n", "", "{}", "[ ]"}
	for form, answers := range map[string][]string{Curl: {" \n", "{}"}, CLI: {" \n"}} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			for _, was := range answers {
				program := Forms(asked(with(was)))[form]
				for _, is := range blank {
					status, out := runForm(t, form, program, t.TempDir(), replayed(t, func(int) Step { return with(is) }))
					// Nothing is known of what the answer has to have in it.
					if want := map[bool]int{true: 1, false: 2}[is == was]; status != want || strings.Contains(out, "can't be told") == (is == was) {
						t.Errorf("%s: the answer was %q and is %q: the program ends with %d, want %d\n%.2000s", form, was, is, status, want, out)
					}
				}
			}
		})
	}
}
