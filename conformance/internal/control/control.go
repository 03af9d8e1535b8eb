package control

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/conformance/internal/wire"
	"github.com/fakesmith/fakesmith/internal/printable"
)

// basePath is where a target offers the control protocol, if it does.
const basePath = "/_fakesmith/"

// Discover asks the target whether it offers the control protocol, and fills in
// the powers that it finds there and that were not given. It reports whether
// the target offers the protocol. An error means that the target could not be
// reached.
func Discover(ctx context.Context, target *endpoint.Target) (bool, error) {
	c := &client{target: *target}
	var about struct {
		Control int      `json:"control"`
		Powers  []string `json:"powers"`
	}
	status, answer, err := c.ask(ctx, http.MethodGet, "", target.Scope(), nil)
	if err != nil {
		return false, err
	}
	if status != http.StatusOK || json.Unmarshal(answer, &about) != nil || about.Control != 1 {
		return false, nil
	}
	if target.Clock == nil && slices.Contains(about.Powers, "clock") {
		target.Clock = c
	}
	if target.Facts == nil && slices.Contains(about.Powers, "facts") {
		target.Facts = c
	}
	if target.Reset == nil && slices.Contains(about.Powers, "reset") {
		target.Reset = func(ctx context.Context) error {
			return c.do(ctx, http.MethodPost, "reset", c.target.Scope(), nil, nil)
		}
	}
	if target.State == nil && slices.Contains(about.Powers, "state") {
		target.State = c
	}
	return true, nil
}

// A client speaks the control protocol with a target.
type client struct {
	target endpoint.Target
}

// Now implements [endpoint.Clock].
func (c *client) Now(ctx context.Context) (time.Time, error) {
	var about struct {
		Now time.Time `json:"now"`
	}
	err := c.do(ctx, http.MethodGet, "", c.target.Scope(), nil, &about)
	return about.Now, err
}

// Set implements [endpoint.Clock].
func (c *client) Set(ctx context.Context, now time.Time) error {
	body := map[string]string{"set": now.UTC().Format(time.RFC3339Nano)}
	return c.do(ctx, http.MethodPost, "clock", c.target.Scope(), body, nil)
}

// SetFacts implements [endpoint.FactSetter].
func (c *client) SetFacts(ctx context.Context, as endpoint.Scope, fact string, values []endpoint.FactValue) error {
	type change struct {
		Fact  string            `json:"fact"`
		Of    map[string]string `json:"of"`
		Value string            `json:"value"`
		With  map[string]int64  `json:"with,omitempty"`
	}
	changes := make([]change, len(values))
	for i, v := range values {
		changes[i] = change{Fact: fact, Of: v.Of, Value: v.Value, With: v.With}
	}
	return c.do(ctx, http.MethodPost, "facts", as, changes, nil)
}

// State implements [endpoint.StateSetter].
func (c *client) State(ctx context.Context, as endpoint.Scope) ([]byte, error) {
	var state json.RawMessage
	err := c.do(ctx, http.MethodGet, "state", as, nil, &state)
	return state, err
}

// SetState implements [endpoint.StateSetter].
func (c *client) SetState(ctx context.Context, as endpoint.Scope, state []byte) error {
	return c.do(ctx, http.MethodPost, "state", as, json.RawMessage(state), nil)
}

// do makes a request that has to succeed, and parses the answer into out.
func (c *client) do(ctx context.Context, method, path string, as endpoint.Scope, in, out any) error {
	status, answer, err := c.ask(ctx, method, path, as, in)
	if err != nil {
		return err
	}
	if status >= 300 {
		return fmt.Errorf("%s %s%s = %d %s, want success", method, basePath, path, status, printable.Text(value.Brief(answer, 200)))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("%s %s%s: %w", method, basePath, path, err)
	}
	return nil
}

// ask makes a request, and returns the status and the body of the answer.
func (c *client) ask(ctx context.Context, method, path string, as endpoint.Scope, in any) (int, []byte, error) {
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return 0, nil, err
		}
	}
	ctx, cancel := context.WithTimeout(ctx, wire.Timeout(&c.target))
	defer cancel()
	url := strings.TrimSuffix(c.target.Url(), "/") + basePath + path
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Authorization", wire.Credential(as, "control"))
	a, err := wire.ReadAnswer(wire.Transport(&c.target), req)
	if err != nil {
		return 0, nil, err
	}
	return a.Status, a.Body, nil
}
