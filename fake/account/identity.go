package account

import (
	"fmt"
	"io"
	"net/http"

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
// if that has twelve digits.
func (a *account) identify(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", query.ContentType)
	w.Header().Set("X-Amzn-Requestid", requestID)
	body, err := io.ReadAll(io.LimitReader(r.Body, runtime.MaxBody))
	if err != nil || query.Action(body) != "GetCallerIdentity" {
		w.WriteHeader(http.StatusBadRequest)
		w.Write(query.Error{
			Namespace: namespace, Code: "InvalidAction", Message: "the only action here is GetCallerIdentity",
			Status: http.StatusBadRequest, RequestID: requestID,
		}.XML())
		return
	}
	fmt.Fprintf(w, identity, runtime.CallerOf(r, a).Account)
}
