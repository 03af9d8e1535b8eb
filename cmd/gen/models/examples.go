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
	var inputs, replies exchanges
	for i := range api.Operations {
		op := &api.Operations[i]
		for _, e := range op.Examples {
			if !e.Invalid {
				inputs.add(api, contradiction{operation: op.Name, title: e.Title, part: "input"}, op.Input, e.Input, "")
			}
			replies.add(api, contradiction{operation: op.Name, title: e.Title, part: "output"}, op.Output, e.Output, "")
			replies.add(api, contradiction{operation: op.Name, title: e.Title, part: "error"}, "", e.ErrorContent, e.Error)
		}
	}
	all, err := inputs.contradictions(&echo)
	if err != nil {
		return nil, err
	}
	rest, err := replies.contradictions(api)
	return append(all, rest...), err
}

// exchanges are parts of examples, each with the reply as which it is read.
type exchanges struct {
	parts     []contradiction
	recording recording.Recording
}

// add adds a part of an example, if there is one: the text of a shape, or with a code
// of an error.
func (x *exchanges) add(api *model.API, part contradiction, shape, text, code string) {
	if text == "" {
		return
	}
	var v any
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	_ = d.Decode(&v) // it was read as JSON before
	if shape != "" {
		v = sent(api, api.Shape(shape), v)
	}
	status := http.StatusOK
	if o, isObject := v.(map[string]any); isObject && code != "" {
		o["__type"], status = code, http.StatusBadRequest
	}
	body, _ := json.Marshal(v) // as is all that was read
	x.parts = append(x.parts, part)
	x.recording.Exchanges = append(x.recording.Exchanges, recording.Exchange{Target: part.operation, Status: status, Body: body})
}

// contradictions returns the parts that an API rules out.
func (x *exchanges) contradictions(api *model.API) ([]contradiction, error) {
	result, err := conformance.Replay(context.Background(), api, &x.recording, conformance.ReplayOptions{})
	if err != nil {
		return nil, err
	}
	var all []contradiction
	for i, e := range result.Exchanges {
		for _, f := range e.Findings {
			x.parts[i].faults = append(x.parts[i].faults, f.Text)
		}
		if len(e.Findings) > 0 {
			all = append(all, x.parts[i])
		}
	}
	return all, nil
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
		if shape.EpochTime() {
			if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
				return json.Number(fmt.Sprintf("%d.%03d", t.Unix(), t.Nanosecond()/1e6))
			}
		}
	}
	return v
}
