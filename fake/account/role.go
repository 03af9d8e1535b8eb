package account

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// An assumed is what AssumeRole answers.
type assumed struct {
	XMLName          xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ AssumeRoleResponse"`
	AssumeRoleResult struct {
		Credentials struct {
			AccessKeyId, SecretAccessKey, SessionToken string
			Expiration                                 string
		}
		AssumedRoleUser struct{ AssumedRoleId, Arn string }
	}
	ResponseMetadata metadata
}

// The forms of what AssumeRole takes, as the API reference of AWS STS has them.
var (
	roleForm    = regexp.MustCompile(`^arn:(aws[a-z-]*):iam::([0-9]{12}):role/(?:[!-~]+/)?([\w+=,.@-]{1,64})$`)
	sessionForm = regexp.MustCompile(`^[\w+=,.@-]{2,64}$`)
)

// How long credentials may be valid, in seconds.
const (
	shortest = 900
	longest  = 43200
	usually  = 3600
)

// assume gives credentials for a role. Every role of every account can be assumed: the
// fake knows no policies.
func assume(form url.Values) (*assumed, *fake.Error) {
	role := roleForm.FindStringSubmatch(form.Get("RoleArn"))
	seconds, err := strconv.Atoi(cmp.Or(form.Get("DurationSeconds"), strconv.Itoa(usually)))
	var wrong []string
	if role == nil {
		wrong = append(wrong, "RoleArn is an ARN such as arn:aws:iam::111122223333:role/audit")
	}
	if !sessionForm.MatchString(form.Get("RoleSessionName")) {
		wrong = append(wrong, "RoleSessionName has 2 to 64 letters, digits and characters of +=,.@_-")
	}
	if err != nil || seconds < shortest || seconds > longest {
		wrong = append(wrong, "DurationSeconds is a number from 900 to 43200")
	}
	if wrong != nil {
		return nil, runtime.Errorf(assumeRole, validationError, "%s", strings.Join(wrong, "; "))
	}
	s := session{Partition: role[1], Account: role[2], Role: role[3], Name: form.Get("RoleSessionName")}
	answer := &assumed{ResponseMetadata: metadata{requestID}}
	credentials := &answer.AssumeRoleResult.Credentials
	credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken = runtime.SessionKey(s.Account), "fake", s.token()
	// Clients renew credentials by the real time, whatever the fake's clock says.
	credentials.Expiration = time.Now().UTC().Add(time.Duration(seconds) * time.Second).Format("2006-01-02T15:04:05Z")
	answer.AssumeRoleResult.AssumedRoleUser.AssumedRoleId, answer.AssumeRoleResult.AssumedRoleUser.Arn = s.id(), s.arn()
	return answer, nil
}

// A session is what a role was assumed as. It travels in the session token, so that
// every fake knows it again.
type session struct {
	Partition, Account, Role, Name string
}

// tokenPrefix begins the session tokens that are given out here.
const tokenPrefix = "fakesmith."

func (s *session) token() string {
	text, _ := json.Marshal(s) // four texts
	return tokenPrefix + base64.RawURLEncoding.EncodeToString(text)
}

// sessionOf returns the session that a request is made in, or nil.
func sessionOf(r *http.Request) *session {
	encoded, ok := strings.CutPrefix(r.Header.Get("X-Amz-Security-Token"), tokenPrefix)
	if !ok {
		return nil
	}
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	var s session
	if err != nil || json.Unmarshal(text, &s) != nil {
		return nil
	}
	return &s
}

// arn returns the ARN of the session.
func (s *session) arn() string {
	return "arn:" + s.Partition + ":sts::" + s.Account + ":assumed-role/" + s.Role + "/" + s.Name
}

// id returns the id of the session: that of the role, which all roles here share, and
// its name.
func (s *session) id() string { return "AROAFAKESMITHEXAMPLE1:" + s.Name }
