package live

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Plan is what a job would do, before it does anything.
type Plan struct {
	Job       *Job
	Rehearsal *Rehearsal
}

// own are the calls that the command makes by itself before and after the
// suite, and how often at least.
func (p *Plan) own() map[string]int {
	calls := map[string]int{"GetCallerIdentity": 1, "DescribeConfigurationRecorders": 1, "DescribeConfigurationRecorderStatus": 1, "DescribeConfigRules": 1}
	if !p.Job.Observe {
		calls["DescribeConfigRules"] += 1 + looks
	}
	if rules := len(p.Job.Fixtures.Texts("ConfigRuleName")); rules > 0 {
		calls["DescribeRemediationExceptions"] = rules
	}
	return calls
}

// expected returns how often each operation is called if all goes as in the
// rehearsal.
func (p *Plan) expected() map[string]int {
	all := p.own()
	for operation, n := range p.Rehearsal.Calls {
		all[operation] += n
	}
	return all
}

// Total returns how many calls a run makes if all goes as in the rehearsal.
func (p *Plan) Total() int {
	sum := 0
	for _, n := range p.expected() {
		sum += n
	}
	return sum
}

// Takes returns how long a run takes if all goes as in the rehearsal, and how
// much of that is spent waiting.
func (p *Plan) Takes() (all, waiting time.Duration) {
	own := 0
	for _, n := range p.own() {
		own += n
	}
	return p.Rehearsal.Took + time.Duration(float64(own)/p.Job.Rate*float64(time.Second)), p.Rehearsal.Waited
}

// minutes says how many minutes a time is.
func minutes(d time.Duration) string {
	return count(int(math.Ceil(d.Minutes())), "minute", "minutes")
}

// Policy returns the permissions that the caller needs.
func (p *Plan) Policy() []byte {
	return p.Rehearsal.Policy(p.Job.API.SigningName, p.Job.Region, p.Job.AccountID, p.Job.Observe)
}

// Write prints the plan.
func (p *Plan) Write(w io.Writer) error {
	var b bytes.Buffer
	j := p.Job
	what := "Nothing was called, and nothing was changed. This is what conform apply would do"
	if j.Observe {
		what += " with -observe"
	}
	fmt.Fprintf(&b, "%s in %s\nas the run %s with the seed %d, rehearsed on the embedded fake.\n", what, j.Region, j.Run, j.Options.Seed)
	p.writeCalls(&b)
	p.writeResources(&b)
	all, waiting := p.Takes()
	fmt.Fprintf(&b, "\nTIME\n  about %s, at %s a second; stopped after %s\n", minutes(all), rateOf(j.Rate), round(j.MaxTime))
	if waiting >= time.Second {
		fmt.Fprintf(&b, "  %s of that are waits: until things have expired, and until reads must return what was written.\n", round(waiting))
	}
	fmt.Fprintf(&b, "  It takes longer where reads lag behind writes (up to %s each), and where calls are throttled or fail.\n", j.Tolerances.Visible)
	p.writePrice(&b)
	fmt.Fprintf(&b, "\nPERMISSIONS\n  what the caller needs at least; conform plan -policy prints this alone\n\n")
	for line := range strings.Lines(string(p.Policy())) {
		fmt.Fprintf(&b, "  %s", line)
	}
	p.writeWithheld(&b)
	_, err := w.Write(b.Bytes())
	return err
}

func (p *Plan) writeCalls(b *bytes.Buffer) {
	fmt.Fprintf(b, "\nCALLS\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "  \tin the rehearsal\tat most\t\n")
	expected, own, most := p.expected(), p.own(), p.Rehearsal.Allow(p.Job.MaxCalls)
	for _, operation := range sortedKeys(expected) {
		limit := fmt.Sprint(most.Each[operation] + own[operation])
		if own[operation] > 0 {
			limit += "+" // asked by the command itself: once more for each page, and in cleaning up
		}
		fmt.Fprintf(t, "  %s\t%d\t%s\t\n", operation, expected[operation], limit)
	}
	fmt.Fprintf(t, "  all together\t%d\t%d\t\n", p.Total(), p.Job.MaxCalls)
	_ = t.Flush()
	fmt.Fprintf(b, "  The run reserves calls (-max-calls) for cleaning up. With a +, the command makes further calls of its own.\n")
}

func (p *Plan) writeResources(b *bytes.Buffer) {
	fmt.Fprintf(b, "\nRESOURCES\n")
	rules := p.Rehearsal.Rules
	if p.Job.Observe || len(rules)+p.Rehearsal.Exceptions == 0 {
		fmt.Fprintf(b, "  none is created\n")
		return
	}
	if len(rules) > 0 {
		writeNames(b, rules)
		fmt.Fprintf(b, "  They are process checks (AWS_CONFIG_PROCESS_CHECK), which evaluate no resource. Few exist at a time.\n")
	}
	fmt.Fprintf(b, "  %s of these rules", count(p.Rehearsal.Exceptions, "exception", "exceptions"))
	if named := p.Job.Fixtures.Texts("ConfigRuleName"); len(named) > 0 {
		fmt.Fprintf(b, ", and of the rules in the fixtures file: %s", strings.Join(named, ", "))
	}
	fmt.Fprintf(b, "\n  Each is written to %s before it is created, and deleted by the end.\n", p.Job.Journal)
}

// fewNames is how many names are printed where nobody has asked for all.
const fewNames = 40

// writeNames prints the names of rules, in lines of a readable width.
func writeNames(b *bytes.Buffer, rules []string) {
	fmt.Fprintf(b, "  %s", count(len(rules), "rule", "rules"))
	if len(rules) > fewNames {
		fmt.Fprintf(b, ", %s to %s; conform plan -names prints all\n", rules[0], rules[len(rules)-1])
		return
	}
	width := 100 // the first name begins a line
	for _, name := range rules {
		if width += 1 + len(name); width > 90 {
			fmt.Fprint(b, "\n   ")
			width = 4 + len(name)
		}
		fmt.Fprintf(b, " %s", name)
	}
	fmt.Fprintln(b)
}

func (p *Plan) writePrice(b *bytes.Buffer) {
	most := p.Rehearsal.Allow(p.Job.MaxCalls).Each
	charges := Charges(most[putRule], most[putExternal]+most[putEvaluations])
	fmt.Fprintf(b, "\nPRICE\n  at most $%.2f, if all calls are made that may be:\n", Ceiling(charges))
	for _, c := range charges {
		fmt.Fprintf(b, "  %s\n          assuming that %s\n", c, c.Assume)
	}
	likely := Charges(len(p.Rehearsal.Rules), p.Rehearsal.Calls[putExternal]+p.Rehearsal.Calls[putEvaluations])
	fmt.Fprintf(b, "  $%.2f if all goes as in the rehearsal. This was not yet compared with a real bill.\n", Ceiling(likely))
}

func (p *Plan) writeWithheld(b *bytes.Buffer) {
	if len(p.Rehearsal.Withheld) == 0 {
		return
	}
	sum := map[string]int{}
	for why, n := range p.Rehearsal.Withheld {
		sum[quoted.ReplaceAllString(strings.TrimPrefix(why, "withheld: "), "a name")] += n
	}
	reasons := sortedKeys(sum)
	slices.SortStableFunc(reasons, func(a, b string) int { return sum[b] - sum[a] })
	fmt.Fprintf(b, "\nWITHHELD\n  requests of the suite that are never sent to an account:\n")
	for _, why := range reasons {
		fmt.Fprintf(b, "  %4d  %s\n", sum[why], why)
	}
}

var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// rateOf says how many calls are made.
func rateOf(perSecond float64) string {
	if perSecond == 1 {
		return "1 call"
	}
	return fmt.Sprintf("%.2g calls", perSecond)
}

// Plan finds out what the job would do.
func (j *Job) Plan(ctx context.Context) (*Plan, error) {
	account := j.AccountID
	if account == "" {
		account = "123456789012" // any will do for the embedded fake
	}
	rehearsal, err := Rehearse(ctx, j.Suite, j.Run, account, j.Region, j.Rate)
	if err != nil {
		return nil, err
	}
	return &Plan{Job: j, Rehearsal: rehearsal}, nil
}
