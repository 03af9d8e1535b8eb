package wire

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// UnknownOperation accepts calls of operations that there are not.
func UnknownOperation(code string) Defect {
	return requests(func(r *http.Request, body []byte, serve func([]byte) *answer) *answer {
		a := serve(body)
		if a.code() == code && r.Header.Get("X-Amz-Target") != "" {
			return accept(a)
		}
		return a
	})
}

// MalformedBody reads a body that is no JSON object as an empty one.
func MalformedBody(code string) Defect {
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		a := serve(body)
		if a.code() == code && !object(body) && !begins(body) {
			return accept(a)
		}
		return a
	})
}

// TrailingBytes overlooks what follows the object.
var TrailingBytes = requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
	var first json.RawMessage
	d := json.NewDecoder(strings.NewReader(string(body)))
	if begins(body) && d.Decode(&first) == nil {
		body = first
	}
	return serve(body)
})

// begins reports whether a text begins with a JSON object.
func begins(text []byte) bool {
	var first map[string]json.RawMessage
	return json.NewDecoder(strings.NewReader(string(text))).Decode(&first) == nil
}

// WrongType accepts values of the wrong type.
func WrongType(code string) Defect {
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		a := serve(body)
		if a.code() == code && object(body) {
			return accept(a)
		}
		return a
	})
}

// EmptyBody rejects an empty body.
func EmptyBody(code string) Defect {
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		if len(body) == 0 {
			return rejection(code)
		}
		return serve(body)
	})
}

// NullMember rejects a member that is null.
func NullMember(code string) Defect {
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		if object(body) && mentions(body, func(token string) bool { return token == "null" }) {
			return rejection(code)
		}
		return serve(body)
	})
}

// UnknownMember rejects a body in which any object has a member that is not
// among the known.
func UnknownMember(code string, known ...string) Defect {
	names := set(known)
	var strange func(v any) bool
	strange = func(v any) bool {
		switch v := v.(type) {
		case map[string]any:
			for name, inner := range v {
				if !names[name] || strange(inner) {
					return true
				}
			}
		case []any:
			for _, inner := range v {
				if strange(inner) {
					return true
				}
			}
		}
		return false
	}
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		var v any
		if json.Unmarshal(body, &v) == nil && strange(v) {
			return rejection(code)
		}
		return serve(body)
	})
}

// ContentTypeParameters rejects a content type with parameters.
func ContentTypeParameters(code string) Defect {
	return requests(func(r *http.Request, body []byte, serve func([]byte) *answer) *answer {
		if strings.Contains(r.Header.Get("Content-Type"), ";") {
			return rejection(code)
		}
		return serve(body)
	})
}

// TimestampForms rejects numbers with fractions and exponents.
func TimestampForms(code string) Defect {
	return requests(func(_ *http.Request, body []byte, serve func([]byte) *answer) *answer {
		if object(body) && mentions(body, fraction) {
			return rejection(code)
		}
		return serve(body)
	})
}

// Bounded rejects calls of an operation with more than 64 KiB.
func Bounded(operation, code string) Defect {
	return requests(func(r *http.Request, body []byte, serve func([]byte) *answer) *answer {
		if len(body) > 1<<16 && strings.HasSuffix(r.Header.Get("X-Amz-Target"), "."+operation) {
			return rejection(code)
		}
		return serve(body)
	})
}

// Envelope gives successes another content type.
var Envelope = replies(func(a *answer) {
	if a.code() == "" {
		a.header.Set("Content-Type", "text/plain")
	}
})

// EnvelopeOfErrors gives errors another content type.
var EnvelopeOfErrors = replies(func(a *answer) {
	if a.code() != "" {
		a.header.Set("Content-Type", "text/html")
	}
})

// Members adds to every object its members in another spelling, in which no client
// reads them.
var Members = replies(func(a *answer) {
	a.edit(func(_ string, v any) (any, bool) {
		if o, ok := v.(map[string]any); ok {
			for _, name := range slices.Collect(maps.Keys(o)) {
				o[strings.ToLower(name[:1])+name[1:]] = o[name]
			}
		}
		return v, true
	})
})

// Required leaves out the required members.
func Required(required ...string) Defect {
	names := set(required)
	return replies(func(a *answer) {
		a.edit(func(name string, v any) (any, bool) { return v, !names[name] })
	})
}

// Types shows numbers as strings.
var Types = replies(func(a *answer) {
	a.edit(func(_ string, v any) (any, bool) {
		if n, ok := v.(json.Number); ok {
			return n.String(), true
		}
		return v, true
	})
})

// Bounds makes the value of a member too long: so many characters.
func Bounds(member string, length int) Defect {
	return replies(func(a *answer) {
		a.edit(func(name string, v any) (any, bool) {
			if _, ok := v.(string); ok && name == member {
				return strings.Repeat("x", length), true
			}
			return v, true
		})
	})
}

// Errors answers with an error that no operation declares.
var Errors = replies(func(a *answer) {
	if code := a.code(); code != "" {
		a.set([]byte(strings.Replace(a.body.String(), code, "NobodyKnowsException", 1)))
	}
})

// ErrorBody tells the code of an error where no client looks for it.
var ErrorBody = replies(func(a *answer) {
	if a.code() != "" {
		a.set([]byte(strings.Replace(a.body.String(), `"__type"`, `"error"`, 1)))
	}
})

// RequestID gives successes no request id.
var RequestID = replies(func(a *answer) {
	if a.code() == "" {
		a.header.Del("X-Amzn-Requestid")
	}
})

// RequestIDOfErrors gives errors no request id.
var RequestIDOfErrors = replies(func(a *answer) {
	if a.code() != "" {
		a.header.Del("X-Amzn-Requestid")
	}
})

// ConstraintsFirst reports a broken constraint before a value of the wrong
// type. broken returns the message about the constraints that a body breaks, as
// far as it can be read, and "" if it breaks none.
func ConstraintsFirst(wrongType, constraint string, broken func(operation string, body []byte) string) Defect {
	return requests(func(r *http.Request, body []byte, serve func([]byte) *answer) *answer {
		a := serve(body)
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		if a.code() != wrongType || !object(body) {
			return a
		}
		if message := broken(operation, body); message != "" {
			text, _ := json.Marshal(message)
			a.set([]byte(`{"__type":"` + constraint + `","message":` + string(text) + `}`))
		}
		return a
	})
}

func set(names []string) map[string]bool {
	all := map[string]bool{}
	for _, n := range names {
		all[n] = true
	}
	return all
}
