package account

import (
	"fmt"
	"net/http"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/query"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// requestID is the id of every answer that is made here.
const requestID = "01234567-89ab-4def-8123-456789abcdef"

const identity = `<GetCallerIdentityResponse xmlns="` + namespace + `">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::%[1]s:user/fakesmith</Arn>
    <UserId>AIDAFAKESMITHEXAMPLE1</UserId>
    <Account>%[1]s</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>` + requestID + `</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
`

// namespace is that of the documents of STS.
const namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// identify answers GetCallerIdentity, of which the account is the access key,
// if that has twelve digits, and rejects whatever else STS is asked.
func (a *account) identify(w http.ResponseWriter, r *http.Request) {
	caller := runtime.CallerOf(r, a)
	reject := func(err *fake.Error) *runtime.Response { return runtime.QueryErrorResponse(namespace, err) }
	a.Service().ServeBeside(w, r, caller, &runtime.Neighbour{
		Name: query.Action,
		Answer: func(action string, _ []byte) *runtime.Response {
			if action != callerIdentity {
				return reject(runtime.Errorf(action, "InvalidAction", "the only action here is "+callerIdentity))
			}
			return &runtime.Response{
				Status: http.StatusOK, ContentType: query.ContentType, RequestID: requestID,
				Body: fmt.Appendf(nil, identity, caller.Account),
			}
		},
		Reject: reject,
	})
}
