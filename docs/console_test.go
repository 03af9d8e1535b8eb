package docs_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/format"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fakesmith/fakesmith/internal/buildfolder"
	"github.com/fakesmith/fakesmith/internal/sample"
)

// TestGuides plays each document in a shell of its own, as a reader would who
// does one thing after the other in a clone. A command has to succeed, unless
// the last line that is shown of its output is "exit status N", and has to print
// the lines that are shown, where "…" stands for anything.
//
// In the sample, the guides are not played that take longer than all others together,
// checks of all clauses are of fewer cases, and what is compiled is not vetted.
func TestGuides(t *testing.T) {
	sample.SkipRace(t)
	t.Parallel()
	if testing.Short() {
		t.Skip("SKIPPED: it builds and runs every command in the documents")
	}
	bin := build(t)
	for _, name := range guides(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(repository(t, models)); err != nil && strings.Contains(read(t, name), "/api-models-aws/") {
				t.Skipf("SKIPPED: it takes a model that AWS publishes, and they are not here: %v", err)
			}
			s := newSession(t, bin)
			for _, b := range blocksOf(t, name) {
				s.add(t, name, b)
			}
			if slices.Contains(costly, name) && !sample.Whole() {
				t.Skip(sample.Reason)
			}
			if len(s.steps) > 0 {
				s.play(t)
			}
		})
	}
}

// costly are the guides that are left to the whole, and to make guides: they take long, or
// wait long.
var costly = []string{"checking-an-endpoint.md", "eventual-consistency.md", "real-accounts.md", "second-api.md", "testing-with-the-fake.md"}

// models are those that AWS publishes, as an archive: curl takes them from there.
const models = "../shared/models/smithy-awsjson-2025-04-02.tar.xz"

// build builds the commands of this module into a folder.
func build(t *testing.T) string {
	t.Helper()
	bin := t.TempDir()
	out, err := exec.CommandContext(t.Context(), "go", "build", "-ldflags=-s", "-o", bin, "../cmd/conform", "../cmd/fake").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return bin
}

// A session is a document as a script for the shell.
type session struct {
	bin, clone string
	ports      map[string]string // those in the document, and free ones in their place
	files      map[string]string
	steps      []step
}

// A step is a command with its place, or what to say in its stead.
type step struct {
	command
	at     string
	missed string
}

// newSession returns a session in an empty folder that has of a clone what
// commands read.
func newSession(t *testing.T, bin string) *session {
	t.Helper()
	folder, remove, err := buildfolder.New(strings.ReplaceAll(t.Name(), "/", "-"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
	clone := filepath.Join(folder, "fakesmith")
	if err := os.Mkdir(clone, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"model", "testdata"} {
		if err := os.Symlink(repository(t, name), filepath.Join(clone, name)); err != nil {
			t.Fatal(err)
		}
	}
	return &session{bin: bin, clone: clone, ports: map[string]string{}, files: map[string]string{}}
}

// repository returns the path of something in this module's folder.
func repository(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// add appends what a block has the reader do.
func (s *session) add(t *testing.T, name string, b block) {
	t.Helper()
	if b.language == "go" {
		if formatted, err := format.Source([]byte(b.text)); err != nil || string(formatted) != b.text {
			t.Errorf("%s:%d: this is not in gofmt's form: %v", name, b.line, err)
		}
	}
	if b.language == "json" && !json.Valid([]byte(b.text)) {
		t.Errorf("%s:%d: this is not JSON", name, b.line)
	}
	switch {
	case b.notRun != "":
		t.Logf("%s:%d is not run: %s", name, b.line, b.notRun)
		for _, c := range commandsOf(b) {
			if strings.HasPrefix(c.text, "aws ") {
				s.steps = append(s.steps, step{at: fmt.Sprintf("%s:%d", name, c.line), command: command{text: fmt.Sprintf(offline, c.text)}, missed: s.missing(t, c.text)})
			}
		}
	case b.file != "":
		s.files[b.file] = b.text
		s.steps = append(s.steps, step{at: fmt.Sprintf("%s:%d", name, b.line),
			command: command{text: "cat >" + b.file + " <<'END_OF_BLOCK'\n" + b.text + "END_OF_BLOCK"}})
	case b.language == "console":
		for _, c := range commandsOf(b) {
			s.steps = append(s.steps, step{at: fmt.Sprintf("%s:%d", name, c.line), command: c, missed: s.missing(t, c.text)})
		}
	case b.language == "yaml":
		for _, c := range recipeOf(b) {
			if slices.ContainsFunc(s.steps, func(done step) bool { return done.text == c.text }) {
				continue // another recipe has it as well
			}
			s.steps = append(s.steps, step{at: fmt.Sprintf("%s:%d", name, c.line), command: c})
		}
	case b.language == "go":
		t.Errorf("%s:%d: nobody compiles this: the line before has to name its file, as in \"`x_test.go`:\"", name, b.line)
	}
}

// missing says which program is not installed that a command needs.
func (s *session) missing(t *testing.T, text string) string {
	program, rest, _ := strings.Cut(text, " ")
	switch program {
	case "aws", "curl", "node", "python3":
		if _, err := exec.LookPath(program); err != nil {
			return program + " is not installed"
		}
	}
	script, _, _ := strings.Cut(rest, " ")
	if program == "python3" && strings.Contains(s.files[script], "import boto3") {
		if exec.CommandContext(t.Context(), program, "-c", "import boto3").Run() != nil {
			return "python3 has no boto3"
		}
	}
	return ""
}

// The parts of the script. A server gets a group of processes of its own, and is
// stopped before another takes its address, and in the end, even if nobody reads
// any more what the script prints. What is run with go run
// was built before.
const preamble = `set -m
trap '' PIPE
declare -A servers
go() {
	case "$1 $2" in
	"run ./cmd/"*) program=${2#./cmd/}; shift 2 ;;
	"build ./cmd/"*) cp "$BIN/${2#./cmd/}" .; return ;;
	"tool conform" | "tool fake") program=$2; shift 2 ;;
	*) command go "$@"; return ;;
	esac
	if [ "$program" = conform ] && [ -n "$CHECKS" ]; then
		case " ${*:--} " in *" -run "*) ;; " -"*) set -- "$@" -checks "$CHECKS" ;; esac
	fi
	"$BIN/$program" "$@" && return
	echo "exit status $?" >&2
	return 1
}
curl() {
	case "$*" in
	*/api-models-aws/*) local url="${@: -1}"; tar -xJf "$MODELS" --wildcards -O "*/${url##*/}" >"$3" ;;
	*) command curl "$@" ;;
	esac
}
stop() {
	[ -z "${servers[$1]}" ] || { kill -INT -- "-${servers[$1]}"; wait "${servers[$1]}"; } 2>/dev/null
}
trap 'for address in "${!servers[@]}"; do stop "$address"; done' EXIT
`

const server = `stop %[1]q
log=$(mktemp "$LOGS/XXXXXX")
{ %[2]s
} >"$log" 2>&1 &
servers[%[1]q]=$!
for ((i = 0; i < 600; i++)); do
	if grep -q '^listening on ' "$log" || ! kill -0 "${servers[%[1]q]}" 2>/dev/null; then break; fi
	sleep 0.05
done
cat "$log"
grep -q '^listening on ' "$log"
`

// offline runs a command of the AWS CLI that must get as far as to call AWS, and
// lets it call nobody.
const offline = `said=$(export AWS_ENDPOINT_URL=http://127.0.0.1:9 AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any AWS_MAX_ATTEMPTS=1
%s 2>&1) || grep 'Could not connect to the endpoint' <<<"$said" || { echo "$said"; false; }`

var (
	address = regexp.MustCompile(`(?:127\.0\.0\.1:|localhost:|--port )(\d{4,5})\b`)
	ended   = regexp.MustCompile(`(?m)^@@ended (\d+) (\d+)\n`)
)

// play runs the session, and holds each step to what is shown of it.
func (s *session) play(t *testing.T) {
	t.Helper()
	var script strings.Builder
	script.WriteString(preamble)
	for i, step := range s.steps {
		if step.missed != "" {
			continue
		}
		text := s.withFreePorts(t, step.text)
		// A clone is where this module is; a copy would have to be compiled.
		text = strings.ReplaceAll(text, "=../fakesmith", "="+repository(t, "."))
		if step.serves() {
			where := "any"
			if found := address.FindStringSubmatch(text); found != nil {
				where = found[1]
			}
			text = fmt.Sprintf(server, where, text)
		}
		fmt.Fprintf(&script, "%s\nprintf '\\n@@ended %d %%d\\n' $?\n", text, i)
	}
	cmd := exec.CommandContext(t.Context(), "bash", "--norc", "-s")
	cmd.Dir, cmd.Env = s.clone, s.environment(t)
	cmd.Stdin = strings.NewReader(script.String())
	cmd.WaitDelay = 10 * time.Second
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && out.Len() == 0 {
		t.Fatal(err)
	}
	s.compare(t, out.String())
}

// compare holds what was printed to what is shown. After a step that was left
// out, only that nothing else fails is looked at.
func (s *session) compare(t *testing.T, printed string) {
	t.Helper()
	done := map[int]bool{}
	at := 0
	complete := true
	for _, found := range ended.FindAllStringSubmatchIndex(printed, -1) {
		i, _ := strconv.Atoi(printed[found[2]:found[3]])
		status, _ := strconv.Atoi(printed[found[4]:found[5]])
		got := printed[at:found[0]]
		at = found[1]
		done[i] = true
		shown := s.steps[i]
		for j, line := range shown.output {
			shown.output[j] = s.withFreePorts(t, line)
		}
		complete = complete && !slices.ContainsFunc(s.steps[:i], func(earlier step) bool { return earlier.missed != "" })
		if fails := shown.fails(); (status != 0) != fails {
			t.Errorf("%s: %s\nended with status %d and printed\n%s", shown.at, shown.text, status, got)
			continue
		}
		if line, ok := shown.prints(got); !ok && complete && !shown.serves() {
			t.Errorf("%s: %s\nprinted\n%s\nwhich has not the line that is shown:\n%s", shown.at, shown.text, got, line)
		}
	}
	for i, step := range s.steps {
		if step.missed != "" {
			t.Logf("SKIPPED: %s: %s: %s", step.at, step.missed, step.text)
		} else if !done[i] {
			t.Errorf("%s: the shell never came to the end of %s; it printed\n%s", step.at, step.text, printed[at:])
			break
		}
	}
}

// fails tells whether the command is shown to fail.
func (c command) fails() bool {
	return len(c.output) > 0 && strings.HasPrefix(c.output[len(c.output)-1], "exit status ")
}

// prints tells whether the output has the lines that are shown, in their order,
// and if not, which it lacks. All white space counts as one space.
func (c command) prints(got string) (lacking string, ok bool) {
	lines := strings.Split(got, "\n")
	for _, want := range c.output {
		want = spaced(want)
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(want), "…", ".*") + "$")
		at := slices.IndexFunc(lines, func(line string) bool { return pattern.MatchString(spaced(line)) })
		if at < 0 {
			return want, false
		}
		lines = lines[at+1:]
	}
	return "", true
}

// spaced returns the line with a single space between its words.
func spaced(line string) string { return strings.Join(strings.Fields(line), " ") }

// withFreePorts puts a free port in the place of each that the text names.
func (s *session) withFreePorts(t *testing.T, text string) string {
	t.Helper()
	for _, found := range address.FindAllStringSubmatch(text, -1) {
		if s.ports[found[1]] == "" {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s.ports[found[1]] = strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
			l.Close()
		}
	}
	return address.ReplaceAllStringFunc(text, func(match string) string {
		port := address.FindStringSubmatch(match)[1]
		return strings.TrimSuffix(match, port) + s.ports[port]
	})
}

// environment is that of a reader who has set up nothing for AWS.
func (s *session) environment(t *testing.T) []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	flags, checks := "-mod=mod -ldflags=-s", ""
	if !sample.Whole() {
		flags, checks = flags+" -vet=off", "2"
	}
	return append(env, "BIN="+s.bin, "MODELS="+repository(t, models), "LOGS="+t.TempDir(), "GOFLAGS="+flags, "CHECKS="+checks, "NO_PROXY=127.0.0.1,localhost", "NO_COLOR=1",
		"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull, "AWS_PAGER=", "AWS_EC2_METADATA_DISABLED=true")
}
