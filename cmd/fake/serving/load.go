package serving

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
)

// load gives a fake what stands in a file: its state, or its profile. It goes by
// way of the control endpoint of that name, so that the same is accepted, and
// the same complained of, as by a fake that is running.
func load(f http.Handler, what, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	client := http.Client{Transport: fake.Transport(f)}
	response, err := client.Post("http://fake/_fakesmith/"+what, "application/json", bytes.NewReader(text))
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
	var rejection struct{ Error string }
	if err := json.Unmarshal(body, &rejection); err != nil {
		return fmt.Errorf("%s: %s: %s", file, response.Status, body)
	}
	var problems []error
	for line := range strings.SplitSeq(rejection.Error, "\n") {
		if line[:1] >= "1" && line[:1] <= "9" {
			problems = append(problems, fmt.Errorf("%s:%s", file, line)) // it begins with a line and a column
		} else {
			problems = append(problems, fmt.Errorf("%s: %s", file, line))
		}
	}
	return errors.Join(problems...)
}
