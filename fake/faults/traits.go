package faults

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/query"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// Traits are what a fault profile has to know of an API, as data. The zero value suits
// most: operations are known by how their names begin, and all that is
// written reaches a replica in the order in which it was written.
type Traits struct {
	// Reads begin the names of the operations that change nothing: Describe, Get,
	// List, Batch and Select, if it is nil.
	Reads []string
	// Keys are members of requests that name what is written. A dot leads into a
	// member: "Rule.Name", brackets into the elements of a list: "Rules[].Name". The
	// first that a request has counts. Writes under different keys reach a replica in
	// any order; they must not depend on each other. One with several keys keeps its
	// place among those of each. All writes are of one key if it is nil.
	Keys []string
	// Limit and Token are the members of a request for a page, and Next the one of
	// the answer that holds the token for the next: Limit and NextToken, if empty.
	Limit, Token, Next string
	// Largest are how many resources a request may ask for at most, by operation, and
	// 100 for an operation that is not there. A request for more is for the service to
	// reject.
	Largest map[string]int
	// Unpaged are members with which a request is not answered page by page.
	Unpaged []string
	// QueryNamespace is the XML namespace of errors that answer calls in the query
	// protocol, such as those to STS, where a fake answers these as well.
	QueryNamespace string
	// Deletion is how resources are deleted that take time. None does, if it is nil.
	Deletion *Deletion
}

// A Deletion is about resources that are not gone as soon as their deletion is
// acknowledged.
type Deletion struct {
	// Operation deletes. Rejected are the operations on the same key that answer with
	// Error as long as it takes.
	Operation string
	Rejected  []string
	Error     fake.Code
	// Listed is the operation that lists them: List is the member of its answer that
	// holds them, Name the member of each that is its key, and State the one that
	// becomes Value while it is being deleted.
	Listed, List, Name, State string
	Value                     string
}

// filledIn returns the traits with what is usual where it is empty.
func (t Traits) filledIn() Traits {
	if t.Reads == nil {
		t.Reads = []string{"Describe", "Get", "List", "Batch", "Select"}
	}
	for _, member := range []struct {
		name  *string
		usual string
	}{{&t.Limit, "Limit"}, {&t.Token, "NextToken"}, {&t.Next, "NextToken"}} {
		if *member.name == "" {
			*member.name = member.usual
		}
	}
	return t
}

// reads reports whether an operation changes nothing.
func (t *Traits) reads(operation string) bool {
	return slices.ContainsFunc(t.Reads, func(prefix string) bool { return strings.HasPrefix(operation, prefix) })
}

// keys returns what a request is about, at least one key.
func (t *Traits) keys(c *call) []string {
	for _, path := range t.Keys {
		names := textsAt(c.members, strings.Split(path, "."))
		for i, name := range names {
			names[i] = t.scoped(c, name)
		}
		if len(names) > 0 {
			return names
		}
	}
	return []string{t.scoped(c, "")}
}

// textsAt returns the texts that stand at a path in an object.
func textsAt(members map[string]json.RawMessage, path []string) []string {
	name, each := strings.CutSuffix(path[0], "[]")
	values := []json.RawMessage{members[name]}
	if each && json.Unmarshal(members[name], &values) != nil {
		return nil
	}
	var texts []string
	for _, v := range values {
		if len(path) > 1 {
			inner := map[string]json.RawMessage{}
			if json.Unmarshal(v, &inner) == nil {
				texts = append(texts, textsAt(inner, path[1:])...)
			}
			continue
		}
		var text string
		if json.Unmarshal(v, &text) == nil {
			texts = append(texts, text)
		}
	}
	return texts
}

// scoped returns the key of a name in the account and region of a call.
func (t *Traits) scoped(c *call, name string) string {
	return runtime.CallerOf(c.request, nil).String() + "/" + name
}

// operationOf returns the operation that a request with a body names.
func operationOf(r *http.Request, body []byte) string {
	if query.Is(r) {
		return query.Action(body)
	}
	target := r.Header.Get("X-Amz-Target")
	return target[strings.LastIndexByte(target, '.')+1:]
}
