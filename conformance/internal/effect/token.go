package effect

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// giveToken gives an input a token that no other request has, if the operation tells
// repeated requests by one.
func (c *Contract) giveToken(op *model.Operation, in value.Object) {
	if path := op.Token(); path != "" && c.NewToken != nil {
		value.Set(in, path, c.NewToken(op))
	}
}

// TokenShape returns the shape of an operation's token.
func (c *Contract) TokenShape(op *model.Operation) *model.Shape {
	_, shape, err := c.API.Steps(op.Input, op.Token())
	if err != nil {
		return &model.Shape{Kind: model.String}
	}
	return shape
}

// TokenNamed returns the token of a name: one that fits its shape, and no other name has.
// It is the shape's least value where none does.
func (c *Contract) TokenNamed(name string, shape *model.Shape) any {
	sum := sha256.Sum256([]byte(name))
	digits := hex.EncodeToString(sum[:16])
	long := name
	if shape.Min != nil && int(shape.Min.Int) > len(name) {
		long = strings.Repeat("0", int(shape.Min.Int)-len(name)) + name
	}
	uuid := strings.Join([]string{digits[:8], digits[8:12], "4" + digits[13:16], "8" + digits[17:20], digits[20:]}, "-")
	for _, text := range []string{long, uuid, digits, hex.EncodeToString(sum[:])} {
		if c.Fits(text, shape) {
			return text
		}
	}
	return c.Least(shape)
}
