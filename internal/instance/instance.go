// Package instance names servers, so that nobody takes somebody else's for his own on
// a machine that several people use. A server has a name for as long as it runs, which
// it tells its owner when it starts, and everybody in the Server header.
package instance

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"regexp"
	"time"
)

// New returns a name that no other server has.
func New() string {
	var b [3]byte
	_, _ = rand.Read(b[:]) // it never fails
	return hex.EncodeToString(b[:])
}

// product stands before the name in the Server header.
const product = "fakesmith/"

var form = regexp.MustCompile(`^` + product + `([0-9a-f]{6})$`)

// Handler returns a handler that tells a name with all that it answers.
func Handler(name string, h http.Handler) http.Handler {
	server := []string{product + name}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Server"] = server
		h.ServeHTTP(w, r)
	})
}

// patience is how long an answer is waited for.
const patience = 2 * time.Second

// Ask returns the name of the server at a URL, or "" if it tells none. An error means
// that nothing answers there. No operation is called. A nil transport is the usual one.
func Ask(ctx context.Context, transport http.RoundTripper, url string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return "", err
	}
	client := http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		return "", err
	}
	_ = resp.Body.Close()
	if found := form.FindStringSubmatch(resp.Header.Get("Server")); found != nil {
		return found[1], nil
	}
	return "", nil
}
