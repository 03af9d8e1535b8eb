package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// Digest returns a short text that is another for another contract, so that
// what was found of one can be told from what was found of the next. Where the
// document stands and on which lines makes no difference.
func (a *API) Digest() string {
	plain := *a
	plain.Source, plain.Warnings = "", nil
	// An API is plain data, all of which JSON can say.
	text, _ := json.Marshal(&plain)
	var tree any
	_ = json.Unmarshal(text, &tree)
	text, _ = json.Marshal(withoutPositions(tree))
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// withoutPositions takes every [Pos] out of an API that was read as JSON.
func withoutPositions(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "Pos")
		for _, inner := range v {
			withoutPositions(inner)
		}
	case []any:
		for _, inner := range v {
			withoutPositions(inner)
		}
	}
	return v
}
