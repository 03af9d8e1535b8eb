package live

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/fakesmith/fakesmith/conformance/reproduce"
	"github.com/fakesmith/fakesmith/internal/inbound"
)

// Access says how an account is reached.
type Access struct {
	// Region is where, or "" for the one that the SDK's own settings name.
	Region string
	// Endpoint replaces AWS's own, as AWS_ENDPOINT_URL does, if not empty.
	Endpoint string
	// Rate is how many calls are made a second at most.
	Rate float64
	// Base makes the requests: a transport of its own if nil.
	Base http.RoundTripper
	// MaxResponse is how many bytes of a response body are read: as many as
	// inbound.DefaultMaxBody if zero.
	MaxResponse int64
	// Tap listens to what goes over the wire. It may be nil.
	Tap func(next http.RoundTripper) http.RoundTripper
}

// An Account is an AWS account in a region.
type Account struct {
	// ID and Caller are who is asking, once [Account.Identify] has found out.
	ID, Caller string
	Region     string
	// Endpoint is where AWS Config is, and Override what replaces AWS's own
	// endpoints, if anything does.
	Endpoint, Override string
	Gate               *Gate

	credentials aws.CredentialsProvider
	retryer     *retryer
	rules       *configservice.Client
	identity    *sts.Client
}

// Open reads the SDK's settings and makes its clients. It asks for nothing.
func Open(ctx context.Context, access Access) (*Account, error) {
	var options []func(*config.LoadOptions) error
	if access.Region != "" {
		options = append(options, config.WithRegion(access.Region))
	}
	if access.Endpoint != "" {
		options = append(options, config.WithBaseEndpoint(access.Endpoint))
	}
	cfg, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return nil, err
	}
	if cfg.BaseEndpoint != nil {
		// It stands in journals and reports.
		cfg.BaseEndpoint = aws.String(reproduce.WithoutUserinfo(*cfg.BaseEndpoint))
	}
	if cfg.Region == "" {
		return nil, errors.New("no region: write -region, such as -region eu-west-1")
	}
	if cfg.Credentials == nil {
		return nil, errors.New("no credentials: the SDK's default chain has none")
	}
	if access.Base == nil {
		access.Base = plain()
	}
	access.Base = &inbound.Transport{Next: access.Base, MaxBody: access.MaxResponse, Secrets: secretsOf(cfg.Credentials)}
	if access.Tap != nil {
		access.Base = access.Tap(access.Base)
	}
	a := &Account{
		Region:      cfg.Region,
		Override:    aws.ToString(cfg.BaseEndpoint),
		Gate:        NewGate(access.Base, access.Rate),
		credentials: cfg.Credentials,
		retryer:     newRetryer(),
	}
	cfg.Retryer = func() aws.Retryer { return a.retryer }
	cfg.HTTPClient = &http.Client{
		Transport:     a.Gate,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	a.rules, a.identity = configservice.NewFromConfig(cfg), sts.NewFromConfig(cfg)
	return a, a.locate(ctx)
}

// DefaultRegion returns the region that the SDK's own settings name, or "".
func DefaultRegion() string {
	cfg, err := config.LoadDefaultConfig(context.Background())
	if err != nil {
		return ""
	}
	return cfg.Region
}

// IsLoopback reports whether an endpoint is on this machine.
func IsLoopback(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	return u.Hostname() == "localhost" || net.ParseIP(u.Hostname()).IsLoopback()
}

// plain returns a transport that waits for nothing for ever.
func plain() http.RoundTripper {
	t := inbound.Bounded()
	t.ResponseHeaderTimeout = 30 * time.Second
	return t
}

// secretsOf returns what no answer may be seen to say, whatever request it is an
// answer to.
func secretsOf(provider aws.CredentialsProvider) func(*http.Request) []string {
	return func(req *http.Request) []string {
		// The request was signed with these a moment ago: nobody is asked for them.
		c, err := provider.Retrieve(req.Context())
		if err != nil {
			return nil
		}
		return []string{c.SecretAccessKey, c.SessionToken}
	}
}

// locate finds out where the SDK would send a call of AWS Config.
func (a *Account) locate(ctx context.Context) error {
	o := a.rules.Options()
	p := configservice.EndpointParameters{Region: &a.Region, Endpoint: o.BaseEndpoint}
	p.UseDualStack = aws.Bool(o.EndpointOptions.UseDualStackEndpoint == aws.DualStackEndpointStateEnabled)
	p.UseFIPS = aws.Bool(o.EndpointOptions.UseFIPSEndpoint == aws.FIPSEndpointStateEnabled)
	endpoint, err := o.EndpointResolverV2.ResolveEndpoint(ctx, p)
	if err != nil {
		return fmt.Errorf("no endpoint of AWS Config: %w", err)
	}
	a.Endpoint = reproduce.WithoutUserinfo(endpoint.URI.String())
	return nil
}

// Identify asks who is calling, and returns an error unless that is the
// account which the user has typed.
func (a *Account) Identify(ctx context.Context, want string) error {
	who, err := a.identity.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return fmt.Errorf("can't determine the account: %w", err)
	}
	a.ID, a.Caller = aws.ToString(who.Account), aws.ToString(who.Arn)
	if a.ID != want {
		return fmt.Errorf("the credentials are of the account %s (%s), not of %s (-account): nothing was done", a.ID, a.Caller, want)
	}
	return nil
}

// Recorded returns an error unless the account has a recorder that records.
// None is ever made, started or stopped here.
func (a *Account) Recorded(ctx context.Context) error {
	recorders, err := a.rules.DescribeConfigurationRecorders(ctx, &configservice.DescribeConfigurationRecordersInput{})
	if err != nil {
		return fmt.Errorf("can't determine whether AWS Config is set up: %w", err)
	}
	if len(recorders.ConfigurationRecorders) == 0 {
		return fmt.Errorf("the account %s has no configuration recorder in %s, without which AWS Config accepts no rules: set one up, or choose another region; this command never does", a.ID, a.Region)
	}
	status, err := a.rules.DescribeConfigurationRecorderStatus(ctx, &configservice.DescribeConfigurationRecorderStatusInput{})
	if err != nil {
		return fmt.Errorf("can't determine whether AWS Config records: %w", err)
	}
	for _, s := range status.ConfigurationRecordersStatus {
		if s.Recording {
			return nil
		}
	}
	return fmt.Errorf("the configuration recorder of the account %s in %s does not record: start it, or choose another region; this command never does", a.ID, a.Region)
}
