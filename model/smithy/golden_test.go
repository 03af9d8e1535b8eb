package smithy

import (
	"flag"
	"testing"

	"github.com/fakesmith/fakesmith/model/internal/readertest"
)

var update = flag.Bool("update", false, "write what is printed into the goldens")

func TestGolden(t *testing.T) { readertest.Goldens(t, *update, readertest.With(ReadWith)) }
