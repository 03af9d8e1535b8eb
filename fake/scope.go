package fake

// A Scope is an account in a region. Nothing of one scope is seen in another.
type Scope struct {
	Account string `json:"account"`
	Region  string `json:"region"`
}

// DefaultScope is where a request without a signature is answered.
var DefaultScope = Scope{Account: "123456789012", Region: "us-east-1"}

// String returns the account and the region.
func (s Scope) String() string { return s.Account + "/" + s.Region }
