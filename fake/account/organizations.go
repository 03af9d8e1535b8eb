package account

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/runtime"
)

// organizations begins the targets of AWS Organizations.
const organizations = "AWSOrganizationsV20161128"

// invalidInput rejects an input of AWS Organizations.
const invalidInput fake.Code = "InvalidInputException"

// mostAccounts is how many accounts a page has at most, and without MaxResults.
const mostAccounts = 20

// A member is an account as ListAccounts lists it.
type member struct {
	Arn             string
	Email           string
	Id              string
	JoinedMethod    string
	JoinedTimestamp int64
	Name            string
	State           string
	Status          string
}

// askOrganizations answers ListAccounts, and rejects whatever else AWS Organizations is
// asked. Whoever asks may.
func (a *account) askOrganizations(w http.ResponseWriter, r *http.Request, operation string) {
	caller, protocol := runtime.CallerOf(r, a), new(runtime.Protocol)
	a.Service().ServeBeside(w, r, caller, &runtime.Neighbour{
		Name: func([]byte) string { return operation },
		Answer: func(operation string, body []byte) *runtime.Response {
			if operation != listAccounts {
				return protocol.ErrorResponse(runtime.Errorf(operation, runtime.UnknownOperationException, "the only operation of AWS Organizations here is "+listAccounts))
			}
			text, err := a.listAccounts(caller.Account, body)
			if err != nil {
				return protocol.ErrorResponse(err)
			}
			return protocol.Response(text)
		},
		Reject: protocol.ErrorResponse,
	})
}

// listAccounts returns a page of the accounts of the organization.
func (a *account) listAccounts(caller string, body []byte) ([]byte, *fake.Error) {
	var in struct {
		MaxResults *int
		NextToken  *string
	}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &in); err != nil {
			return nil, runtime.Errorf(listAccounts, runtime.SerializationException, "%v", err)
		}
	}
	ids := a.Accounts
	if len(ids) == 0 {
		ids = []string{caller}
	}
	from, most := 0, mostAccounts
	if in.MaxResults != nil {
		if most = *in.MaxResults; most < 1 || most > mostAccounts {
			return nil, runtime.Errorf(listAccounts, invalidInput, "MaxResults is a number from 1 to %d, not %d", mostAccounts, most)
		}
	}
	if in.NextToken != nil {
		text, ours := strings.CutPrefix(*in.NextToken, pagePrefix)
		n, err := strconv.Atoi(text)
		if !ours || err != nil || n < 1 || n >= len(ids) {
			return nil, runtime.Errorf(listAccounts, invalidInput, "NextToken is not one that this operation has returned")
		}
		from = n
	}
	var out struct {
		Accounts  []member
		NextToken string `json:",omitempty"`
	}
	to := min(from+most, len(ids))
	for i, id := range ids[from:to] {
		out.Accounts = append(out.Accounts, memberOf(ids[0], id, from+i == 0))
	}
	if to < len(ids) {
		out.NextToken = pagePrefix + strconv.Itoa(to)
	}
	text, _ := json.Marshal(out) // texts and numbers
	return text, nil
}

// pagePrefix begins the tokens of pages.
const pagePrefix = "fakesmith."

// memberOf returns an account of the organization that a management account has.
func memberOf(management, id string, first bool) member {
	m := member{
		Arn: "arn:aws:organizations::" + management + ":account/o-fakesmith/" + id, Id: id,
		Email: "account-" + id + "@example.com", Name: "account-" + id,
		JoinedMethod: "CREATED", JoinedTimestamp: 1577836800, State: "ACTIVE", Status: "ACTIVE",
	}
	if first {
		m.JoinedMethod = "INVITED" // as the management account is listed
	}
	return m
}
