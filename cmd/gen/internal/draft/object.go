package draft

import (
	"bytes"
	"encoding/json"

	"github.com/fakesmith/fakesmith/internal/plainjson"
)

// An object is a JSON object whose members keep their order.
type object []member

type member struct {
	key   string
	value any
}

func (o *object) add(key string, value any) { *o = append(*o, member{key, value}) }

// MarshalJSON implements [json.Marshaler].
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		key, err := plainjson.Marshal(m.key)
		if err != nil {
			return nil, err
		}
		value, err := plainjson.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// document returns the object as a file.
func (o object) document() []byte {
	plain, err := plainjson.Marshal(o)
	if err != nil {
		panic(err) // texts and numbers are always JSON
	}
	var b bytes.Buffer
	if err := json.Indent(&b, plain, "", "  "); err != nil {
		panic(err)
	}
	b.WriteByte('\n')
	return b.Bytes()
}
