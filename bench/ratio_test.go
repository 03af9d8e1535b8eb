// Package bench_test measures the generated fake against floors: what the same
// work costs when all is left out that can be. Only ratios within one run are
// worth anything; absolute figures of a shared machine say little.
package bench_test

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"testing"
	"text/tabwriter"

	"github.com/fakesmith/fakesmith/internal/processor"
)

var (
	ratios = flag.Bool("ratios", false, "measure, and print the ratios")
	rounds = flag.Int("rounds", 15, "how often each candidate is measured; medians count")
)

// A race is some work that can be done in several ways. The first is what the
// others are compared with.
type race struct {
	name       string
	candidates []candidate
}

// A candidate is one way to do the work.
type candidate struct {
	name string
	// aim is what is hoped of its time, as a multiple of the first's.
	aim string
	run func(*testing.B)
}

// A result is what was measured of a candidate.
type result struct {
	nanoseconds, processor float64
	allocations            int64
	// The ratios are of the time and of the processors' time.
	ratio, processorRatio float64
}

// races returns all that is measured, with what fills the memory last. Servers
// run until the test ends.
func races(t testing.TB) []race {
	return []race{
		putOverHTTP(t, 1, "at least 0.94"), putOverHTTP(t, 10, "at least 0.9"), putOverHTTP(t, 100, "at least 0.8"), pageOverHTTP(t),
		sdk(t, 1, "at most 1.04"), sdk(t, 10, "at most 1.08"), sdk(t, 100, "at most 1.2"),
		decode(), putInProcess(), pages(),
	}
}

// Benchmark offers each candidate by itself, to profile it.
func Benchmark(b *testing.B) {
	for _, race := range races(b) {
		for _, c := range race.candidates {
			b.Run(race.name+"/"+c.name, c.run)
		}
	}
}

// TestRatios measures each race, the candidates in turns, and prints the
// medians of their times and of their ratios to the first. Time is that on the
// clock, and that of the processors, client and server together.
func TestRatios(t *testing.T) {
	if !*ratios {
		t.Skip("SKIPPED: nothing is measured without -ratios; see make bench")
	}
	w := tabwriter.NewWriter(t.Output(), 0, 0, 2, ' ', 0)
	for _, race := range races(t) {
		report(w, race, measure(race, *rounds))
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}

// measure runs the candidates of a race in turns, round after round.
func measure(race race, rounds int) []result {
	n := len(race.candidates)
	times, processors := make([][]float64, n), make([][]float64, n)
	results := make([]result, n)
	for range rounds {
		for i, c := range race.candidates {
			before := processor.Time()
			b := testing.Benchmark(c.run)
			used := processor.Time() - before
			times[i] = append(times[i], float64(b.T.Nanoseconds())/float64(b.N))
			processors[i] = append(processors[i], float64(used.Nanoseconds())/float64(b.N))
			results[i].allocations = b.AllocsPerOp()
		}
	}
	for i := range results {
		results[i].nanoseconds, results[i].ratio = median(times[i]), medianRatio(times[i], times[0])
		results[i].processor, results[i].processorRatio = median(processors[i]), medianRatio(processors[i], processors[0])
	}
	return results
}

// medianRatio returns the median of the ratios of what was measured in the same
// rounds.
func medianRatio(values, first []float64) float64 {
	quotients := make([]float64, len(values))
	for i := range values {
		quotients[i] = values[i] / first[i]
	}
	return median(quotients)
}

func report(w io.Writer, race race, results []result) {
	fmt.Fprintf(w, "%s\tns\tCPU ns\tallocs\ttimes the first\tin CPU\taim\n", race.name)
	for i, c := range race.candidates {
		r := results[i]
		fmt.Fprintf(w, "  %s\t%.0f\t%.0f\t%d\t%.2f\t%.2f\t%s\n", c.name, r.nanoseconds, r.processor, r.allocations, r.ratio, r.processorRatio, c.aim)
	}
	fmt.Fprintln(w, "\t\t\t\t\t\t")
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

// TestMeasure shows that a slower candidate is seen to be slower.
func TestMeasure(t *testing.T) {
	if !*ratios {
		t.Skip("SKIPPED: nothing is measured without -ratios; see make bench")
	}
	spin := func(times int) func(*testing.B) {
		return func(b *testing.B) {
			for b.Loop() {
				sum := 0
				for i := range times * 1000 {
					sum += i ^ sum
				}
				sink = sum
			}
		}
	}
	got := measure(race{candidates: []candidate{{run: spin(1)}, {run: spin(4)}}}, 3)
	if got[0].ratio != 1 || got[1].ratio < 3 || got[1].ratio > 5 {
		t.Errorf("measure() of work and four times as much = %+v, want ratios of 1 and about 4", got)
	}
}

var sink int
