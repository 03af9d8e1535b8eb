package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/fakesmith/fakesmith/fake"
)

// loadState gives a fake the state that stands in a file. It goes by way of
// the control endpoint, so that the same is accepted, and the same complained
// of, as by a fake that is running.
func loadState(f http.Handler, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	client := http.Client{Transport: fake.Transport(f)}
	response, err := client.Post("http://fake/_fakesmith/state", "application/json", bytes.NewReader(text))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNoContent {
		return nil
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var refusal struct{ Error string }
	if err := json.Unmarshal(body, &refusal); err != nil {
		return fmt.Errorf("%s: %s: %s", file, response.Status, body)
	}
	return fmt.Errorf("%s: %s", file, refusal.Error)
}
