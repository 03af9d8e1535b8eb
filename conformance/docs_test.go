package conformance_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
)

var jsonBlock = regexp.MustCompile("(?s)```json\n([{\\[].*?)```")

// TestDocumentedFilesAreReadable shows that the example files in the
// documentation are valid.
func TestDocumentedFilesAreReadable(t *testing.T) {
	for name, check := range map[string]func(string) error{
		"../docs/world.md": func(src string) error {
			_, err := conformance.ReadFixtures("fixtures.json", strings.NewReader(src), contract())
			return err
		},
		"../docs/compare.md": func(src string) error {
			_, err := conformance.ReadDivergences("known.json", strings.NewReader(src))
			return err
		},
	} {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		blocks := jsonBlock.FindAllSubmatch(src, -1)
		if len(blocks) == 0 {
			t.Errorf("%s has no example", name)
		}
		for _, block := range blocks {
			if err := check(string(block[1])); err != nil {
				t.Errorf("%s: %v in\n%s", name, err, block[1])
			}
		}
	}
}
