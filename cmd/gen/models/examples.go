package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/recording"
	"github.com/fakesmith/fakesmith/model"
)

// A contradiction is a worked example that the model rules out.
type contradiction struct {
	operation, title string
	// part is "input", "output" or "error", and faults say what is wrong in it.
	part   string
	faults []string
}

// contradictions checks the worked examples of a model by the model, and returns
// those that it rules out. Both parts are read as a reply is: for the input, by a
// copy of the API in which each operation returns what it is given.
func contradictions(api *model.API) ([]contradiction, error) {
	echo := *api
	echo.Operations = slices.Clone(api.Operations)
	for i := range echo.Operations {
		echo.Operations[i].Output = echo.Operations[i].Input
	}
	var all []contradiction
	for i := range api.Operations {
		op := &api.Operations[i]
		for _, e := range op.Examples {
			parts := []struct {
				name  string
				api   *model.API
				shape string
				text  string
				code  string
			}{
				{"input", &echo, op.Input, e.Input, ""},
				{"output", api, op.Output, e.Output, ""},
				{"error", api, "", e.ErrorContent, e.Error},
			}
			for _, p := range parts {
				if p.text == "" || p.name == "input" && e.Invalid {
					continue
				}
				faults, err := faultsOf(p.api, op.Name, p.shape, p.text, p.code)
				if err != nil {
					return nil, fmt.Errorf("%s: example %q: %w", op.Name, e.Title, err)
				}
				if len(faults) > 0 {
					all = append(all, contradiction{op.Name, e.Title, p.name, faults})
				}
			}
		}
	}
	return all, nil
}

// faultsOf checks one part of an example as the reply of an operation.
func faultsOf(api *model.API, operation, shape, text, code string) ([]string, error) {
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if shape != "" {
		v = sent(api, api.Shape(shape), v)
	}
	status := http.StatusOK
	if o, isObject := v.(map[string]any); isObject && code != "" {
		o["__type"], status = code, http.StatusBadRequest
	}
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	rec := &recording.Recording{Exchanges: []recording.Exchange{{Target: operation, Status: status, Body: body}}}
	result, err := conformance.Replay(context.Background(), api, rec, conformance.ReplayOptions{})
	if err != nil {
		return nil, err
	}
	var faults []string
	for _, f := range result.Exchanges[0].Findings {
		faults = append(faults, f.Text)
	}
	return faults, nil
}

// sent returns a value as it is sent. In examples, a timestamp is written as RFC 3339
// even where it is sent as a number, and a blob as text that is not in base64.
func sent(api *model.API, shape *model.Shape, v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if shape.Kind == model.Map {
				v[name] = sent(api, api.Shape(shape.Elem), inner)
			} else if m := shape.Member(name); m != nil {
				v[name] = sent(api, api.Shape(m.Shape), inner)
			}
		}
	case []any:
		if shape.Kind == model.List {
			for i := range v {
				v[i] = sent(api, api.Shape(shape.Elem), v[i])
			}
		}
	case string:
		if shape.Kind == model.Blob {
			return base64.StdEncoding.EncodeToString([]byte(v))
		}
		if shape.Kind == model.Timestamp && (shape.TimestampFormat == "" || shape.TimestampFormat == model.EpochSeconds) {
			if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
				return json.Number(fmt.Sprintf("%d.%03d", t.Unix(), t.Nanosecond()/1e6))
			}
		}
	}
	return v
}
