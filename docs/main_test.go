package docs_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain lets more guides be played at a time than there are processors: they wait
// for servers, and for time to pass.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "6"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}
