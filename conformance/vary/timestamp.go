package vary

import (
	"encoding/json"
	"math/big"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// timestamps returns the variants that write times otherwise.
func timestamps(api *model.API) []Variant {
	const forms = "A time is a JSON number of seconds, and JSON has many ways to write a number. Smithy, AWS JSON protocols; RFC 8259, section 6"
	all := oneOf("timestamp", values,
		form{"three-decimals", forms, numbers(api, func(t *big.Rat) string { return t.FloatString(3) })},
		form{"nine-decimals", forms, numbers(api, func(t *big.Rat) string { return t.FloatString(9) })},
		form{"exponent", forms, numbers(api, exponent)},
		form{"whole", "No document says how much of a time is kept, or that a fraction is. AWS's own replies show both, by operation", numbers(api, whole)},
	)
	// An entity that is shown to end with a second has to end with it.
	ends := map[string]string{}
	for _, p := range api.AllClauses() {
		if _, ok := p.Clause.Rule.(model.Precision); ok && p.Clause.Permits("seconds") {
			ends[p.Clause.ID] = "seconds"
		}
	}
	all[len(all)-1].Choices = ends
	return all
}

// numbers returns a layer that writes the times in replies anew.
func numbers(api *model.API, write func(*big.Rat) string) Layer {
	return outputs(api, func(c *call, out map[string]any) {
		each(api, c.op.Output, out, func(s *model.Shape, v any) any {
			number, ok := v.(json.Number)
			if s.Kind != model.Timestamp || !ok {
				return v
			}
			t, ok := new(big.Rat).SetString(number.String())
			if !ok {
				return v
			}
			return json.Number(write(t))
		})
	})
}

// exponent writes a number with one digit before the point.
func exponent(t *big.Rat) string {
	f, _ := new(big.Float).SetPrec(200).SetRat(t), 0
	text := f.Text('E', 17)
	mantissa, power, _ := strings.Cut(text, "E")
	mantissa = strings.TrimSuffix(strings.TrimRight(mantissa, "0"), ".")
	return mantissa + "E" + strings.TrimPrefix(power, "+0")
}

// whole writes the seconds that have begun.
func whole(t *big.Rat) string {
	seconds := new(big.Int).Div(t.Num(), t.Denom()) // rounds down, as the denominator is positive
	return seconds.String()
}
