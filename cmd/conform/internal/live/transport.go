package live

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/smithy-go"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
)

// A Transport carries the requests of a suite to a real account. They are sent
// as they are, be they malformed on purpose, or they are withheld; none is
// repeated or altered but for its signature.
type Transport struct {
	Guard   *Guard
	Journal *Journal // nil where nothing is created
	Gate    *Gate
	// Credentials signs with what it gives, for Region.
	Credentials aws.CredentialsProvider
	Region      string
	// Budget says how often an operation may be called yet: an error withholds
	// the request. It may be nil.
	Budget func(operation string) error
	// Stop ends the run, for a reason that makes all that is left of it
	// worthless.
	Stop func(error)

	retryer    *retryer
	signer     *v4.Signer
	mu         sync.Mutex // guards the rest
	denied     map[string]string
	unanswered int // calls in a row
}

// cutTarget takes apart the header that names what is asked for.
func cutTarget(req *http.Request) (service, operation string, ok bool) {
	return strings.Cut(req.Header.Get("X-Amz-Target"), ".")
}

// RoundTrip implements [http.RoundTripper].
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := readBody(req)
	if err != nil {
		return nil, err
	}
	service, operation, ok := cutTarget(req)
	if !ok || service != t.Guard.API.TargetPrefix || req.Method != http.MethodPost || req.URL.Path != "/" {
		return nil, endpoint.Withheld{Reason: "only requests of the API are sent to a real account"}
	}
	if err := t.admit(operation, body); err != nil {
		return nil, err
	}
	n, err := t.announce(operation, body)
	if err != nil {
		t.Stop(err)
		return nil, endpoint.Withheld{Reason: err.Error()}
	}
	resp, answer, err := t.send(req, body)
	if err == nil && t.renewed(req.Context(), resp, answer) {
		resp, answer, err = t.send(req, body)
	}
	if err != nil {
		return nil, err
	}
	if err := t.examine(operation, body, resp, answer, n); err != nil {
		return nil, err
	}
	return resp, nil
}

// readBody returns the whole body of a request.
func readBody(req *http.Request) ([]byte, error) {
	if req.Body == nil {
		return nil, nil
	}
	defer req.Body.Close()
	return io.ReadAll(req.Body)
}

func asBody(body []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(body)) }

// admit returns why a request is withheld, or nil.
func (t *Transport) admit(operation string, body []byte) error {
	if err := t.Guard.Check(operation, body); err != nil {
		return err
	}
	t.mu.Lock()
	why := t.denied[operation]
	t.mu.Unlock()
	if why != "" {
		return endpoint.Withheld{Reason: why}
	}
	if t.Budget == nil {
		return nil
	}
	if err := t.Budget(operation); err != nil {
		return endpoint.Withheld{Reason: err.Error()}
	}
	return nil
}

// announce writes down what a request is about to create, and returns the
// number under which the answer is noted: 0 if it creates nothing.
func (t *Transport) announce(operation string, body []byte) (n int, err error) {
	if operation != putRule && operation != putExceptions {
		return 0, nil
	}
	rules, keys := subjects(body)
	what := "rule"
	if operation == putExceptions {
		what = "exceptions"
	} else {
		keys = nil
	}
	for _, rule := range rules {
		if impossible(rule) {
			continue // no rule has such a name, nor exceptions
		}
		if n, err = t.Journal.creates(what, rule, keys); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// send signs a request, and makes it when its turn comes.
func (t *Transport) send(req *http.Request, body []byte) (*http.Response, []byte, error) {
	ctx := req.Context()
	release, err := t.retryer.GetAttemptToken(ctx)
	if err != nil {
		return nil, nil, err
	}
	signed := req.Clone(ctx)
	signed.Body, signed.ContentLength = asBody(body), int64(len(body))
	signed.GetBody = nil // nothing is repeated behind our back
	if err := t.sign(ctx, signed, body); err != nil {
		return nil, nil, t.lost(fmt.Errorf("no credentials: %w", err))
	}
	resp, err := t.Gate.RoundTrip(signed)
	if t.silent(err) {
		t.Stop(fmt.Errorf("the account has not answered %d calls in a row, the last one with: %w", maxUnanswered, err))
	}
	if err != nil {
		return nil, nil, errors.Join(err, release(err))
	}
	answer, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(&broken{bytes.NewReader(answer), err})
	return resp, answer, release(asError(resp, answer))
}

// maxUnanswered is how many calls in a row may go without an answer.
const maxUnanswered = 20

// silent reports whether too many calls went without an answer, if this one
// went so.
func (t *Transport) silent(err error) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.unanswered++; err == nil {
		t.unanswered = 0
	}
	return t.unanswered >= maxUnanswered
}

// renewed reports whether there are other credentials in the place of expired
// ones: the user may have logged in again.
func (t *Transport) renewed(ctx context.Context, resp *http.Response, answer []byte) bool {
	cache, ok := t.Credentials.(*aws.CredentialsCache)
	if !ok || resp.StatusCode < 400 {
		return false
	}
	if code, _ := failure(resp, answer); !slices.Contains(expired, code) {
		return false
	}
	before, err := cache.Retrieve(ctx)
	if err != nil {
		return false
	}
	cache.Invalidate()
	now, err := cache.Retrieve(ctx)
	return err == nil && now.SessionToken != before.SessionToken
}

// sign puts the signature of the credentials under a request, in the place of
// whatever the suite has put there.
func (t *Transport) sign(ctx context.Context, req *http.Request, body []byte) error {
	credentials, err := t.Credentials.Retrieve(ctx)
	if err != nil {
		return err
	}
	for _, name := range []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"} {
		req.Header.Del(name)
	}
	sum := sha256.Sum256(body)
	return t.signer.SignHTTP(ctx, credentials, req, hex.EncodeToString(sum[:]), t.Guard.API.SigningName, t.Region, time.Now().Add(t.Gate.Skew()))
}

// asError returns an answer as the SDK's retryer reads it: nil for success.
func asError(resp *http.Response, answer []byte) error {
	if resp.StatusCode < 400 {
		return nil
	}
	code, message := failure(resp, answer)
	return &smithy.GenericAPIError{Code: code, Message: message}
}

// failure reads the code and the message of an error answer.
func failure(resp *http.Response, answer []byte) (code, message string) {
	var body struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	_ = json.Unmarshal(answer, &body)
	code = cmp.Or(resp.Header.Get("X-Amzn-ErrorType"), body.Type)
	if _, after, ok := strings.Cut(code, "#"); ok {
		code = after
	}
	code, _, _ = strings.Cut(code, ":")
	return code, body.Message
}

// expired are the codes by which AWS says that credentials are good no longer,
// and invalid those by which it says that they never were.
var (
	expired = []string{"ExpiredTokenException", "ExpiredToken", "RequestExpired"}
	invalid = []string{"UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "MissingAuthenticationTokenException", "IncompleteSignatureException"}
)

// examine takes note of what an answer says of the resources, and keeps from
// the suite what it says of the caller: that shows nothing of the API.
func (t *Transport) examine(operation string, body []byte, resp *http.Response, answer []byte, n int) error {
	code, message := "", ""
	if resp.StatusCode >= 400 {
		code, message = failure(resp, answer)
	}
	switch {
	case slices.Contains(expired, code):
		return t.lost(fmt.Errorf("the credentials have expired (%s)", code))
	case slices.Contains(invalid, code):
		return t.lost(fmt.Errorf("the credentials are rejected: %s: %s", code, message))
	case code == "AccessDeniedException" && strings.Contains(message, "not authorized to perform"):
		// So IAM says it. The API itself may deny access to a rule.
		why := fmt.Sprintf("%s is denied to the caller: %s", operation, message)
		t.mu.Lock()
		if t.denied == nil {
			t.denied = map[string]string{}
		}
		t.denied[operation] = why
		t.mu.Unlock()
		return endpoint.Withheld{Reason: why}
	}
	if t.Journal == nil {
		return nil
	}
	if n > 0 && resp.StatusCode < 500 {
		return t.Journal.answered(n, resp.StatusCode)
	}
	if operation != deleteRule && operation != deleteExceptions {
		return nil
	}
	rules, keys := subjects(body)
	if len(rules) != 1 || impossible(rules[0]) {
		return nil
	}
	switch {
	case operation == deleteRule && resp.StatusCode == http.StatusOK:
		return t.Journal.gone(rules[0], nil)
	case operation == deleteExceptions && len(keys) > 0 && allGone(resp.StatusCode, code, len(keys), answer):
		return t.Journal.gone(rules[0], keys)
	}
	return nil
}

// allGone reports whether none of so many exceptions is there any more that a
// request was to delete. An error that speaks of one may be about any of them.
func allGone(status int, code string, keys int, answer []byte) bool {
	if code == "NoSuchRemediationExceptionException" {
		return keys == 1
	}
	return status == http.StatusOK && !bytes.Contains(answer, []byte("FailedItems"))
}

// lost ends the run, since the credentials are not accepted any more.
func (t *Transport) lost(why error) error {
	t.Stop(why)
	return endpoint.Withheld{Reason: why.Error()}
}
