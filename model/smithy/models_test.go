package smithy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/internal/awsmodels"
	"github.com/fakesmith/fakesmith/internal/sample"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/internal/readertest"
)

// TestReadAWS reads every model of AWS's that speaks awsJson. With -v it prints
// a table of what they say and the API does not.
func TestReadAWS(t *testing.T) {
	sample.SkipRace(t)
	if testing.Short() {
		t.Skip("143 models take some seconds")
	}
	var total census
	var table strings.Builder
	for i, path := range awsmodels.Paths(t) {
		if !sample.Of(i) {
			continue
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(path)
		api, warnings, err := ReadWith(name, src, nil)
		if err != nil {
			t.Errorf("%s", err)
			continue
		}
		readertest.Sound(t, api)
		c := count(api)
		c.warnings = len(warnings)
		for _, w := range warnings {
			fmt.Fprintf(&table, "%s\n", w)
		}
		for _, op := range api.Operations {
			if op.Unsupported != "" {
				fmt.Fprintf(&table, "%s: %s: unsupported: %s\n", op.Pos, op.Name, op.Unsupported)
			}
		}
		total.add(c)
	}
	t.Logf("unchecked and unsupported:\n%s", &table)
	t.Logf("%+v", total)
	for _, want := range []struct {
		what                string
		got, sampled, whole int
	}{
		{"operations", total.operations, 720, awsmodels.Operations},
		{"unsupported operations", total.unsupported, 0, 2},
		{"sparse lists", total.sparse, 0, 1},
		{"host prefixes", total.prefixed, 13, 18},
		{"worked examples", total.examples, 92, 621},
		{"operations without a signature", total.unsigned, 0, 35},
		{"idempotency tokens", total.tokens, 47, 269},
		{"query-compatible services", total.query, 0, 1},
		{"waiters", total.waiters, 0, 68},
		{"resource shapes", total.resources, 0, 112},
	} {
		if least := sample.Cases(want.whole, want.sampled); want.got < least {
			t.Errorf("there are %d %s, want at least %d", want.got, want.what, least)
		}
	}
}

// A census counts what is in models.
type census struct {
	operations, shapes, errors, clauses                 int
	unions, documents, sparse, timestamps, keys, narrow int
	defaults, tokens, paginated, prefixed, unsigned     int
	unsupported, examples, retryable, query, v10, v11   int
	patterns, warnings, waiters, resources              int
}

func (c *census) add(d census) {
	for _, pair := range []struct{ to, from *int }{
		{&c.operations, &d.operations}, {&c.shapes, &d.shapes}, {&c.errors, &d.errors}, {&c.clauses, &d.clauses},
		{&c.unions, &d.unions}, {&c.documents, &d.documents}, {&c.sparse, &d.sparse}, {&c.timestamps, &d.timestamps},
		{&c.keys, &d.keys}, {&c.narrow, &d.narrow}, {&c.defaults, &d.defaults}, {&c.tokens, &d.tokens},
		{&c.paginated, &d.paginated}, {&c.prefixed, &d.prefixed}, {&c.unsigned, &d.unsigned}, {&c.unsupported, &d.unsupported},
		{&c.examples, &d.examples}, {&c.retryable, &d.retryable}, {&c.query, &d.query}, {&c.v10, &d.v10}, {&c.v11, &d.v11},
		{&c.patterns, &d.patterns}, {&c.warnings, &d.warnings}, {&c.waiters, &d.waiters}, {&c.resources, &d.resources},
	} {
		*pair.to += *pair.from
	}
}

func count(api *model.API) census {
	c := census{operations: len(api.Operations), shapes: len(api.Shapes), errors: len(api.Errors), resources: len(api.ResourceShapes)}
	on := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	on(&c.query, api.QueryCompatible)
	on(&c.v10, api.Protocol == "awsJson1_0")
	on(&c.v11, api.Protocol == "awsJson1_1")
	for _, op := range api.Operations {
		c.clauses += len(op.Clauses)
		c.examples += len(op.Examples)
		c.waiters += len(op.Waiters)
		on(&c.paginated, op.Paginated != nil)
		on(&c.prefixed, op.HostPrefix != "")
		on(&c.unsigned, op.Unsigned)
		on(&c.unsupported, op.Unsupported != "")
	}
	for _, e := range api.Errors {
		on(&c.retryable, e.Retryable)
	}
	for _, s := range api.Shapes {
		on(&c.unions, s.Union)
		on(&c.documents, s.Kind == model.Document)
		on(&c.sparse, s.Sparse)
		on(&c.timestamps, s.TimestampFormat != "")
		on(&c.keys, s.Key != "")
		on(&c.narrow, s.Bits != 0)
		on(&c.patterns, s.Pattern != "")
		for _, m := range s.Members {
			on(&c.defaults, m.Default != "")
			on(&c.tokens, m.IdempotencyToken)
		}
	}
	return c
}

// BenchmarkRead reads the largest of AWS's models.
func BenchmarkRead(b *testing.B) {
	src := awsmodels.Source(b, "sagemaker")
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := Read("sagemaker.json", src); err != nil {
			b.Fatal(err)
		}
	}
}
