package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/generated/remediation"
)

// anonymous answers like the fake, but for the id of the request.
func anonymous() http.Handler {
	f := remediation.New(remediation.State{})
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		f.ServeHTTP(withoutID{w}, req)
	})
}

type withoutID struct{ http.ResponseWriter }

func (w withoutID) WriteHeader(status int) {
	w.Header().Del("X-Amzn-Requestid")
	w.ResponseWriter.WriteHeader(status)
}

func (w withoutID) Write(b []byte) (int, error) {
	w.Header().Del("X-Amzn-Requestid")
	return w.ResponseWriter.Write(b)
}

// TestNoPasswordOfAnEndpoint shows that the user and password in the URL of an
// endpoint are in nothing that a command prints or writes.
func TestNoPasswordOfAnEndpoint(t *testing.T) {
	server := httptest.NewServer(anonymous())
	t.Cleanup(server.Close)
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	endpoint := strings.Replace(server.URL, "://", "://us3r:s3cret@", 1)
	for _, c := range []struct {
		want int
		args []string
	}{
		{exitFail, []string{"-endpoint", endpoint, "-run", "^reply-request-id$", "-v", "-report", in("r.json"), "-report", in("r.xml"), "-report", in("r.html"), "-repro", in("repro")}},
		{exitPass, []string{"compare", "-endpoint", endpoint, "-run", "^upsert$", "-report", in("c.json")}},
		{exitError, []string{"-endpoint", "http://us3r:s3cret@127.0.0.1:1"}},
		{exitError, []string{"-endpoint", "http://us3r:s3cret/@host"}},
		{exitError, []string{"-endpoint", "ftp://us3r:s3cret@host"}},
	} {
		status, stdout, stderr := conform(t.Context(), c.args...)
		if status != c.want {
			t.Errorf("conform %q = %d, want %d\n%s%s", c.args, status, c.want, stdout, stderr)
		}
		if out := stdout + stderr; strings.Contains(out, "s3cret") || strings.Contains(out, "us3r") {
			t.Errorf("conform %q prints the password\n%s", c.args, out)
		}
	}
	files := 0
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		text, err := os.ReadFile(name)
		if strings.Contains(string(text), "s3cret") || strings.Contains(string(text), "us3r") {
			t.Errorf("%s has the password in it", name)
		}
		return err
	})
	if err != nil || files < 8 {
		t.Errorf("%d files are written, %v, want the reports and the reproductions", files, err)
	}
}
