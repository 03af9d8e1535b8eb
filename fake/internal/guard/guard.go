// Package guard keeps web pages from fakes that are served on a port. A browser
// sends requests to loopback for any page that asks it to, and a name that is
// first looked up as a page's own server and then as 127.0.0.1 (DNS rebinding)
// lets the page read the answers as well. So a request needs a Host that no
// stranger can own, comes from no foreign Origin, and changes a fake only with
// a content type that a browser asks leave for.
//
// It knows HTTP and nothing of what a fake does. Calls in the same process are
// none of its business: no page can make them.
package guard

import (
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
	"github.com/fakesmith/fakesmith/fake/internal/query"
)

// ControlPath begins the paths of the control endpoints.
const ControlPath = "/_fakesmith/"

// Power returns the control endpoint that a path names, such as "clock", which is ""
// for the list of all. It reports whether it names one at all.
func Power(path string) (power string, is bool) {
	if path == strings.TrimSuffix(ControlPath, "/") {
		return "", true
	}
	return strings.CutPrefix(path, ControlPath)
}

// A Guard says who is let in besides those who always are: clients that name
// the server by an IP address or as localhost, and that are no web page.
type Guard struct {
	// Hosts are more names of the server, without ports.
	Hosts []string
	// Origins are those of the pages that may call: "http://localhost:3000".
	Origins []string
}

// Check says what is wrong with the names and the origins.
func (g *Guard) Check() error {
	for _, name := range g.Hosts {
		if name == "" || strings.ContainsAny(name, "/:@*, \t") {
			return fmt.Errorf("%q is not the name of a host; a name such as fake.internal is right, without a port", name)
		}
	}
	for _, origin := range g.Origins {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || origin != u.Scheme+"://"+u.Host || strings.Contains(u.Host, "*") {
			return fmt.Errorf("%q is not the origin of a page; one such as http://localhost:3000 is right, without a path", origin)
		}
	}
	return nil
}

// seen marks the context of a request that a guard has let in.
type seen struct{}

// Handler guards all that a handler answers.
func (g *Guard) Handler(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g.admit(w, r) {
			h.ServeHTTP(w, Admitted(r))
		}
	})
}

// Admitted returns a request that is let in. Who calls a fake in the same process
// on behalf of a request to a server needs that, for it is the context that
// reports what a server has received.
func Admitted(r *http.Request) *http.Request {
	ctx := r.Context()
	if ctx.Value(http.ServerContextKey) == nil || ctx.Value(seen{}) != nil {
		return r
	}
	return r.WithContext(context.WithValue(ctx, seen{}, true))
}

// Admit answers a request that is not to be let in, and reports whether it is.
// It lets in what another guard has let in, and what no server has received: a
// fake that is served in whatever way asks it.
func Admit(w http.ResponseWriter, r *http.Request) bool {
	ctx := r.Context()
	if ctx.Value(http.ServerContextKey) == nil || ctx.Value(seen{}) != nil {
		return true
	}
	return new(Guard).admit(w, r)
}

// admit answers requests that are not to be let in, and those that ask for
// leave.
func (g *Guard) admit(w http.ResponseWriter, r *http.Request) bool {
	if !g.known(r.Host) {
		reject(w, r, http.StatusForbidden, fmt.Sprintf(
			"the host %q is neither an IP address, nor localhost, nor a name given to this fake; to give it one: -host NAME", excerpt.Of(r.Host)))
		return false
	}
	origin := r.Header.Get("Origin")
	welcome := origin != "" && slices.Contains(g.Origins, origin)
	if foreign(r, origin) && !welcome {
		reject(w, r, http.StatusForbidden, fmt.Sprintf(
			"web pages of another origin (%q) may not call this fake; to let one: -cors ORIGIN", excerpt.Of(origin)))
		return false
	}
	if welcome {
		share(w.Header(), r, origin)
		if r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return false
		}
	}
	if _, control := Power(r.URL.Path); control && r.ContentLength != 0 && !isJSON(r.Header.Get("Content-Type")) {
		reject(w, r, http.StatusUnsupportedMediaType, fmt.Sprintf(
			"the content type of a control request is application/json, not %q; with curl: -H 'Content-Type: application/json'", excerpt.Of(r.Header.Get("Content-Type"))))
		return false
	}
	return true
}

// known reports whether a Host is one that no stranger can own.
func (g *Guard) known(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	is := func(other string) bool {
		return strings.EqualFold(strings.TrimSuffix(name, "."), strings.TrimSuffix(other, "."))
	}
	return is("localhost") || name != "" && slices.ContainsFunc(g.Hosts, is)
}

// foreign reports whether a web page of another origin has a request sent. A
// browser names the origin of all that could change something or that a page
// could read; of the rest, such as images, newer ones say so in another header.
// That a link leads here is no harm.
func foreign(r *http.Request, origin string) bool {
	if len(r.Header.Values("Origin")) > 1 {
		return true
	}
	if origin != "" {
		own := "http://" + r.Host
		if r.TLS != nil {
			own = "https://" + r.Host
		}
		return origin != own
	}
	site := r.Header.Get("Sec-Fetch-Site")
	return (site == "cross-site" || site == "same-site") && r.Header.Get("Sec-Fetch-Mode") != "navigate"
}

// share lets a page of an origin read the answer.
func share(h http.Header, r *http.Request, origin string) {
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Expose-Headers", "X-Amzn-Requestid, Date")
	h.Add("Vary", "Origin")
	if r.Method != http.MethodOptions {
		return
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST")
	if headers := r.Header.Get("Access-Control-Request-Headers"); headers != "" {
		h.Set("Access-Control-Allow-Headers", headers)
	}
	if r.Header.Get("Access-Control-Request-Private-Network") == "true" {
		h.Set("Access-Control-Allow-Private-Network", "true")
	}
	h.Set("Access-Control-Max-Age", "600")
}

func isJSON(contentType string) bool {
	media, _, err := mime.ParseMediaType(contentType)
	return err == nil && (media == "application/json" || strings.HasSuffix(media, "+json"))
}

// reject answers in a form that whoever asked can read: the control endpoints'
// own, or that of the AWS protocol in which the call came.
func reject(w http.ResponseWriter, r *http.Request, status int, message string) {
	contentType, body := "application/json", []byte(nil)
	switch _, control := Power(r.URL.Path); {
	case query.Is(r):
		contentType = query.ContentType
		body = query.Error{Code: "AccessDenied", Message: message, Status: status}.XML()
	case control:
		body, _ = json.Marshal(map[string]string{"error": message})
	default:
		contentType = "application/x-amz-json-1.1"
		body, _ = json.Marshal(map[string]string{"__type": "AccessDeniedException", "message": message})
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	w.Write(body)
}
