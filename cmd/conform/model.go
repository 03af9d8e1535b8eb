package main

import (
	"errors"
	"flag"

	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model"
	"github.com/fakesmith/fakesmith/model/frontend"
)

// modelFlags say which contract a command is about: that which was generated, if
// they are empty.
type modelFlags struct{ modelFile, contractFile string }

// declareModel declares the flags.
func (m *modelFlags) declareModel(flags *flag.FlagSet) {
	flags.StringVar(&m.modelFile, "model", "", "the contract is that of the model in `FILE`, a Smithy or OpenAPI document; without it, the generated one")
	flags.StringVar(&m.contractFile, "contract", "", "the contract of the model is in a `FILE` of its own")
}

// readContract reads the contract.
func (m *modelFlags) readContract() (*model.API, error) {
	switch {
	case m.modelFile != "":
		api, _, err := frontend.Open(m.modelFile, m.contractFile)
		if err == nil && m.contractFile != "" {
			api.Source = m.modelFile + " and " + m.contractFile
		}
		return api, err
	case m.contractFile != "":
		return nil, errors.New("-contract is that of a model: -model FILE is required")
	}
	return &remediationtest.Contract, nil
}
