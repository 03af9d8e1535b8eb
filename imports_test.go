package fakesmith_test

import "testing"

const module = "github.com/fakesmith/fakesmith"

// confined lists every module that this one stands on, and who may import it.
// Being new here takes a row: an import that no row allows is a failure.
var confined = []confinement{{
	of: "github.com/getkin/kin-openapi",
	to: []string{"model/openapi"},
	because: "OpenAPI is one front end among others to come: " +
		"what a document says must be in model.API before anything else reads it",
}, {
	of: "github.com/dave/jennifer",
	to: []string{"cmd/gen/internal/printer", "cmd/gen/internal/shape", "cmd/gen/internal/operation", "cmd/gen/internal/clause",
		"cmd/gen/internal/verb", "cmd/gen/internal/skeleton", "cmd/gen/internal/suite"},
	because: "expressions of generated code are jennifer's from the printer to the skeleton, and no others: " +
		"names are decided before any is made, and who asks for files gets bytes",
}, {
	of:      "golang.org/x/tools/imports",
	to:      []string{"cmd/gen/internal/printer"},
	because: "it puts what jennifer wrote into gofmt's form; nothing else writes Go",
}, {
	of:      "github.com/go-faster/jx",
	to:      []string{"fake/runtime"},
	tests:   true,
	because: "the suite must read the wire in its own way, or one bug in a codec hides in both readings",
}, {
	of: "pgregory.net/rapid",
	to: []string{"conformance", "conformance/internal/generate", "conformance/internal/lockstep", "conformance/internal/property", "conformance/internal/run",
		"conformance/internal/script", "conformance/internal/setup", "conformance/internal/shapes", "conformance/internal/testcase"},
	tests:   true,
	because: "drawing random inputs is the business of laws; a fake is never random",
}, {
	of:      "github.com/google/go-cmp",
	to:      []string{"model/internal/readertest"}, // which tests alone import
	tests:   true,
	because: "its authors made it for tests, and it may panic where a test would want that",
}, {
	of:    "github.com/aws/aws-sdk-go-v2",
	to:    []string{"fake/sdkv2", "cmd/conform/internal/live"},
	tests: true,
	because: "whoever uses a fake without the SDK should not have to build the SDK; " +
		"and one package alone speaks to real accounts, so that nothing gets past what it refuses",
}, {
	of:      "golang.org/x/time",
	to:      []string{"cmd/conform/internal/live"},
	because: "only a real account has to be asked slowly",
}, {
	of:      "github.com/aws/smithy-go",
	to:      []string{"cmd/conform/internal/live"},
	tests:   true,
	because: "it is part of the SDK under another name",
}, {
	of:      "github.com/rogpeppe/go-internal",
	tests:   true,
	because: "testscript runs commands in tests; no command runs on it",
}, {
	of:      "github.com/anishathalye/porcupine",
	to:      []string{"conformance/internal/lockstep"},
	because: "it searches for an order of concurrent calls, and nobody but the suite asks for one",
}, {
	of:      "golang.org/x/tools/txtar",
	to:      []string{"model/internal/readertest"},
	tests:   true,
	because: "goldens are txtar files, and only tests read goldens",
}, {
	of:      "github.com/chromedp/chromedp",
	tests:   true,
	because: "it drives a browser, to show that the page of a report works in one",
}, {
	of:      "github.com/chromedp/cdproto",
	tests:   true,
	because: "it is what chromedp and a browser say to each other",
}, {
	of:      "github.com/schollz/progressbar",
	to:      []string{"cmd/conform"},
	because: "how far a run has come is shown to people at a terminal, and to nobody else",
}, {
	of:      "github.com/fatih/color",
	to:      []string{"cmd/conform"},
	because: "only what is printed on a terminal has colours",
}, {
	of:      "github.com/creack/pty",
	tests:   true,
	because: "it is a terminal for tests of what is shown on one",
}, {
	of:      "golang.org/x/term",
	to:      []string{"cmd/conform"},
	because: "only the ledger is printed to suit a terminal",
}}

// apart lists the parts of this module that must not reach each other, by
// however long a way.
var apart = []separation{{
	from: "conformance/...",
	to:   []string{"fake/...", "generated/...", "cmd/..."},
	because: "the suite and the fake are two readings of one contract that meet only on the wire: " +
		"if they shared code, their agreement would mean nothing",
}, {
	from:    "conformance/internal/value",
	to:      []string{"conformance/endpoint", "conformance/oracle", "conformance/report", "conformance/internal/shapes", "conformance/internal/wire"},
	because: "a JSON value is read, compared and formatted alike, whatever it is sent for",
}, {
	from:    "conformance/internal/shapes",
	to:      []string{"conformance/endpoint", "conformance/oracle", "conformance/internal/effect", "conformance/internal/wire", "conformance/internal/generate"},
	because: "which values are valid depends on no operation, no target and no seed",
}, {
	from:    "conformance/internal/effect",
	to:      []string{"conformance/endpoint", "conformance/oracle", "conformance/internal/wire", "conformance/internal/generate", "conformance/internal/testcase"},
	because: "what an operation does is read from the model alone, so that it can be asked without a target",
}, {
	from:    "conformance/internal/wire",
	to:      []string{"conformance/oracle", "conformance/report", "conformance/internal/effect", "conformance/internal/generate", "conformance/internal/testcase"},
	because: "a reply is read by the protocol and its shape: what it should say is not known where it is read",
}, {
	from:    "conformance/internal/control",
	to:      []string{"conformance/oracle", "conformance/internal/effect", "conformance/internal/testcase", "conformance/internal/setup"},
	because: "the control protocol lends powers, and does not know what for",
}, {
	from:    "conformance/internal/generate",
	to:      []string{"conformance/...", "model/..."},
	because: "it runs any property, so it knows none",
}, {
	from:    "conformance/internal/testcase",
	to:      []string{"conformance/internal/control", "conformance/internal/setup", "conformance/internal/eventual", "conformance/internal/script", "conformance/internal/property", "conformance/internal/lockstep", "conformance/internal/shrink", "conformance/internal/run"},
	because: "a case is what setting up, waiting and checking have in common, so it can be none of them",
}, {
	from:    "conformance/internal/setup",
	to:      []string{"conformance/internal/control", "conformance/internal/eventual", "conformance/internal/script", "conformance/internal/property", "conformance/internal/lockstep", "conformance/internal/shrink", "conformance/internal/run"},
	because: "preconditions are the same for all properties, and for targets that answer late",
}, {
	from:    "conformance/internal/eventual",
	to:      []string{"conformance/internal/control", "conformance/internal/setup", "conformance/internal/script", "conformance/internal/property", "conformance/internal/lockstep", "conformance/internal/shrink", "conformance/internal/run"},
	because: "how long to wait for an answer must not depend on what a property wants it to be",
}, {
	from:    "fake/...",
	to:      []string{"conformance/...", "generated/...", "cmd/...", "model/..."},
	because: "the fake's runtime knows neither the suite that checks it nor the contracts that are generated on top of it",
}, {
	from:    "fake",
	to:      []string{"fake/runtime", "fake/faults", "fake/account", "fake/sdkv2", "fake/internal/calllog", "fake/internal/inject"},
	because: "package fake is what people read and import first: the runtime, profiles and accounts stand on it, and it on none of them",
}, {
	from:    "fake/runtime",
	to:      []string{"fake/faults", "fake/account", "fake/sdkv2"},
	because: "generated code stands on the runtime, and has to compile without fault profiles and any API",
}, {
	from:    "fake/faults",
	to:      []string{"fake/account", "fake/sdkv2"},
	because: "a fault profile knows an API by its traits alone, which are data",
}, {
	from:    "fake/internal/...",
	to:      []string{"fake/runtime", "fake/faults", "fake/account", "fake/sdkv2"},
	because: "the parts that packages of the fake share stand below all of them",
}, {
	from:    "generated/remediation",
	to:      []string{"conformance/...", "generated/remediationtest", "cmd/...", "model/..."},
	because: "a fake is straight-line Go: it neither interprets its contract nor knows the suite",
}, {
	from:    "generated/remediationtest",
	to:      []string{"fake/...", "generated/remediation", "cmd/...", "model/openapi", "model/smithy", "model/frontend"},
	because: "a suite for go test must check targets that are not our fake, with a contract that needs no front end",
}, {
	from:    "model",
	to:      []string{"model/openapi", "model/smithy", "model/frontend", "model/jsontree", "model/doctext", "conformance/...", "fake/...", "generated/...", "cmd/..."},
	because: "everything is made from the model, so it can be made from nothing else here",
}, {
	from:    "model/jsontree",
	to:      []string{"model/openapi", "model/smithy", "model/frontend", "conformance/...", "fake/...", "generated/...", "cmd/..."},
	because: "front ends and the suite read what people write with it, so it knows neither",
}, {
	from:    "model/pattern",
	to:      []string{"model", "model/openapi", "model/jsontree", "conformance/...", "fake/...", "generated/...", "cmd/..."},
	because: "a regular expression is a text, which nothing of ours has to explain",
}, {
	from:    "model/openapi",
	to:      []string{"model/smithy", "conformance/...", "fake/...", "generated/...", "cmd/..."},
	because: "a front end ends where model.API begins",
}, {
	from:    "model/smithy",
	to:      []string{"model/openapi", "conformance/...", "fake/...", "generated/...", "cmd/..."},
	because: "a front end ends where model.API begins, and knows no other",
}, {
	from:    "model/frontend",
	to:      []string{"conformance/...", "fake/...", "generated/...", "cmd/..."},
	because: "it chooses among front ends, and ends where they do",
}, {
	from:    "cmd/gen",
	to:      []string{"fake/...", "generated/...", "conformance/..."},
	because: "the generator must run when what it generates, or what that stands on, does not compile",
}, {
	from:    "cmd/gen/internal/...",
	to:      []string{"fake/...", "generated/...", "conformance/..."},
	because: "the generator must run when what it generates, or what that stands on, does not compile",
}, {
	from: "cmd/gen",
	to:   []string{"cmd/gen/internal/defect", "cmd/gen/internal/schemata", "cmd/gen/mutants/..."},
	because: "defects are written into generated code by those who look for them, and never into a fake that is shipped: " +
		"what writes fakes has no way to write a wrong one",
}, {
	from:    "cmd/gen/internal/emit",
	to:      []string{"cmd/gen/internal/defect", "cmd/gen/internal/schemata"},
	because: "what writes fakes has no way to write a wrong one",
}, {
	from:    "cmd/gen/internal/defect",
	to:      []string{"cmd/gen/internal/emit", "cmd/gen/internal/clause", "cmd/gen/internal/verb", "cmd/gen/internal/skeleton", "cmd/gen/internal/operation"},
	because: "a defect is found in generated code as anybody reads it: by its comments and names, not by how it came about",
}, {
	from:    "cmd/gen/internal/names",
	to:      []string{"cmd/gen/internal/printer", "cmd/gen/internal/shape"},
	because: "names are decided before anything is printed",
}, {
	from:    "cmd/gen/internal/printer",
	to:      []string{"cmd/gen/internal/names", "cmd/gen/internal/shape", "cmd/gen/internal/operation", "cmd/gen/internal/clause"},
	because: "the printer knows Go, and nothing of what is printed",
}, {
	from:    "cmd/gen/internal/shape",
	to:      []string{"cmd/gen/internal/operation", "cmd/gen/internal/clause"},
	because: "what a shape is in Go does not depend on what is done with it",
}, {
	from:    "cmd/gen/internal/operation",
	to:      []string{"cmd/gen/internal/clause", "cmd/gen/internal/verb", "cmd/gen/internal/skeleton"},
	because: "clauses are written in terms of an operation's input, output and things: these come first",
}, {
	from:    "cmd/gen/internal/clause",
	to:      []string{"cmd/gen/internal/verb", "cmd/gen/internal/skeleton", "cmd/gen/internal/suite"},
	because: "a clause says what it demands, not when it is looked at",
}, {
	from:    "conformance",
	to:      []string{"conformance/mutate", "cmd/gen/mutants/..."},
	because: "a suite that users run must not carry what makes broken contracts",
}, {
	from:    "cmd/conform",
	to:      []string{"conformance/mutate", "cmd/gen/mutants/..."},
	because: "a suite that users run must not carry what makes broken contracts",
}, {
	from:    "internal/...",
	to:      []string{"conformance/...", "fake/...", "generated/...", "model/...", "cmd/..."},
	because: "what keeps a hostile answer from doing harm must be small enough to be read by itself",
}}

// without lists standard packages that some of ours do without.
var without = []abstinence{{
	in: []string{"model", "cmd/gen/internal/names", "cmd/gen/internal/printer", "cmd/gen/internal/shape", "cmd/gen/internal/operation",
		"cmd/gen/internal/clause", "cmd/gen/internal/verb", "cmd/gen/internal/skeleton", "cmd/gen/internal/suite", "cmd/gen/internal/emit"},
	from: []string{"os", "os/exec", "net/...", "time", "math/rand/...", "crypto/rand"},
	because: "the generator is a function from bytes to bytes: " +
		"the same model must give the same files on every machine",
}, {
	in:      []string{"fake/...", "generated/remediation"},
	from:    []string{"reflect"},
	because: "codecs and stores are generated or generic: reflection costs more than the whole of a call",
}, {
	in:      []string{"generated/remediation"},
	from:    []string{"os", "net", "math/rand/..."},
	because: "what a fake does depends on its state, its clock and its calls alone",
}}

// TestImports holds the packages of this module to the rows above.
func TestImports(t *testing.T) {
	g, err := readGraph(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, complaint := range g.check(confined, apart, without) {
		t.Error(complaint)
	}
}
