package draft

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/awsmodels"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
	"github.com/google/go-cmp/cmp"
)

// TestWaiters drafts, for each operation of AWS's models that has waiters, a contract of
// all operations on the same resource, and compares what each waiter gives, or why it gives
// nothing, with the table in testdata. Each contract can be read.
func TestWaiters(t *testing.T) {
	if !sample.Whole() && !*update {
		t.Skip(sample.Reason) // 143 models take some seconds
	}
	var table strings.Builder
	gives, all := 0, 0
	for _, path := range awsmodels.Paths(t) {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(source), "smithy.waiters#waitable") {
			continue
		}
		file := frontend.File{Name: filepath.Base(path), Data: source}
		api := read(t, file, nil)
		for i := range api.Operations {
			op := &api.Operations[i]
			if len(op.Waiters) == 0 {
				continue
			}
			d, err := Write(api, alike(api, op))
			if err != nil {
				t.Fatal(err)
			}
			read(t, file, d.Contract)
			for _, w := range op.Waiters {
				all++
				what, gave := given(t, d, op, w)
				if gave {
					gives++
				}
				service, _, _ := strings.Cut(file.Name, "-20")
				fmt.Fprintf(&table, "%s %s %s: %s\n", service, op.Name, w.Name, what)
			}
		}
	}
	fmt.Fprintf(&table, "%d of %d waiters give a state of a lifecycle\n", gives, all)
	const golden = "testdata/waiters.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(table.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), table.String()); diff != "" {
		t.Errorf("what waiters give (-want +got; -update rewrites it):\n%s", diff)
	}
}

// alike returns the names of the operations that are about the same kind of resource as
// one, and of that one.
func alike(api *model.API, op *model.Operation) []string {
	d := &drafting{api: api, file: object{}}
	var all []*model.Operation
	for i := range api.Operations {
		all = append(all, &api.Operations[i])
	}
	d.group(all)
	for _, g := range d.groups {
		var names []string
		for _, p := range g.puts {
			names = append(names, p.op.Name)
		}
		has := false
		for _, v := range g.views {
			names = append(names, v.op.Name)
			has = has || v.op == op
		}
		for _, deletion := range g.deletes {
			names = append(names, deletion.Name)
		}
		if has {
			return names
		}
	}
	return []string{op.Name}
}

// given says what a draft has of a waiter, or why it has nothing, and whether it has.
func given(t *testing.T, d *Draft, op *model.Operation, w model.Waiter) (string, bool) {
	t.Helper()
	gone, by := succeeds(w)
	for _, left := range d.Left {
		about, why, _ := strings.Cut(left, ": ")
		if about != op.Name {
			continue
		}
		if of, isWaiter := strings.CutPrefix(why, "what its waiter "); isWaiter && !strings.HasPrefix(of, w.Name+" ") {
			continue
		}
		if strings.HasPrefix(why, "that ") != gone && strings.Contains(why, "gone after a while") {
			continue
		}
		return why, false
	}
	var contract struct {
		Operations map[string]struct{ Clauses []map[string]any }
	}
	if err := json.Unmarshal(d.Contract, &contract); err != nil {
		t.Fatal(err)
	}
	for _, o := range contract.Operations {
		for _, c := range o.Clauses {
			switch {
			case gone && c["kind"] == "lifecycle/deleting":
				return fmt.Sprintf("%s, and then it is gone", c["state"]), true
			case !gone && c["kind"] == "lifecycle" && c["last"] == by.Text:
				return fmt.Sprintf("%s is %s, and then %s", c["member"], c["first"], c["last"]), true
			}
		}
	}
	t.Errorf("%s: %s gives nothing, and nobody says why", op.Name, w.Name)
	return "nothing", false
}
