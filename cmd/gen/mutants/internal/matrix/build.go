package matrix

import (
	"context"
	"fmt"
	"strings"

	"github.com/fakesmith/fakesmith/cmd/gen/program"
)

// build makes a binary of the mutants in a folder, and returns its path.
func (f *forgery) build(ctx context.Context, dir string) (string, error) {
	source, err := f.code.Source()
	if err != nil {
		return "", err
	}
	return program.Build(ctx, dir, map[string][]byte{
		pkg + "/" + pkg + ".go": source,
		"main.go":               []byte(f.command()),
	}, "-gcflags="+program.Module+"/"+pkg+"=-l")
}

// command is the source of the binary's main package.
func (f *forgery) command() string {
	var cases strings.Builder
	for _, n := range f.numbers {
		if n == 0 {
			continue
		}
		name, state := f.code.Name(n, "New"), f.code.Name(n, "State")
		if name != "New" || state != "State" {
			fmt.Fprintf(&cases, "\tcase %d:\n\t\tf := %s.%s(%s.%s{})\n\t\treturn f, f.Clock\n", n, pkg, name, pkg, state)
		}
	}
	return fmt.Sprintf(`package main

import (
	"net/http"

	"%[1]s/%[2]s"
	"github.com/fakesmith/fakesmith/cmd/gen/mutants/check"
	"github.com/fakesmith/fakesmith/fake"
)

func main() {
	check.Main(open)
}

func open(n int) (http.Handler, *fake.Clock) {
	mutants.Active = n
	switch n {
%[3]s	}
	f := mutants.New(mutants.State{})
	return f, f.Clock
}
`, program.Module, pkg, &cases)
}
