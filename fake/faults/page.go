package faults

import (
	"bytes"
	"cmp"
	"encoding/json"
	"hash/fnv"
	"maps"
	"strconv"
	"strings"
)

// shorten asks for less than the caller asks for, if it asks for a page in a way
// that is understood.
func (t *Traits) shorten(c *call, l luck) {
	if c.members == nil {
		return // what is no request stays what it is
	}
	limit, largest := 0, cmp.Or(t.Largest[c.operation], 100)
	if raw := c.members[t.Limit]; raw != nil && json.Unmarshal(raw, &limit) != nil || limit < 0 || limit > largest {
		return
	}
	for _, member := range t.Unpaged {
		if raw := c.members[member]; raw != nil && string(raw) != "null" {
			return
		}
	}
	if limit == 0 {
		limit = min(10, largest) // whatever the usual size is, it is seldom less
	}
	c.set(t.Limit, json.RawMessage(strconv.Itoa(1+l.of("page size").IntN(limit))))
}

// homeOf returns the replica that gave the token in a request, or -1. The token
// becomes again what it was there.
func (t *Traits) homeOf(c *call, replicas int) int {
	var token string
	if json.Unmarshal(c.members[t.Token], &token) != nil {
		return -1
	}
	dot := strings.LastIndexByte(token, '.')
	for home := range replicas {
		if dot > 0 && token[dot:] == mark(token[:dot], home) {
			c.set(t.Token, quoted(token[:dot]))
			return home
		}
	}
	return -1
}

// marked has the token in an answer lead back to the replica that gave it.
func (t *Traits) marked(body []byte, home int) []byte {
	members := object(body)
	var token string
	if json.Unmarshal(members[t.Next], &token) != nil || token == "" {
		return body
	}
	members[t.Next] = quoted(token + mark(token, home))
	return encoded(members, body)
}

// mark is the end of a token of a replica. It depends on the whole of the token,
// so that no other token leads there.
func mark(token string, home int) string {
	h := fnv.New64a()
	h.Write([]byte(token))
	h.Write([]byte{byte(home)})
	return "." + strconv.FormatUint(h.Sum64(), 36)
}

// listed has the resources in an answer say that they are being deleted, as far as
// they are.
func (d *Deletion) listed(body []byte, deleting func(name string) bool) []byte {
	members := object(body)
	var resources []json.RawMessage
	if json.Unmarshal(members[d.List], &resources) != nil {
		return body
	}
	altered := false
	for i := range resources {
		resource := object(resources[i])
		var name string
		if json.Unmarshal(resource[d.Name], &name) == nil && deleting(name) {
			resource[d.State] = quoted(d.Value)
			resources[i] = encoded(resource, resources[i])
			altered = true
		}
	}
	if !altered {
		return body
	}
	list, err := json.Marshal(resources)
	if err != nil {
		return body
	}
	members[d.List] = list
	return encoded(members, body)
}

// object returns the members of a JSON object, nil if it is none.
func object(body []byte) map[string]json.RawMessage {
	if !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")) {
		return nil
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return nil
	}
	return members
}

// encoded returns the object with those members, or a body as it was if there
// is no such object.
func encoded(members map[string]json.RawMessage, was []byte) []byte {
	body, err := json.Marshal(members)
	if err != nil {
		return was
	}
	return body
}

func quoted(s string) json.RawMessage {
	text, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	return text
}

// set changes a member of the request.
func (c *call) set(member string, value json.RawMessage) {
	members := maps.Clone(c.members)
	members[member] = value
	c.members, c.body = members, encoded(members, c.body)
}
