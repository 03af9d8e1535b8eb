package account

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"

	"github.com/fakesmith/fakesmith/fake/runtime"
)

// noToken is a result token that names no rule, for it is no name of one.
const noToken = `"\u0000 no token that AWS Config gave"`

// withoutToken returns a call of PutEvaluations whose token names no rule. So the
// fake rejects the token, and does so after whatever else is wrong with the
// request that it would find first.
func withoutToken(r *http.Request) *http.Request {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(io.LimitReader(r.Body, runtime.MaxBody+1)); err != nil {
			body = nil
		}
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) == nil {
		if token := bytes.TrimSpace(members["ResultToken"]); len(token) > len(`""`) && token[0] == '"' {
			members["ResultToken"] = json.RawMessage(noToken)
			body, _ = json.Marshal(members)
		}
	}
	altered := r.Clone(r.Context())
	altered.Body = io.NopCloser(bytes.NewReader(body))
	altered.ContentLength = int64(len(body))
	return altered
}
