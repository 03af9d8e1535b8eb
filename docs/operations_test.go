package docs_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/generated/parameterstest"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model"
)

// TestOperationsAreListed shows that the guide names the operations that the fakes have,
// and no others.
func TestOperationsAreListed(t *testing.T) {
	page, err := os.ReadFile("testing-with-the-fake.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(page), "\n## Operations\n")
	section, _, _ = strings.Cut(section, "\n## ")
	var listed, want []string
	for _, name := range regexp.MustCompile("`([A-Z][A-Za-z]+)`").FindAllStringSubmatch(section, -1) {
		listed = append(listed, name[1])
	}
	for _, api := range []*model.API{&remediationtest.Contract, &parameterstest.Contract, &pipelinestest.Contract} {
		for _, op := range api.Operations {
			want = append(want, op.Name)
		}
	}
	slices.Sort(listed)
	slices.Sort(want)
	if !slices.Equal(listed, want) {
		t.Errorf("the guide lists %q, and there are %q", listed, want)
	}
}
