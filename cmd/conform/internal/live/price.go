package live

import "fmt"

// A Charge is one thing that AWS asks money for.
type Charge struct {
	What   string
	Count  int
	Each   float64 // in US dollars
	Assume string  // on what the count and the price rest
}

// Prices in US dollars, as the price pages of AWS Config have them in most
// regions. They were not yet compared with a real bill.
const (
	perEvaluation = 0.001 // up to 100,000 a month
	perItem       = 0.003 // a configuration item, recorded continuously
)

// Charges returns the most that a run costs which makes so many rules and sets
// their compliance so often.
func Charges(rules, evaluations int) []Charge {
	return []Charge{{
		What: "evaluations of rules", Count: evaluations, Each: perEvaluation,
		Assume: "each PutExternalEvaluation is billed as an evaluation; a process check evaluates nothing by itself",
	}, {
		What: "configuration items", Count: evaluations + 2*rules, Each: perItem,
		Assume: "the recorder records AWS::Config::ResourceCompliance continuously: one item for each evaluation, and two for each rule that is made and deleted",
	}}
}

// Ceiling returns what charges come to.
func Ceiling(charges []Charge) float64 {
	sum := 0.0
	for _, c := range charges {
		sum += float64(c.Count) * c.Each
	}
	return sum
}

// String returns a line of a bill.
func (c Charge) String() string {
	return fmt.Sprintf("%7d %-21s x $%.3f = $%.2f", c.Count, c.What, c.Each, float64(c.Count)*c.Each)
}
