package report

import (
	"fmt"
)

// Unconfirmed says of a failure that it was not seen again.
func (c *Counterexample) Unconfirmed() string {
	return fmt.Sprintf("it failed once, and not again: %s", c.Text())
}
