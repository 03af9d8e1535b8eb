// Package account answers what a client asks of an AWS account before it asks
// anything of AWS Config: who it is, which accounts there are, credentials for
// another one, and whether the account has a recorder. [New] puts that beside a fake,
// so that a program meant for real accounts finds at a fake what it looks for at AWS.
//
//	h := account.New(remediation.New(remediation.State{}), account.Options{})
//	client := sts.NewFromConfig(sdkv2.Config(h))
//
// Answered here are GetCallerIdentity and AssumeRole of AWS STS, ListAccounts of AWS
// Organizations, and DescribeConfigurationRecorders and
// DescribeConfigurationRecorderStatus of AWS Config. All else goes to the fake. Nobody
// is turned away: a signature is read, and not checked, every role can be assumed, and
// credentials never expire.
package account

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/guard"
	"github.com/fakesmith/fakesmith/fake/internal/query"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// Options say what account it is. The zero value is an account with a recorder
// that records, in which all that the fake allows is allowed.
type Options struct {
	// NoRecorder is an account in which AWS Config was never set up: there is no
	// configuration recorder. The fake makes rules all the same.
	NoRecorder bool
	// Strict leaves only the ways that an outsider has at AWS. There are no control
	// endpoints, and PutEvaluations takes no result token, since AWS Config gives
	// one to the Lambda function of a rule and to nobody else. What a resource
	// complies with can then be set by PutExternalEvaluation alone.
	Strict bool
	// Accounts are the ids of the accounts of the organization, the management account
	// first. Without any, whoever asks is told of his own alone.
	Accounts []string
}

// Check returns an error for each account whose id is none.
func (o Options) Check() error {
	var wrong []error
	for _, id := range o.Accounts {
		if !twelveDigits.MatchString(id) {
			wrong = append(wrong, fmt.Errorf("%q is not the id of an account: write its 12 digits", id))
		}
	}
	return errors.Join(wrong...)
}

var twelveDigits = regexp.MustCompile(`^[0-9]{12}$`)

// New returns a handler that answers for the account, and has h answer for all
// else.
//
// If h is a generated fake, its faults and its log of calls are those of the
// operations that are answered here, too.
func New(h http.Handler, o Options) http.Handler {
	if s := runtime.ServiceOf(h); s != nil {
		s.Faults.Know([]string{callerIdentity, assumeRole, listAccounts, recorders, recorderStatus}, noSuchRecorder, validationError, invalidInput)
	}
	return &account{h, o}
}

// The operations that are answered here.
const (
	callerIdentity = "GetCallerIdentity"
	assumeRole     = "AssumeRole"
	listAccounts   = "ListAccounts"
	recorders      = "DescribeConfigurationRecorders"
	recorderStatus = "DescribeConfigurationRecorderStatus"
)

type account struct {
	fake http.Handler
	Options
}

// Scope returns the account and region that the fake is seen in.
func (a *account) Scope() fake.Scope { return runtime.ScopeOf(a.fake) }

// Service returns what the fake is over the wire, nil if it is no generated one.
func (a *account) Service() *runtime.Service { return runtime.ServiceOf(a.fake) }

// fakes reports whether the fake is of the API whose targets begin with a service.
func (a *account) fakes(service string) bool {
	s := a.Service()
	return s != nil && s.Protocol.TargetPrefix == service
}

// ServeHTTP implements [http.Handler].
func (a *account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !guard.Admit(w, r) {
		return
	}
	_, control := guard.Power(r.URL.Path)
	service, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	switch {
	case query.Is(r):
		a.askSTS(w, r)
	case a.Strict && control:
		http.NotFound(w, r)
	case service == organizations && !a.fakes(organizations):
		a.askOrganizations(w, r, operation)
	case service != "StarlingDoveService":
		a.fake.ServeHTTP(w, r)
	case operation == recorders || operation == recorderStatus:
		a.describe(w, r, operation)
	case a.Strict && operation == "PutEvaluations":
		a.fake.ServeHTTP(w, withoutToken(r))
	default:
		a.fake.ServeHTTP(w, r)
	}
}
