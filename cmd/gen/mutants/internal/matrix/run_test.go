package matrix

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
)

// asWorker is the variable that makes the test binary a worker, so that run has
// one to talk to that does not do what it should.
const asWorker = "MUTANTS_TEST_WORKER"

func TestMain(m *testing.M) {
	if os.Getenv(asWorker) == "" {
		debug.SetGCPercent(400) // little is kept from one mutant to the next
		os.Exit(m.Run())
	}
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		switch line := orders.Text(); {
		case strings.Contains(line, `"number":2`):
			time.Sleep(time.Hour)
		case strings.Contains(line, `"number":3`):
			os.Exit(3)
		default:
			fmt.Println(`{"number":1,"kills":[{"property":"a property"}]}`)
		}
	}
}

// TestWorkersThatFail has a mutant checked that never answers, one that takes its
// check down, and between them ones that are checked as they should be.
func TestWorkersThatFail(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(asWorker, "yes")
	var got []string
	orders := []check.Order{{Number: 1}, {Number: 2}, {Number: 1}, {Number: 3}, {Number: 1}}
	err = run(t.Context(), binary, nil, 1, time.Second, orders, func(o *check.Outcome) {
		what := o.Error
		if len(o.Kills) > 0 {
			what = o.Kills[0].Property
		}
		got = append(got, fmt.Sprintf("%d: %s", o.Number, what))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "1: a property\n2: no answer in time\n1: a property\n3: the check broke down: EOF\n1: a property"
	if strings.Join(got, "\n") != want {
		t.Errorf("the outcomes are\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}
