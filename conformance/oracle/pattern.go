package oracle

import (
	"regexp"
	"sync"
)

// patterns are regular expressions of the model, each compiled once.
type patterns struct{ compiled sync.Map }

// of returns a pattern of the model, whose reader has made sure that it compiles.
func (p *patterns) of(expr string) *regexp.Regexp {
	if re, known := p.compiled.Load(expr); known {
		return re.(*regexp.Regexp)
	}
	re := regexp.MustCompile(expr)
	p.compiled.Store(expr, re)
	return re
}
