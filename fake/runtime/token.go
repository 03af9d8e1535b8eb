package runtime

import (
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
	"strings"
)

// A Cursor names one list that is read page by page: what page tokens are for.
// It knows its own tokens from those of other lists, and those from garbage.
type Cursor struct{ list uint64 }

// NewCursor returns the cursor of the list that is named by those words: the
// operation, the account, the region, and what else decides what is in the
// list.
func NewCursor(words ...string) Cursor {
	h := fnv.New64a()
	var length [8]byte
	for _, w := range words {
		// The length goes first, so that words can't run into each other.
		binary.LittleEndian.PutUint64(length[:], uint64(len(w)))
		h.Write(length[:])
		h.Write([]byte(w))
	}
	return Cursor{h.Sum64()}
}

// The layout of a token: the place, the list, and a sum over both. It travels in
// hexadecimal digits, a multiple of four of them, which match what models say of tokens.
const (
	tokenSum  = 16
	tokenSize = 24
)

// The layout of a token that has a key in place of a place: the list, a sum, and the key,
// after a number. The number is that of the bytes which it takes, one or two, so that all
// are an even number; a place begins with 0.
const (
	listSize = 8
	keyAt    = 16
)

// Token returns the token for the page that begins after a place. It returns
// "" for the place 0, after which nothing follows.
func (c Cursor) Token(place uint64) string {
	if place == 0 {
		return ""
	}
	var b [tokenSize]byte
	binary.BigEndian.PutUint64(b[:], place)
	binary.BigEndian.PutUint64(b[8:], c.list)
	binary.BigEndian.PutUint64(b[tokenSum:], checksum(b[:tokenSum]))
	return hex.EncodeToString(b[:])
}

// OptionalToken returns the token as an optional member, nil if it is empty.
func (c Cursor) OptionalToken(place uint64) *string {
	if place == 0 {
		return nil
	}
	token := c.Token(place)
	return &token
}

// A Mark is where a page begins: after a place, or in a list that comes by key
// after a key. The zero Mark is the end.
type Mark struct {
	Place uint64
	Key   string
}

// MarkToken is [Cursor.Token] for a list that comes by key.
func (c Cursor) MarkToken(m Mark) string {
	if m.Key == "" {
		return c.Token(m.Place)
	}
	prefix := 1 + (len(m.Key)+1)%2
	token := make([]byte, prefix+keyAt, prefix+keyAt+len(m.Key))
	token[0] = byte(prefix)
	token = append(token, m.Key...)
	b := token[prefix:]
	binary.BigEndian.PutUint64(b, c.list)
	binary.BigEndian.PutUint64(b[listSize:], checksum(b[:listSize], b[keyAt:]))
	return hex.EncodeToString(token)
}

// OptionalMarkToken returns the token as an optional member, nil if it is empty.
func (c Cursor) OptionalMarkToken(m Mark) *string {
	if token := c.MarkToken(m); token != "" {
		return &token
	}
	return nil
}

// Mark is [Cursor.After] for a list that comes by key, or did.
func (c Cursor) Mark(token *string) (Mark, TokenKind) {
	if token == nil || !strings.HasPrefix(*token, "01") && !strings.HasPrefix(*token, "02") {
		place, kind := c.After(token)
		return Mark{Place: place}, kind
	}
	b, ok := bytesOf(*token)
	if !ok || len(b)%2 == 1 || len(b) <= int(b[0])+keyAt || b[0] == 2 && b[1] != 0 {
		return Mark{}, Garbage
	}
	b = b[b[0]:]
	if binary.BigEndian.Uint64(b[listSize:]) != checksum(b[:listSize], b[keyAt:]) {
		return Mark{}, Garbage
	}
	mark := Mark{Key: string(b[keyAt:])}
	if binary.BigEndian.Uint64(b) != c.list {
		return mark, Foreign
	}
	return mark, Own
}

// A TokenKind says whose token it is.
type TokenKind int

// The kinds of token.
const (
	// Garbage is what no Cursor made.
	Garbage TokenKind = iota
	// Foreign is a token of another list.
	Foreign
	// Own is a token of the list.
	Own
	// Empty is a token of no characters.
	Empty
	// None is no token at all.
	None
)

// After returns the place after which the page begins that an optional token
// asks for, and whose token it is. The place is 0, for the first page, unless
// the token is of this list or of another.
func (c Cursor) After(token *string) (place uint64, kind TokenKind) {
	switch {
	case token == nil:
		return 0, None
	case *token == "":
		return 0, Empty
	}
	return c.Read(*token)
}

// Read returns the place that a token names, and whose token it is. The place
// is 0 for garbage.
func (c Cursor) Read(token string) (place uint64, kind TokenKind) {
	b, ok := bytesOf(token)
	if !ok || len(b) != tokenSize || binary.BigEndian.Uint64(b[tokenSum:]) != checksum(b[:tokenSum]) {
		return 0, Garbage
	}
	place = binary.BigEndian.Uint64(b)
	if binary.BigEndian.Uint64(b[8:]) != c.list {
		return place, Foreign
	}
	return place, Own
}

// bytesOf reads hexadecimal digits as they are written here, in one way: without capitals.
func bytesOf(token string) ([]byte, bool) {
	b, err := hex.DecodeString(token)
	return b, err == nil && token == strings.ToLower(token)
}

func checksum(parts ...[]byte) uint64 {
	h := fnv.New64a()
	h.Write([]byte("page token"))
	for _, b := range parts {
		h.Write(b)
	}
	return h.Sum64()
}
