package live

import (
	"strings"
	"testing"
)

// TestOpenForgetsPasswords shows that the user and password of an endpoint are in
// nothing that an account is known by, which stands in journals and reports.
func TestOpenForgetsPasswords(t *testing.T) {
	for name, access := range map[string]Access{
		"a flag":       {Region: "eu-west-1", Endpoint: "http://us3r:s3cret@127.0.0.1:1"},
		"the settings": {Region: "eu-west-1"},
	} {
		t.Setenv("AWS_ENDPOINT_URL", "")
		if access.Endpoint == "" {
			t.Setenv("AWS_ENDPOINT_URL", "http://us3r:s3cret@127.0.0.1:1")
		}
		a, err := Open(t.Context(), access)
		if err != nil {
			t.Fatal(err)
		}
		if known := a.Endpoint + " " + a.Override; strings.Contains(known, "s3cret") || strings.Count(known, "http://127.0.0.1:1") != 2 {
			t.Errorf("by %s, the account is at %s, want http://127.0.0.1:1", name, known)
		}
	}
}
