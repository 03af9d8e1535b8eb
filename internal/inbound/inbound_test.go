package inbound

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// ask makes a request of a server with a transport, and reads the answer.
func ask(t *testing.T, transport *Transport, url string, header http.Header) (*http.Response, string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return resp, string(body), err
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// A tripper is a function that is an http.RoundTripper.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// endless is a body without end that counts what is read of it.
type endless struct {
	read   int
	closed bool
}

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

func (e *endless) Close() error {
	e.closed = true
	return nil
}

// TestBodiesAreBounded shows that as much is read as the limit says, counted after
// decompression, and not a byte more than it takes to know that there is more.
func TestBodiesAreBounded(t *testing.T) {
	const limit = 100_000
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		size := limit
		if r.URL.Path != "/fits" {
			size = 1 << 40
		}
		var to io.Writer = w
		if strings.HasPrefix(r.URL.Path, "/gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			to = z
		}
		chunk := bytes.Repeat([]byte("x"), 10_000)
		for ; size > 0; size -= len(chunk) {
			if _, err := to.Write(chunk); err != nil || r.Context().Err() != nil {
				return
			}
		}
	})
	transport := &Transport{MaxBody: limit}
	if _, body, err := ask(t, transport, url+"/fits", nil); err != nil || len(body) != limit {
		t.Errorf("%d bytes come through, %v; want %d", len(body), err, limit)
	}
	for _, path := range []string{"/endless", "/gzip/endless"} {
		_, body, err := ask(t, transport, url+path, nil)
		var large *TooLarge
		if !errors.As(err, &large) || large.Limit != limit || len(body) > limit || !strings.HasPrefix(body, "xxx") {
			t.Errorf("of %s, %d bytes come through, %v", path, len(body), err)
		}
	}
	body := &endless{}
	transport.Next = tripper(func(*http.Request) (*http.Response, error) { return &http.Response{Body: body}, nil })
	if _, _, err := ask(t, transport, url, nil); err == nil || body.read > limit+1 || !body.closed {
		t.Errorf("%d bytes are read of a body without end, and it is closed: %v; %v", body.read, body.closed, err)
	}
}

// TestHeadersAreBounded shows that large headers are rejected, from the network
// and from a transport that has no limit of its own.
func TestHeadersAreBounded(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Large", strings.Repeat("x", 2*MaxHeader))
	})
	for name, next := range map[string]http.RoundTripper{"its own": nil, "another": http.DefaultTransport} {
		if _, _, err := ask(t, &Transport{Next: next}, url, nil); err == nil || !strings.Contains(err.Error(), "headers") {
			t.Errorf("with the transport %s, large headers are %v", name, err)
		}
	}
}

// TestRedirectsAreNotFollowed shows that nothing that is sent to an endpoint goes
// where the endpoint says.
func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the request went elsewhere") })
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere, http.StatusTemporaryRedirect)
	})
	if resp, _, err := ask(t, &Transport{}, url, nil); err != nil || resp.StatusCode != http.StatusTemporaryRedirect {
		t.Errorf("the answer is %v, %v", resp, err)
	}
}

const (
	token     = "IQoJb3JpZ2luX2VjE/session+token/0123456789=="
	key       = "AKIDwJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE"
	signature = "fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024"
)

// signed returns the headers of a signed request.
func signed(signature string) http.Header {
	return http.Header{
		"Authorization":        {"AWS4-HMAC-SHA256 Credential=ASIAIOSFODNN7EXAMPLE/20261125/us-east-1/config/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + signature},
		"X-Amz-Security-Token": {token},
	}
}

// raw serves one connection after another with the bytes that answer returns.
func raw(t *testing.T, answer func() string) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Read(make([]byte, 4096))
			_, _ = io.WriteString(conn, answer())
			_ = conn.Close()
		}
	}()
	return "http://" + listener.Addr().String()
}

// TestEchoedSecretsAreRedacted shows that no part of an answer holds a credential
// of the request, however the server puts it.
func TestEchoedSecretsAreRedacted(t *testing.T) {
	secrets := []string{token, key, signature, "ASIAIOSFODNN7EXAMPLE", signed(signature).Get("Authorization")}
	for _, secret := range secrets {
		escaped := strings.NewReplacer("/", `\/`, "+", `\u002B`, "=", `\u003d`).Replace(secret)
		inURL := strings.NewReplacer("/", "%2F", "+", "%2b", "=", "%3D", " ", "%20", ",", "%2c", ";", "%3B").Replace(secret)
		body := fmt.Sprintf("{\"message\":\"The canonical string was '%s' or '%s' or '%s'\"}", secret, escaped, inURL)
		url := raw(t, func() string {
			return fmt.Sprintf("HTTP/1.1 403 no %s\r\nX-Echo: %s\r\nContent-Length: %d\r\n\r\n%s", secret, inURL, len(body), body)
		})
		transport := &Transport{Secrets: func(*http.Request) []string { return []string{key} }}
		resp, got, err := ask(t, transport, url, signed(signature))
		if err != nil {
			t.Fatal(err)
		}
		if want := `{"message":"The canonical string was '[redacted]' or '[redacted]' or '[redacted]'"}`; got != want {
			t.Errorf("the body is %s", got)
		}
		if resp.Status != "403 no [redacted]" || resp.Header.Get("X-Echo") != "[redacted]" {
			t.Errorf("the status is %q, and the header %q", resp.Status, resp.Header.Get("X-Echo"))
		}
		if resp.ContentLength != int64(len(got)) {
			t.Errorf("the length is %d, and %d bytes come", resp.ContentLength, len(got))
		}
	}
}

// TestErrorsSayNoSecrets shows the same of what net/http quotes of an answer that
// it can't read, and that it steers no terminal.
func TestErrorsSayNoSecrets(t *testing.T) {
	for _, answer := range []string{
		"HTTP/1.1 " + signature + " \x1b[2J\r\n\r\n", token + "\x1b]0;x\a\r\n\r\n", "HTTP/1.1 200 OK\r\n\x1b" + token + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: " + token + "\x9b31m\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + token + "\r\n\r\n",
	} {
		_, _, err := ask(t, &Transport{}, raw(t, func() string { return answer }), signed(signature))
		if err == nil {
			t.Errorf("%q is read", answer)
			continue
		}
		for _, no := range []string{signature, token, "\x1b", "\a", "\x9b"} {
			if strings.Contains(err.Error(), no) {
				t.Errorf("the error says %q", err)
			}
		}
	}
}

// TestEarlierSignaturesAreRedacted shows that a signature stays a secret for some
// requests after its own, in letters of any size.
func TestEarlierSignaturesAreRedacted(t *testing.T) {
	sign := func(n int) string { return fmt.Sprintf("%064x", n+0xabcdef0000) }
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "0a%s %s", strings.ToUpper(sign(1)), sign(5000))
	})
	transport := &Transport{}
	for n := range mostSignatures {
		_, body, err := ask(t, transport, url, signed(sign(n)))
		if want := "0a[redacted] " + sign(5000); n > 0 && (body != want || err != nil) {
			t.Fatalf("after request %d the body is %s, %v", n, body, err)
		}
	}
	if len(transport.recent.known) != mostSignatures {
		t.Errorf("%d signatures are kept", len(transport.recent.known))
	}
	ask(t, transport, url, signed(sign(mostSignatures)))
	if len(transport.recent.known) != mostSignatures || transport.recent.known[sign(0)] {
		t.Errorf("%d signatures are kept, and the first is known: %v", len(transport.recent.known), transport.recent.known[sign(0)])
	}
}

// TestHonestAnswersStay shows that nothing is changed of an answer to a request
// that has no secrets: emulators take the account for the access key.
func TestHonestAnswersStay(t *testing.T) {
	answer := "123456789012 AWS4-HMAC-SHA256 " + unsigned + " us-east-1 config\x1b\xff"
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, answer) })
	header := http.Header{"Authorization": {"AWS4-HMAC-SHA256 Credential=123456789012/20261125/us-east-1/config/aws4_request, SignedHeaders=host, Signature=" + unsigned}}
	if _, body, err := ask(t, &Transport{}, url, header); body != answer || err != nil {
		t.Errorf("the body is %q, %v", body, err)
	}
}
