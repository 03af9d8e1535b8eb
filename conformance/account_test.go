package conformance_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/report"
)

// A oneAccount is a server that takes every request for one of the same account,
// whatever its access key is.
type oneAccount struct {
	http.RoundTripper
	account string
}

var accessKey = regexp.MustCompile(`Credential=[^/]*/`)

func (o oneAccount) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.Clone(req.Context())
	req.Header.Set("Authorization", accessKey.ReplaceAllString(req.Header.Get("Authorization"), "Credential="+o.account+"/"))
	return o.RoundTripper.RoundTrip(req)
}

// TestOneAccount shows that a server may be a single account, whatever it is:
// that an access key is one is a convention of fakes. Its regions are apart even
// so.
func TestOneAccount(t *testing.T) {
	t.Parallel()
	const about = "^(isolation|rule-arn|external-account|external-type|external-finding)$"
	for _, account := range []string{"000000000000", "123456789012"} {
		server := oneAccount{newReference(t, ""), account}
		rep := check(t, conformance.Target{Transport: server, Profile: conformance.Profile(contract())}, about)
		wants(t, rep, func(report.Clause) report.Outcome { return report.Pass })
		if lacks := strings.Join(rep.Setup.Lacks, "; "); !strings.Contains(lacks, "the target takes every request for one of account "+account) {
			t.Errorf("with account %s the report says that it lacks %s", account, lacks)
		}
		server = oneAccount{newReference(t, "one region for all"), account}
		rep = check(t, conformance.Target{Transport: server, Profile: conformance.Profile(contract())}, "^isolation$")
		wants(t, rep, func(report.Clause) report.Outcome { return report.Fail })
	}
}
