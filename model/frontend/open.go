package frontend

import (
	"os"

	"github.com/fakesmith/fakesmith/model"
)

// Open is [Read] for files by their names. The name of the contract may be empty.
func Open(shapes, contract string) (api *model.API, warnings model.Problems, err error) {
	s, err := open(shapes)
	if err != nil {
		return nil, nil, err
	}
	if contract == "" {
		return Read(s, nil)
	}
	c, err := open(contract)
	if err != nil {
		return nil, nil, err
	}
	return Read(s, &c)
}

func open(name string) (File, error) {
	data, err := os.ReadFile(name)
	return File{Name: name, Data: data}, err
}
