package openapi

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// retold returns the document for kin-openapi, as JSON in the narrowest form.
//
// A reference to a schema is replaced by a schema that allows all: references
// has looked at it, and kin-openapi would follow it anew wherever it stands,
// which never ends where each schema names the next several times. Callbacks
// and links mean nothing to a model, and may lead on in the same way. A whole
// number is written in digits alone and a text with the fewest escapes, because
// kin-openapi takes a document in which a length is 10.0 for YAML, which does
// not know the escape \/.
//
// It returns false for a document that is nested too deep, which is reported:
// kin-openapi reads each level as often as there are levels around it.
func (r *reader) retold() (document []byte, ok bool) {
	if n := deepest(r.tree.Root, maxBrackets); n != nil {
		if !r.deep {
			r.problems.Add(n.Pos, "", fmt.Sprintf("values are nested more than %d deep here", maxBrackets), "no API has such depths")
		}
		return nil, false
	}
	var b strings.Builder
	r.retell(&b, r.tree.Root, "")
	return []byte(b.String()), true
}

// maxBrackets is how deep values may be within each other. A schema within
// another one may take three levels.
const maxBrackets = 4 * maxNesting

// deepest returns the first value within n that has more values around it than
// the limit, or nil.
func deepest(n *model.Node, limit int) *model.Node {
	if limit < 0 {
		return n
	}
	for _, e := range n.Elems {
		if found := deepest(e, limit-1); found != nil {
			return found
		}
	}
	for _, m := range n.Members {
		if found := deepest(m.Value, limit-1); found != nil {
			return found
		}
	}
	return nil
}

// retell writes a value that stands under a key.
func (r *reader) retell(b *strings.Builder, n *model.Node, key string) {
	switch n.Kind {
	case model.NodeObject:
		r.retellObject(b, n, key)
	case model.NodeArray:
		b.WriteByte('[')
		for i, e := range n.Elems {
			if i > 0 {
				b.WriteByte(',')
			}
			r.retell(b, e, "")
		}
		b.WriteByte(']')
	case model.NodeString:
		b.WriteString(inJSON(n.Text))
	case model.NodeNumber:
		b.WriteString(digits(n.Text))
	default:
		b.WriteString(n.Raw)
	}
}

func (r *reader) retellObject(b *strings.Builder, n *model.Node, key string) {
	names := isNames(key)
	if _, ok := r.schemaName(text(n.Get("$ref"))); ok && !names {
		b.WriteString("{}")
		return
	}
	b.WriteByte('{')
	first := true
	for _, m := range n.Members {
		if !names && (m.Key == "callbacks" || m.Key == "links" || m.Key == "x-contract") {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		b.WriteString(inJSON(m.Key))
		b.WriteByte(':')
		below := m.Key
		if names {
			below = ""
		}
		r.retell(b, m.Value, below)
	}
	b.WriteByte('}')
}

// isNames reports whether the keys of an object that stands under a key are
// names, and have no meaning of their own.
func isNames(key string) bool { return key == "properties" || key == "schemas" || key == "paths" }

// inJSON returns a text as JSON has it.
func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // no text fails
	return string(quoted)
}

// digits returns a number without a fraction or an exponent, if it is whole
// and of a size that a document may have.
func digits(number string) string {
	if !strings.ContainsAny(number, ".eE") {
		return number
	}
	real, err := strconv.ParseFloat(number, 64)
	switch {
	case err == nil && real == 0:
		return "0"
	case err != nil, len(number) > 400, math.Abs(real) < 1:
		return number // exact arithmetic could be long
	}
	exact, ok := new(big.Rat).SetString(number)
	if !ok || !exact.IsInt() {
		return number
	}
	return exact.Num().String()
}
