package vary

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/fakesmith/fakesmith/model"
)

// jsonTexts returns the variants that write JSON otherwise, or more of it.
func jsonTexts(api *model.API) []Variant {
	const same = "It is the same JSON. RFC 8259, sections "
	all := oneOf("json/text", texts,
		form{"indented", same + "2", replies(api, func(_ *call, r *reply) {
			var b bytes.Buffer
			if json.Indent(&b, r.body, "", "\t") == nil {
				r.body = append(b.Bytes(), '\r', '\n')
			}
		})},
		form{"escaped", same + "7 and 8.1", replies(api, func(_ *call, r *reply) { r.body = escaped(r.body) })},
		form{"members-reversed", same + "1 and 4", replies(api, func(_ *call, r *reply) {
			if out := r.object(); out != nil {
				r.body = reversed(out)
			}
		})},
	)
	all = append(all, oneOf("json/empty-output", texts, form{
		"no-body", "AWS Config sends no body where the output has no members, such as that of DeleteRemediationConfiguration. cloud-custodian, test_config_managed_rule (2022)",
		replies(api, func(c *call, r *reply) {
			if c.op != nil && r.ok() && !api.HasOutput(c.op) {
				r.body = nil
			}
		}),
	})...)
	return append(all, oneOf("json/newer-member", texts,
		form{
			"in-output", "A service may add members to its replies at any time, and clients skip those they do not know. Smithy, evolving models",
			outputs(api, func(c *call, out map[string]any) { newer(out) }),
		},
		form{
			"everywhere", "A service may add members to any structure of its replies, and clients skip those they do not know. Smithy, evolving models",
			outputs(api, func(c *call, out map[string]any) {
				each(api, c.op.Output, out, func(s *model.Shape, v any) any {
					if o, ok := v.(map[string]any); ok && s.Kind == model.Structure && !s.Union {
						newer(o)
					}
					return v
				})
			}),
		},
	)...)
}

// newer adds a member that no model has.
func newer(out map[string]any) {
	out["AddedInTheMeantime"] = map[string]any{"Since": json.Number("4102444800"), "Names": []any{"a", nil}}
}

// escaped writes the strings of a JSON text with escapes for whatever is no
// letter or digit of ASCII.
func escaped(text []byte) []byte {
	var b bytes.Buffer
	inString := false
	runes := []rune(string(text))
	for i := 0; i < len(runes); i++ {
		switch c := runes[i]; {
		case c == '"':
			inString = !inString
			b.WriteRune(c)
		case inString && c == '\\': // is kept, with what it escapes
			b.WriteRune(c)
			i++
			b.WriteRune(runes[i])
		case inString && c == '/':
			b.WriteString(`\/`)
		case inString && (c > '~' || strings.ContainsRune("<>&'-_", c)):
			for _, unit := range utf16.AppendRune(nil, c) {
				fmt.Fprintf(&b, `\u%04X`, unit)
			}
		default:
			b.WriteRune(c)
		}
	}
	return b.Bytes()
}

// reversed writes JSON with the members of each object in an order that is not
// that of the alphabet.
func reversed(v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		var names []string
		for name := range v {
			names = append(names, name)
		}
		slices.SortFunc(names, func(a, b string) int { return strings.Compare(b, a) })
		parts := make([][]byte, len(names))
		for i, name := range names {
			parts[i] = slices.Concat(written(name), []byte(":"), reversed(v[name]))
		}
		return slices.Concat([]byte("{"), bytes.Join(parts, []byte(",")), []byte("}"))
	case []any:
		parts := make([][]byte, len(v))
		for i := range v {
			parts[i] = reversed(v[i])
		}
		return slices.Concat([]byte("["), bytes.Join(parts, []byte(",")), []byte("]"))
	}
	return written(v)
}
