package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/generated/parameters"
	"github.com/fakesmith/fakesmith/generated/parameterstest"
	"github.com/fakesmith/fakesmith/generated/pipelines"
	"github.com/fakesmith/fakesmith/generated/pipelinestest"
	"github.com/fakesmith/fakesmith/generated/remediation"
	"github.com/fakesmith/fakesmith/generated/remediationtest"
	"github.com/fakesmith/fakesmith/model"
)

// A subject is a contract of the module, and its fake.
type subject struct {
	api *model.API
	// fake returns a new fake that makes some choices.
	fake func(choices map[string]string) (http.RoundTripper, error)
}

// subjects are the contracts of the module, by the names of their packages.
var subjects = map[string]subject{
	"remediation": {&remediationtest.Contract, func(choices map[string]string) (http.RoundTripper, error) {
		f := remediation.New(remediation.State{})
		return choosing(fake.Transport(f), f.SetProfile, choices)
	}},
	"parameters": {&parameterstest.Contract, func(choices map[string]string) (http.RoundTripper, error) {
		f := parameters.New(parameters.State{})
		return choosing(fake.Transport(f), f.SetProfile, choices)
	}},
	"pipelines": {&pipelinestest.Contract, func(choices map[string]string) (http.RoundTripper, error) {
		f := pipelines.New(pipelines.State{})
		return choosing(fake.Transport(f), f.SetProfile, choices)
	}},
}

// choosing has a fake make some choices.
func choosing[Profile any](transport http.RoundTripper, set func(Profile) error, choices map[string]string) (http.RoundTripper, error) {
	text, err := json.Marshal(choices)
	if err != nil {
		return nil, err
	}
	var profile Profile
	if err := json.Unmarshal(text, &profile); err != nil {
		return nil, err
	}
	return transport, set(profile)
}

// subjectOf returns the subject of a name.
func subjectOf(name string) (subject, error) {
	s, ok := subjects[name]
	if !ok {
		return s, fmt.Errorf("-contract %s: the contracts are %s", name, strings.Join(slices.Sorted(maps.Keys(subjects)), ", "))
	}
	return s, nil
}
