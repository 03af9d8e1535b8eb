package runtime

// Tokens are the idempotency tokens that requests of one operation had, of those that
// succeeded. Of is what tells the resource that a request put, Reply its reply.
type Tokens[Of, Reply any] struct {
	requests map[string]*Tokened[Of, Reply]
}

// A Tokened is a request that had a token, and succeeded.
type Tokened[Of, Reply any] struct {
	// Request is the request as text.
	Request string
	Of      Of
	Reply   Reply
}

// Find returns the request that has a token, or nil. Without a token there is none.
func (t *Tokens[Of, Reply]) Find(token string) *Tokened[Of, Reply] { return t.requests[token] }

// Keep notes that the token is that of a request. An empty token is none.
func (t *Tokens[Of, Reply]) Keep(token, request string, of Of, reply Reply) {
	if token == "" {
		return
	}
	if t.requests == nil {
		t.requests = map[string]*Tokened[Of, Reply]{}
	}
	t.requests[token] = &Tokened[Of, Reply]{request, of, reply}
}

// A Ref refers to one value of a [Table], and to no later one of the same key.
type Ref[P, K comparable] struct {
	partition P
	key       K
	place     uint64
}

// Ref returns what refers to the value with that key, which has to be there.
func (t *Table[P, K, V]) Ref(p P, k K) Ref[P, K] {
	return Ref[P, K]{p, k, t.place(p, k)}
}

// Has reports whether the value is there that r refers to, be it replaced since.
func (t *Table[P, K, V]) Has(r Ref[P, K]) bool {
	return t.Get(r.partition, r.key) != nil && t.place(r.partition, r.key) == r.place
}

// HasLike reports whether the value is there that r refers to, and is one for which a
// condition holds.
func (t *Table[P, K, V]) HasLike(r Ref[P, K], is func(*V) bool) bool {
	return t.Has(r) && is(t.Get(r.partition, r.key))
}

// place returns the place of the value with that key, 0 if there is none.
func (t *Table[P, K, V]) place(p P, k K) uint64 {
	if t.Get(p, k) == nil {
		return 0
	}
	part := t.partitions[p]
	return part.slot(t.find(part, k)).place()
}
