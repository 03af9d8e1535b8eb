package main

import (
	"fmt"
	"io"

	"github.com/fakesmith/fakesmith/model"
)

// warn reports how many names the model does not describe, and where the first
// of them stands. Generated code can say no more of such a name than its type.
func warn(w io.Writer, api *model.API) {
	first, count := "", 0
	note := func(pos model.Pos, what, doc string) {
		if doc != "" {
			return
		}
		if count++; count == 1 {
			first = fmt.Sprintf("%s: %s", pos, what)
		}
	}
	for _, op := range api.Operations {
		note(op.Pos, "operation "+op.Name, op.Doc)
	}
	for _, s := range api.Shapes {
		if s.Kind != model.Structure {
			continue
		}
		for _, m := range s.Members {
			note(m.Pos, "member "+s.Name+"."+m.Name, m.Doc)
		}
	}
	switch count {
	case 0:
	case 1:
		fmt.Fprintf(w, "%s has no description\n", first)
	case 2:
		fmt.Fprintf(w, "%s has no description, nor does one other name\n", first)
	default:
		fmt.Fprintf(w, "%s has no description, nor do %d other names\n", first, count-1)
	}
}
