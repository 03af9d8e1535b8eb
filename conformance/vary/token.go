package vary

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"sync"

	"github.com/fakesmith/fakesmith/model"
)

// pageTokens returns the variants whose page tokens look otherwise.
func pageTokens(api *model.API) []Variant {
	members := tokenMembers(api)
	if len(members) == 0 {
		return nil
	}
	const opaque = "A token is a text that means something to the service alone. AWS Config, DescribeConfigRules: tokens of 1,324 to 1,476 characters were seen, another each time"
	masked := func(write func(n uint64) string) Layer {
		return layer(api, func() behaviour {
			m := &mask{members: members, write: write, given: map[string]string{}}
			return m.answer
		})
	}
	return oneOf("token", tokens,
		form{"long", opaque, masked(longToken)},
		form{"short", opaque, masked(func(n uint64) string { return number(n)[:8] })},
		form{"odd-characters", opaque, masked(func(n uint64) string { return fmt.Sprintf("\"%d\"=+/%%2F é \\n<&>", n) })},
	)
}

// longToken returns a token of 1.4 kB such as encrypted ones are.
func longToken(n uint64) string {
	r := rand.New(rand.NewPCG(n, 1))
	signed := func(length int) []int {
		all := make([]int, length)
		for i := range all {
			all[i] = r.IntN(256) - 128
		}
		return all
	}
	text, _ := json.Marshal(map[string]any{
		"encryptedData": signed(200 + r.IntN(16)), "materialSetSerialNumber": 1,
		"ivParameterSpec": map[string]any{"iv": signed(16)},
	})
	return base64.StdEncoding.EncodeToString(text)
}

// A tokenMember is where tokens travel in an operation.
type tokenMember struct{ in, out string }

// tokenMembers returns where tokens travel, by operation.
func tokenMembers(api *model.API) map[string]tokenMember {
	all := map[string]tokenMember{}
	for _, p := range api.AllClauses() {
		if rule, ok := p.Clause.Rule.(model.Pagination); ok {
			all[p.Operation.Name] = tokenMember{rule.Token, rule.Next}
		}
	}
	return all
}

// A mask gives tokens another look, and a new one each time.
type mask struct {
	members map[string]tokenMember
	write   func(n uint64) string

	mu    sync.Mutex
	given map[string]string // what the implementation gave, by what was given in its place
}

// answer answers a call.
func (m *mask) answer(c *call) (*reply, error) {
	if c.op == nil || m.members[c.op.Name] == (tokenMember{}) {
		return c.ask(c.body)
	}
	at, body := m.members[c.op.Name], c.body
	in := c.input()
	if token, ok := in[at.in].(string); ok {
		m.mu.Lock()
		if real, given := m.given[token]; given {
			in[at.in] = real
			body = written(in)
		}
		m.mu.Unlock()
	}
	r, err := c.ask(body)
	if err != nil {
		return nil, err
	}
	out := r.object()
	if token, ok := out[at.out].(string); ok && r.ok() {
		m.mu.Lock()
		look := m.write(uint64(len(m.given)) + 1)
		m.given[look] = token
		m.mu.Unlock()
		out[at.out] = look
		r.set(out)
	}
	return r, nil
}

// hash returns a number that is the same for the same text, and in no order.
func hash(text string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(text))
	return h.Sum64()
}

// number returns a text for a number that shows no order.
func number(n uint64) string {
	return base64.RawURLEncoding.EncodeToString(binary.BigEndian.AppendUint64(nil, n*0x9e3779b97f4a7c15))
}
