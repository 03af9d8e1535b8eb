package runtime

import (
	"bytes"
	"encoding/json"
)

// Document reads JSON of any type and returns its source without blanks, or nil
// for null.
func (d *Decoder) Document() json.RawMessage {
	if d.err != nil || d.null() {
		return nil
	}
	start := d.pos
	if !d.skip(len(d.frames)) {
		return nil
	}
	var compact bytes.Buffer
	// What was skipped is JSON.
	_ = json.Compact(&compact, d.buf[start:d.pos])
	return compact.Bytes()
}

// Document writes JSON of any type. Bytes that are no JSON are written as a
// string, because no reader could be handed them otherwise.
func (e *Encoder) Document(v json.RawMessage) {
	var compact bytes.Buffer
	if json.Compact(&compact, v) != nil {
		e.Str(string(v))
		return
	}
	e.Raw(compact.Bytes())
}
