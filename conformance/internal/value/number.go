package value

import (
	"encoding/json"
	"math"
	"math/big"
	"net/http"
	"time"
)

// Rational returns the exact value of a JSON number.
func Rational(v any) (*big.Rat, bool) {
	n, ok := v.(json.Number)
	if !ok {
		return nil, false
	}
	return new(big.Rat).SetString(string(n))
}

// Epoch returns a time as the protocol has it: seconds since 1970, with
// milliseconds if there are any.
func Epoch(t time.Time) json.Number {
	ms := t.UnixMilli()
	if ms%1000 == 0 {
		return Integer(ms / 1000)
	}
	r := big.NewRat(ms, 1000)
	return json.Number(r.FloatString(3))
}

// TimeOf parses a time as the protocol has it: a number of seconds, or a text in one of
// the two forms that a model may say.
func TimeOf(v any) (time.Time, bool) {
	if text, isText := v.(string); isText {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			at, err = time.Parse(http.TimeFormat, text)
		}
		return at.UTC(), err == nil
	}
	n, ok := v.(json.Number)
	if !ok {
		return time.Time{}, false
	}
	f, err := n.Float64()
	if err != nil || math.Abs(f) > 1e15 {
		return time.Time{}, false
	}
	return time.UnixMilli(int64(math.Round(f * 1000))).UTC(), true
}
