package reproduce

import (
	"net/url"
	"strings"
)

// WithoutUserinfo returns the URL of an endpoint without the user and password
// that may be in it. Requests are signed, so these are never sent; and reports
// and reproductions are passed on to others, so they must not be in them. A text
// that is no URL loses all before its last @.
func WithoutUserinfo(endpoint string) string {
	scheme, rest, found := strings.Cut(endpoint, "://")
	if found {
		scheme += "://"
	} else {
		scheme, rest = "", endpoint
	}
	end := strings.IndexAny(rest, "/?#")
	if _, err := url.Parse(endpoint); err != nil || end < 0 {
		end = len(rest)
	}
	return scheme + rest[strings.LastIndex(rest[:end], "@")+1:]
}
