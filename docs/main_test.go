package docs_test

import (
	"os"
	"testing"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestMain lets more guides be played at a time than there are processors: they wait
// for servers, and for time to pass.
func TestMain(m *testing.M) {
	sample.Parallel(6)
	os.Exit(m.Run())
}
