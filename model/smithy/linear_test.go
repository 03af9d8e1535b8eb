//go:build unix

package smithy

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestReadIsLinear reads a model and one many times as large, and expects that
// to take not much more than so many times as long. A scan of all shapes for
// each would double it.
func TestReadIsLinear(t *testing.T) {
	sample.SkipRace(t)
	if testing.Short() {
		t.Skip("a large model takes a second to read")
	}
	const small, times = 3000, 16
	best := func(shapes int) time.Duration {
		src := []byte(chain(shapes))
		least := time.Hour
		for range 2 {
			start := cpu(t)
			if _, err := Read("model.json", src); err != nil {
				t.Fatal(err)
			}
			least = min(least, cpu(t)-start)
		}
		return least
	}
	// The collector of garbage makes for some noise.
	for try := 1; ; try++ {
		few, many := best(small), best(small*times)
		t.Logf("%d shapes take %v, %d take %v", small, few, small*times, many)
		if 4*many < 7*times*few {
			return
		}
		if try == 6 {
			t.Fatalf("%d times the shapes take %v, that is %.0f times as long", times, many, float64(many)/float64(few))
		}
	}
}

// cpu returns the time that the process has had on processors, which other
// processes of the machine have no part in.
func cpu(t *testing.T) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		t.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// chain returns a model with so many structures, each with a list, an enum and
// a string, which an operation each reaches.
func chain(shapes int) string {
	var b, operations strings.Builder
	for i := range shapes / 5 {
		if i > 0 {
			operations.WriteString(", ")
		}
		fmt.Fprintf(&operations, `{"target": "ex#Put%d"}`, i)
		fmt.Fprintf(&b, `,
"ex#Put%[1]d": {"type": "operation", "input": {"target": "ex#In%[1]d"}, "errors": [{"target": "ex#No%[1]d"}]},
"ex#No%[1]d": {"type": "structure", "members": {}, "traits": {"smithy.api#error": "client"}},
"ex#In%[1]d": {"type": "structure", "members": {"A": {"target": "ex#L%[1]d", "traits": {"smithy.api#required": {}}}, "B": {"target": "ex#E%[1]d"}}},
"ex#L%[1]d": {"type": "list", "member": {"target": "smithy.api#String"}, "traits": {"smithy.api#length": {"max": 3}}},
"ex#E%[1]d": {"type": "enum", "members": {"X": {"target": "smithy.api#Unit"}, "Y": {"target": "smithy.api#Unit"}}}`, i)
	}
	return fmt.Sprintf(`{"smithy": "2.0", "shapes": {"ex#S": {"type": "service", "version": "1", "operations": [%s],
"traits": {"aws.auth#sigv4": {"name": "s"}, "aws.protocols#awsJson1_1": {}}}%s}}`, &operations, &b)
}
