package account

import (
	"encoding/xml"
	"net/http"
	"net/url"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/query"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// requestID is the id of every answer of STS that is no error.
const requestID = "01234567-89ab-4def-8123-456789abcdef"

// namespace is that of the documents of STS.
const namespace = "https://sts.amazonaws.com/doc/2011-06-15/"

// validationError rejects an input of STS that breaks a constraint.
const validationError fake.Code = "ValidationError"

// An identity is what GetCallerIdentity answers.
type identity struct {
	XMLName                 xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
	GetCallerIdentityResult struct{ Arn, UserId, Account string }
	ResponseMetadata        metadata
}

type metadata struct{ RequestId string }

// askSTS answers GetCallerIdentity and AssumeRole, and rejects whatever else STS is
// asked.
func (a *account) askSTS(w http.ResponseWriter, r *http.Request) {
	caller := runtime.CallerOf(r, a)
	reject := func(err *fake.Error) *runtime.Response { return runtime.QueryErrorResponse(namespace, err) }
	a.Service().ServeBeside(w, r, caller, &runtime.Neighbour{
		Name: query.Action,
		Answer: func(action string, body []byte) *runtime.Response {
			var document any
			var err *fake.Error
			switch action {
			case callerIdentity:
				document = identify(caller.Account, sessionOf(r))
			case assumeRole:
				form, _ := url.ParseQuery(string(body)) // what can be read of it will do
				document, err = assume(form)
			default:
				err = runtime.Errorf(action, "InvalidAction", "the only actions here are "+callerIdentity+" and "+assumeRole)
			}
			if err != nil {
				return reject(err)
			}
			text, _ := xml.MarshalIndent(document, "", "  ") // texts alone, which have a form in XML
			return &runtime.Response{Status: http.StatusOK, ContentType: query.ContentType, RequestID: requestID, Body: text}
		},
		Reject: reject,
	})
}

// identify says who the caller is: the role that he has assumed, or a user of the
// account.
func identify(account string, s *session) *identity {
	id := &identity{ResponseMetadata: metadata{requestID}}
	id.GetCallerIdentityResult.Account = account
	id.GetCallerIdentityResult.Arn = "arn:aws:iam::" + account + ":user/fakesmith"
	id.GetCallerIdentityResult.UserId = "AIDAFAKESMITHEXAMPLE1"
	if s != nil && s.Account == account {
		id.GetCallerIdentityResult.Arn, id.GetCallerIdentityResult.UserId = s.arn(), s.id()
	}
	return id
}
