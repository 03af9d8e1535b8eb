package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/recording"
)

// A replaying is what conform replay is asked for.
type replaying struct {
	modelFlags
	lag     time.Duration
	maxSize int64
	quiet   bool
	verbose bool
}

func replayCommand() command {
	return command{
		name:     "replay",
		summary:  "check recorded exchanges: HAR files, logs of aws --debug",
		usage:    "[-lag D] [-max-size N] [-model FILE [-contract FILE]] [-q] [-v] FILE|FOLDER ...",
		operands: "FILE|FOLDER",
		about: `Checks exchanges that were recorded between any client and a service. Nothing is
sent. Each reply is checked by itself, and what was read by what was put before. A
recording is a HAR file, as browsers and proxies such as mitmproxy write it, the
log of "aws --debug", or the project's own JSON form (docs/recordings.md). In a
folder these are the files that end in .har, .log and .json.

An exchange passes, fails, or is reported: a member that the contract does not know
may be newer than it; a read may come too early to show a put; a difference may be
one that is known of the service. Credentials, signatures, cookies and tokens are not
printed. What else a recording holds is: look through it before you give it away.
`,
		examples: `
# record with mitmproxy, and check what was recorded
mitmdump --set hardump=session.har
conform replay session.har
# check what the AWS CLI has logged
aws configservice describe-config-rules --debug 2> session.log
conform replay session.log
# an emulator that promises to show each put at once
conform replay -lag 0 session.har
`,
		flags: func(flags *flag.FlagSet) action {
			var r replaying
			r.declareModel(flags)
			flags.DurationVar(&r.lag, "lag", time.Minute, "how long after a put a read may still show what was there before, a `duration` such as 10s")
			flags.Int64Var(&r.maxSize, "max-size", recording.DefaultMaxSize, "read at most `N` bytes of each file")
			flags.BoolVar(&r.quiet, "q", false, "print only what fails, and the summary")
			flags.BoolVar(&r.verbose, "v", false, "print also which differences were tolerated that are known of the service, and where they were seen")
			return func(ctx context.Context, operands []string, stdout, stderr io.Writer) int {
				c := replayCommand()
				if err := r.complete(operands); err != nil {
					return c.misused(stderr, err)
				}
				status, err := r.replay(ctx, operands, stdout)
				if err != nil {
					fmt.Fprintf(stderr, "conform replay: %v\n", err)
					return exitError
				}
				return status
			}
		},
	}
}

// complete returns an error for operands and flags that can't be used.
func (r *replaying) complete(operands []string) error {
	const most = 1 << 30
	switch {
	case len(operands) == 0:
		return errors.New("name a file or a folder with recordings")
	case r.lag < 0:
		return fmt.Errorf("-lag %v: write 0 or more", r.lag)
	case r.maxSize < 1 || r.maxSize > most:
		return fmt.Errorf("-max-size %d: write 1 to %d bytes", r.maxSize, most)
	}
	for _, name := range operands {
		if strings.HasPrefix(name, "-") {
			return fmt.Errorf("%s comes after a file; flags come before it", name)
		}
	}
	return nil
}

// replay checks all recordings, and returns the exit status.
func (r *replaying) replay(ctx context.Context, operands []string, stdout io.Writer) (int, error) {
	api, err := r.readContract()
	if err != nil {
		return exitError, err
	}
	files, err := recordings(operands)
	if err != nil {
		return exitError, err
	}
	var problems []error
	var sum replaySum
	for _, name := range files {
		rec, err := r.read(name)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		result, err := conformance.Replay(ctx, api, rec, conformance.ReplayOptions{Lag: r.lag})
		if err != nil {
			return exitError, err
		}
		sum.add(result)
		r.print(stdout, rec, result)
	}
	fmt.Fprintln(stdout, sum.String())
	if err := errors.Join(problems...); err != nil {
		return exitError, err
	}
	switch {
	case sum.fail > 0:
		return exitFail, nil
	case sum.exchanges == 0:
		return exitError, errors.New("there is no exchange with the service in it: requests to it have a header X-Amz-Target that begins with " + api.TargetPrefix)
	}
	return exitPass, nil
}

// read reads one file, if it is one: a device or a pipe may have no end.
func (r *replaying) read(name string) (*recording.Recording, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", name)
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return recording.Read(name, file, r.maxSize)
}

// recordings returns the files that are meant by some operands.
func recordings(operands []string) ([]string, error) {
	const most = 10_000
	var files []string
	for _, name := range operands {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, name)
			continue
		}
		before := len(files)
		err = filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			isRecording := slices.Contains([]string{".har", ".json", ".log"}, strings.ToLower(filepath.Ext(path)))
			if entry.Type().IsRegular() && isRecording {
				files = append(files, path)
			}
			if len(files) > most {
				return fmt.Errorf("%s: there are more than %d recordings", name, most)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if len(files) == before {
			return nil, fmt.Errorf("%s: there is no recording: no file that ends in .har, .json or .log", name)
		}
	}
	return files, nil
}

// A replaySum is what became of all recordings.
type replaySum struct {
	recordings, exchanges, pass, reported, fail, pairs, others int
}

// add counts what became of one recording.
func (s *replaySum) add(result *conformance.Replayed) {
	s.recordings++
	s.exchanges += len(result.Exchanges)
	s.pass += result.Count("pass")
	s.reported += result.Count("report")
	s.fail += result.Count("fail")
	s.pairs += result.Pairs
	s.others += result.Others
}

// print prints what became of one recording.
func (r *replaying) print(w io.Writer, rec *recording.Recording, result *conformance.Replayed) {
	for i := range result.Exchanges {
		e := &result.Exchanges[i]
		outcome := e.Outcome()
		if r.quiet && outcome != "fail" {
			continue
		}
		fmt.Fprintf(w, "%-6s  %s, %s: %s %d\n", outcome, rec.Name, e.Place, e.Operation, e.Status)
		for _, f := range e.Findings {
			if f.Outcome == "fail" || f.Outcome == "report" && !r.quiet || r.verbose {
				fmt.Fprintf(w, "        %s: %s\n", f.Outcome, f.Text)
			}
		}
	}
}

// String returns the summary.
func (s *replaySum) String() string {
	text := fmt.Sprintf("%d exchanges in %d recordings: %d pass, %d reported, %d fail; %d reads compared with what was put",
		s.exchanges, s.recordings, s.pass, s.reported, s.fail, s.pairs)
	if s.others > 0 {
		text += fmt.Sprintf("; %d exchanges with other services left out", s.others)
	}
	return text
}
