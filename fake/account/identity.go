package account

import (
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/fakesmith/fakesmith/fake"
)

// isForm reports whether a request is of the query protocol, in which STS is
// spoken to: a form that names an action.
func isForm(r *http.Request) bool {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && media == "application/x-www-form-urlencoded" && r.Header.Get("X-Amz-Target") == "" && r.URL.Path == "/"
}

// requestID is the id of every answer that is made here.
const requestID = "01234567-89ab-4def-8123-456789abcdef"

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::%[1]s:user/fakesmith</Arn>
    <UserId>AIDAFAKESMITHEXAMPLE1</UserId>
    <Account>%[1]s</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata><RequestId>` + requestID + `</RequestId></ResponseMetadata>
</GetCallerIdentityResponse>
`

const invalidAction = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>InvalidAction</Code><Message>the only action here is GetCallerIdentity</Message></Error>
  <RequestId>` + requestID + `</RequestId>
</ErrorResponse>
`

// identify answers GetCallerIdentity, of which the account is the access key,
// if that has twelve digits.
func (a *account) identify(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("X-Amzn-Requestid", requestID)
	body, err := io.ReadAll(io.LimitReader(r.Body, fake.MaxBody))
	form, _ := url.ParseQuery(string(body))
	if err != nil || form.Get("Action") != "GetCallerIdentity" {
		w.WriteHeader(http.StatusBadRequest)
		io.WriteString(w, invalidAction)
		return
	}
	fmt.Fprintf(w, identity, a.caller(r).Account)
}
