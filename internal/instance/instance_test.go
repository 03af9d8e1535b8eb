package instance_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/fakesmith/fakesmith/internal/instance"
)

func TestAsk(t *testing.T) {
	name := instance.New()
	if len(name) != 6 || instance.New() == name {
		t.Errorf("New() = %q, want six digits that no other has", name)
	}
	hello := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(400); _, _ = io.WriteString(w, "{}") })
	claims := func(server string) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Server", server) })
	}
	for _, test := range []struct {
		h    http.Handler
		want string
	}{
		{instance.Handler(name, hello), name},
		{hello, ""},
		{claims("Apache"), ""},
		{claims("fakesmith/<b>abcd"), ""},
		{http.RedirectHandler("http://127.0.0.1:1/", http.StatusFound), ""},
	} {
		server := httptest.NewServer(test.h)
		got, err := instance.Ask(t.Context(), nil, server.URL)
		if err != nil || got != test.want {
			t.Errorf("Ask() = %q, %v, want %q", got, err, test.want)
		}
		server.Close()
		if got, err := instance.Ask(t.Context(), nil, server.URL); err == nil {
			t.Errorf("Ask() of nobody = %q, want an error", got)
		}
	}
}
