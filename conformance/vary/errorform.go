package vary

import (
	"net/http"
	"strings"

	"github.com/fakesmith/fakesmith/model"
)

// What stands before and after the code of an error in some replies of AWS's.
const (
	namespace = "com.amazon.coral.service#"
	address   = ":http://internal.amazon.com/coral/com.amazon.coral.service/"
)

// errorForms returns the variants that report errors otherwise.
func errorForms(api *model.API) []Variant {
	const (
		sanitised = "A client takes the code for what stands between a # and a colon. Smithy, AWS JSON protocols, operation error serialization"
		header    = "A client finds the code in the header X-Amzn-ErrorType, or in __type. Smithy, AWS JSON protocols, operation error serialization"
		spelling  = "Clients read message and Message, since services send either. Smithy, AWS JSON protocols, operation error serialization"
		wordless  = "A message is optional, as the shapes of errors have no members. No clause gives its words"
	)
	typed := func(change func(code string) string) Layer {
		return failures(api, func(_ *call, r *reply, out map[string]any) {
			out["__type"] = change(r.code())
		})
	}
	all := oneOf("error/type", rejects,
		form{"namespace", sanitised, typed(func(code string) string { return namespace + code })},
		form{"address", sanitised, typed(func(code string) string { return code + address })},
		form{"namespace-and-address", sanitised, typed(func(code string) string { return namespace + code + address })},
		form{"header-too", header, failures(api, func(_ *call, r *reply, _ map[string]any) {
			r.header.Set("X-Amzn-ErrorType", r.code())
		})},
		form{"header-too-with-address", header, failures(api, func(_ *call, r *reply, out map[string]any) {
			r.header.Set("X-Amzn-ErrorType", r.code()+address)
			out["__type"] = namespace + r.code()
		})},
		form{"header-only", header, failures(api, func(_ *call, r *reply, out map[string]any) {
			r.header.Set("X-Amzn-ErrorType", r.code()+address)
			delete(out, "__type")
		})},
	)
	worded := wordsMatter(api)
	all = append(all, oneOf("error/message", rejects,
		form{"capital", spelling, failures(api, func(_ *call, _ *reply, out map[string]any) {
			if text, ok := out["message"]; ok {
				delete(out, "message")
				out["Message"] = text
			}
		})},
		form{"none", wordless, failures(api, func(_ *call, r *reply, out map[string]any) {
			if !worded[r.code()] {
				delete(out, "message")
			}
		})},
		form{"other-words", "A message is a text for people, and documents give no words but for broken constraints", failures(api, func(_ *call, r *reply, out map[string]any) {
			if _, ok := out["message"]; ok && !worded[r.code()] {
				out["message"] = "Das geht so nicht — „" + strings.ToLower(r.code()) + "“."
			}
		})},
	)...)
	if code := codeOf(api, model.UnknownOperation); code != "" {
		all = append(all, oneOf("error/unknown-operation", rejects, form{
			"not-found", "Services and frameworks answer 400 and 404 alike, and no document says which. Smithy issue 1368",
			failures(api, func(c *call, r *reply, _ map[string]any) {
				if c.op == nil && r.code() == code {
					r.status = http.StatusNotFound
				}
			}),
		})...)
	}
	return all
}

// failures returns a layer that changes the object in the body of an error. The
// reply has the code still when change is called.
func failures(api *model.API, change func(c *call, r *reply, out map[string]any)) Layer {
	return replies(api, func(c *call, r *reply) {
		if out := r.object(); !r.ok() && out != nil {
			change(c, r, out)
			r.set(out)
		}
	})
}

// wordsMatter returns the codes of errors whose messages a clause is about.
func wordsMatter(api *model.API) map[string]bool {
	codes := map[string]bool{}
	text := false
	for _, p := range api.AllClauses() {
		if rule, ok := p.Clause.Rule.(model.Validation); ok {
			codes[rule.Error] = true
		}
		text = text || p.Clause.Kind == "validation/text"
	}
	if !text {
		return nil
	}
	return codes
}

// codeOf returns the error of a rule of the wire, "" if there is none.
func codeOf(api *model.API, rule string) string {
	for _, p := range api.AllClauses() {
		if r, ok := p.Clause.Rule.(model.Protocol); ok && r.Name == rule {
			return r.Error
		}
	}
	return ""
}
