package live

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// A mention is a place in a request that names a rule, or an exception's
// resource.
type mention struct {
	member string // the member's name, in small letters
	value  string
}

// mentions returns every scalar in a body with the member that it stands in. A
// body that is no JSON document is searched as text, and what a lenient server
// might make of it is all returned; an error means that this can't be told.
//
// Nothing is decoded into a struct or a map, for those keep one of two members
// of the same name, and it may be the other that the server reads.
func mentions(body []byte) ([]mention, error) {
	if !json.Valid(body) {
		return mentionsInText(body)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var all []mention
	return all, walk(d, "", &all)
}

// walk reads one value and adds the scalars in it.
func walk(d *json.Decoder, member string, all *[]mention) error {
	token, err := d.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return err
			}
			if err := walk(d, strings.ToLower(fmt.Sprint(key)), all); err != nil {
				return err
			}
		}
	case json.Delim('['):
		for d.More() {
			if err := walk(d, member, all); err != nil {
				return err
			}
		}
	case nil: // null names nothing
		return nil
	default:
		*all = append(*all, mention{member, fmt.Sprint(token)})
		return nil
	}
	_, err = d.Token()
	return err
}

// member finds a member with a text for its value in something that is not
// quite JSON.
var memberInText = regexp.MustCompile(`"(\w+)"\s*:\s*(?:"([^"\\]*)"|([^\s"{[]*))`)

// identifying are the members whose values say which rule a request is about.
var identifying = regexp.MustCompile(`(?i)configrule(name|id|arn)s?|resulttoken`)

func mentionsInText(body []byte) ([]mention, error) {
	if bytes.ContainsRune(body, '\\') {
		return nil, fmt.Errorf("it is not JSON and has escapes, so the rule that it names is unknown")
	}
	var all []mention
	for _, found := range memberInText.FindAllSubmatch(body, -1) {
		all = append(all, mention{strings.ToLower(string(found[1])), string(found[2]) + string(found[3])})
	}
	named := 0
	for _, m := range all {
		if identifying.MatchString(m.member) {
			named++
		}
	}
	if len(identifying.FindAll(body, -1)) > named {
		return nil, fmt.Errorf("it is not JSON, so the rule that it names is unknown")
	}
	return all, nil
}
