package report

import (
	"fmt"
)

// Text returns a counterexample in a line.
func (c *Counterexample) Text() string {
	last := c.Steps[len(c.Steps)-1]
	return fmt.Sprintf("%s: expected %s, got %s", c.Property, last.Expected, last.Got)
}
