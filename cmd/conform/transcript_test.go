package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/account"
	"github.com/fakesmith/fakesmith/internal/instance"
)

var update = flag.Bool("update", false, "write the transcript in docs/real-accounts.md anew")

// The guide has the transcript between these lines.
const (
	transcriptBegins = "<!-- transcript: made by TestTranscript -->\n"
	transcriptEnds   = "<!-- end -->\n"
)

// TestTranscript holds the transcript in the guide to what the commands do at a
// stand-in, in the time of a bubble.
func TestTranscript(t *testing.T) {
	guide, err := filepath.Abs("../../docs/real-accounts.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(guide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(text), transcriptBegins)
	was, after, ended := strings.Cut(rest, transcriptEnds)
	if !ok || !ended {
		t.Fatalf("%s has no line %s or %s", guide, transcriptBegins, transcriptEnds)
	}
	t.Chdir(t.TempDir())
	var b bytes.Buffer
	synctest.Test(t, func(t *testing.T) { write(t, &b) })
	switch now := regexp.MustCompile(`calls in [\d.]+ s`).ReplaceAllString(steady(b.String()), "calls in … s"); {
	case now == was:
	case !*update && gist(now) == gist(was):
	case *update:
		if err := os.WriteFile(guide, []byte(before+transcriptBegins+now+transcriptEnds+after), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the transcript in docs/real-accounts.md is stale; go test ./cmd/conform -run '^TestTranscript$' -update writes\n%s", now)
	}
}

// gist returns a transcript without what the guide need not be right about: how
// many calls a property makes, and how much was there when the cable was out. How
// long is waited before a call is made again hangs on chance.
func gist(transcript string) string {
	number := regexp.MustCompile(`\d[\d.,hm]*`)
	lines := strings.Split(transcript, "\n")
	for i, line := range lines {
		if len(line) > 1 { // an exit status stands in a line by itself
			lines[i] = number.ReplaceAllString(line, "n")
		}
	}
	masked := strings.Join(lines, "\n")
	masked = regexp.MustCompile(`\b(rule|exception|call)s?\b`).ReplaceAllString(masked, "$1")
	return strings.Join(slices.Compact(strings.Split(masked, "\n")), "\n")
}

// write plays the transcript.
func write(t *testing.T, b *bytes.Buffer) {
	f := open().At("123456789012", "eu-west-1")
	f.Reset(open().State())
	network := &cable{RoundTripper: fake.Transport(instance.Handler("5e1f0a", account.New(f, account.Options{Strict: true})))}
	ctx := context.WithValue(t.Context(), carrier{}, http.RoundTripper(network))
	const where = "-aws -region eu-west-1 -account 123456789012 -endpoint http://127.0.0.1:4599"
	const what = "-run ^(upsert|non-compliant-only|delete-absent|expiry)$ -seed 7"
	do := func(says string, line string) {
		fmt.Fprintf(b, "%s\n\n```console\n$ conform %s\n", says, strings.ReplaceAll(line, "^(upsert|non-compliant-only|delete-absent|expiry)$", "'^(upsert|non-compliant-only|delete-absent|expiry)$'"))
		status := run(ctx, strings.Fields(line), b, b)
		fmt.Fprintf(b, "$ echo $?\n%d\n```\n\n", status)
	}
	do("First, what would be done. No call is made.", "plan "+where+" "+what+" -run-id first")
	do("Then the run.", "apply "+where+" "+what+" -run-id first")
	do("Nothing is left to sweep.", "sweep -journal fakesmith-first.journal")
	network.cutAfter = 3
	do("Now the same, and in the middle of it the network fails.", "apply "+where+" "+what+" -run-id second")
	network.cut, network.cutAfter = false, 0
	// By then what expires has expired, however long the SDK tried.
	time.Sleep(time.Hour)
	do("An hour later, what is left can be listed without a journal:", "sweep "+where)
	do("With the journal it is deleted.", "sweep -journal fakesmith-second.journal")
	if n := len(f.State().ConfigRules); n != 1 {
		t.Errorf("in the end there are %d rules, want the one that was there", n)
	}
}

// A cable is a network that goes away once exceptions were put so many times, if
// it is to.
type cable struct {
	http.RoundTripper
	cutAfter int
	cut      bool
}

func (c *cable) RoundTrip(req *http.Request) (*http.Response, error) {
	if c.cut {
		return nil, errors.New("dial tcp 127.0.0.1:4599: connect: network is unreachable")
	}
	if c.cutAfter > 0 && strings.HasSuffix(req.Header.Get("X-Amz-Target"), ".PutRemediationExceptions") {
		c.cutAfter--
		c.cut = c.cutAfter == 0
	}
	return c.RoundTripper.RoundTrip(req)
}

// TestGuide shows that the commands in the guide, and in the workflow, have flags
// that there are, and that the workflow only runs by hand.
func TestGuide(t *testing.T) {
	commands := 0
	for _, name := range []string{"../../docs/real-accounts.md", "../../.github/workflows/conform-live.yml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		// A command in a workflow may go on in the next line.
		lines := strings.NewReplacer("\n          -", " -", "\\\n", " ").Replace(string(text))
		for line := range strings.Lines(lines) {
			found := aCommand.FindStringSubmatch(line)
			if found == nil {
				continue
			}
			command := found[1]
			c, rest := chosen(wordsOf(strings.ReplaceAll(command, `"`, "'")))
			flags := flag.NewFlagSet(line, flag.ContinueOnError)
			flags.SetOutput(io.Discard)
			c.flags(flags)
			if err := flags.Parse(literal(rest)); err != nil || flags.NArg() > 0 {
				t.Errorf("%s: %s: %v, %q", name, strings.TrimSpace(line), err, flags.Args())
			}
			commands++
		}
		if !strings.HasSuffix(name, ".yml") {
			continue
		}
		_, on, _ := strings.Cut(string(text), "\non:\n")
		if !strings.HasPrefix(on, "  workflow_dispatch:\n") || regexp.MustCompile(`(?m)^  (push|pull_request\w*|schedule|workflow_run|repository_dispatch):`).MatchString(on) || strings.Contains(string(text), "secrets.") {
			t.Errorf("%s does not run by hand alone, or has secrets", name)
		}
	}
	if commands < 10 {
		t.Errorf("%d commands were found", commands)
	}
}

// aCommand finds one of ours in a line of a guide or a workflow.
var aCommand = regexp.MustCompile(`(?:^\$ |/)conform (\w+ -.*)`)

// literal puts something that can be parsed in the place of variables.
func literal(words []string) []string {
	for i, word := range words {
		words[i] = strings.NewReplacer("$OBSERVE", "true", "$GITHUB_RUN_ID", "1234").Replace(word)
	}
	return words
}
