package live

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/fakesmith/fakesmith/conformance"
	"github.com/fakesmith/fakesmith/conformance/endpoint"
	"github.com/fakesmith/fakesmith/model"
)

// A Guard decides which requests of the suite are sent. It knows nothing of
// what the suite is up to: a request goes if by its own words it can change
// nothing but what the run has made, or what the user has named in a fixtures
// file.
type Guard struct {
	API *model.API
	Run RunID
	// Fixtures are what the user lets the run use beside its own rules. It may be
	// nil.
	Fixtures *conformance.Fixtures
	// Observe makes the run read-only.
	Observe bool
	// Remediation is the document that remediations of the run may execute, which the
	// user says is harmless. Without it nothing is remediated.
	Remediation string
}

// The operations that AWS Config has and that change something, by what they
// may name. All other operations that change something are withheld, whatever
// the model has.
const (
	putRule          = "PutConfigRule"
	deleteRule       = "DeleteConfigRule"
	putExceptions    = "PutRemediationExceptions"
	deleteExceptions = "DeleteRemediationExceptions"
	putExternal      = "PutExternalEvaluation"
	putEvaluations   = "PutEvaluations"

	// What remediates acts on resources, and nothing that a run has made is one: it takes
	// a document of which the user says that it does no harm.
	putConfigurations   = "PutRemediationConfigurations"
	deleteConfiguration = "DeleteRemediationConfiguration"
	startExecution      = "StartRemediationExecution"
)

// processCheck is the only source that a rule of a run may have. Such a rule
// evaluates nothing by itself: it looks at no resource, costs nothing, and has
// the compliance that the run gives it.
const processCheck = "aws_config_process_check"

// Check returns why a request must not be sent, or nil. An operation's name
// comes as it is in the request.
func (g *Guard) Check(operation string, body []byte) error {
	op := g.API.Operation(operation)
	if op == nil {
		if (operation == "NoSuchOperation" || operation == "x") && strings.TrimSpace(string(body)) == "{}" {
			return nil // AWS surely has none of these names
		}
		return endpoint.Withheld{Reason: operation + " is not an operation of the contract, so its effect is unknown"}
	}
	if !changes(op) {
		return nil
	}
	if g.Observe {
		return endpoint.Withheld{Reason: operation + " would change something, and this run only observes"}
	}
	said, err := mentions(body)
	if err != nil {
		return endpoint.Withheld{Reason: fmt.Sprintf("%s: %v", operation, err)}
	}
	if why := g.forbids(operation, said, body); why != "" {
		return endpoint.Withheld{Reason: operation + ": " + why}
	}
	return nil
}

// changes reports whether an operation may change something.
func changes(op *model.Operation) bool {
	return !op.Effect.Shows()
}

// forbids returns why a request that changes something must not be sent.
func (g *Guard) forbids(operation string, said []mention, body []byte) string {
	switch operation {
	case putRule, deleteRule, putExceptions, deleteExceptions, putExternal, putEvaluations:
	case putConfigurations, deleteConfiguration, startExecution:
		return g.remediates(operation, said, body)
	default:
		return "it changes something, and is not known to be harmless"
	}
	ours := true
	for _, m := range said {
		if operation != putRule && impossible(m.value) {
			continue
		}
		switch m.member {
		case "resulttoken":
			// The suite has none, and what it would present in its place is a guess.
			return "it has a result token, which AWS Config gives only to the Lambda function of a rule"
		case "configrulename", "configrulenames":
			own := g.Run.Owns(m.value)
			ours = ours && own
			switch {
			case !own && !g.lent(operation, m.value):
				return fmt.Sprintf("%q is not a rule of this run", brief(m.value))
			case operation == putRule && utf8.RuneCountInString(m.value) > longestName:
				return fmt.Sprintf("the name is longer than %d characters", longestName)
			}
		case "configruleid", "configrulearn":
			if strings.TrimSpace(m.value) == "" {
				continue
			}
			return "it may name a rule of another owner by its " + m.member[len("configrule"):]
		case "automatic":
			return "no run sets up automatic remediation"
		case "sourceidentifier":
			if !strings.EqualFold(m.value, processCheck) {
				return "a rule other than a process check evaluates resources, and costs money"
			}
		case "owner":
			if !strings.EqualFold(m.value, "AWS") {
				return "a rule other than a process check runs custom code, and costs money"
			}
		}
	}
	if !ours {
		return g.strangeKey(said, body)
	}
	return ""
}

// remediates returns why a request that has to do with remediation must not be sent. With a
// document that may be executed, it may be for rules of the run, on demand, and be given
// nothing but the resource. None is ever automatic.
func (g *Guard) remediates(operation string, said []mention, body []byte) string {
	switch {
	case g.Remediation == "" && operation == startExecution:
		return "no run remediates anything, unless -allow-remediation names a document"
	case g.Remediation == "":
		return "no run sets up remediation, be it manual or automatic, unless -allow-remediation names a document"
	case !json.Valid(body):
		return "it is malformed"
	}
	for _, m := range said {
		switch m.member {
		case "configrulename":
			if !g.Run.Owns(m.value) && !impossible(m.value) {
				return fmt.Sprintf("%q is not a rule of this run", brief(m.value))
			}
		case "targetid":
			if m.value != g.Remediation {
				return fmt.Sprintf("-allow-remediation does not name the document %q", brief(m.value))
			}
		case "targettype":
			if m.value != "SSM_DOCUMENT" {
				return fmt.Sprintf("%q is no type of a document", brief(m.value))
			}
		case "automatic":
			return "no run sets up automatic remediation"
		case "resourceid", "resourcetype", "limit":
		default:
			return "it has the member " + brief(m.member) + ", which may do more than a document without it"
		}
	}
	return ""
}

// allowing returns the contract in which a configuration is of a document that may be
// executed, and has nothing else, so that a run puts no others.
func allowing(api *model.API, document string) *model.API {
	if document == "" {
		return api
	}
	allowed := *api
	allowed.Entities = slices.Clone(api.Entities)
	for i := range allowed.Entities {
		if e := &allowed.Entities[i]; e.Name == "RemediationConfiguration" {
			example, err := json.Marshal(map[string]string{"ConfigRuleName": "example", "TargetType": "SSM_DOCUMENT", "TargetId": document})
			if err != nil {
				panic(err) // it is made of texts
			}
			e.Example, e.Samples = string(example), nil
		}
	}
	return &allowed
}

// impossible reports whether no rule, in whatever account, can be named so: AWS
// Config takes names of 1 to 128 characters that are not blank. A request that
// names no rule can't do harm to one.
func impossible(name string) bool {
	return strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > 128
}

// lent reports whether the fixtures let the run put and clear exceptions of a
// rule.
func (g *Guard) lent(operation, rule string) bool {
	return (operation == putExceptions || operation == deleteExceptions) && slices.Contains(g.Fixtures.Texts("ConfigRuleName"), rule)
}

// strangeKey returns why exceptions of a rule that the run has not made must
// not be put or cleared: every resource has to be one that the user names
// together with that very rule.
func (g *Guard) strangeKey(said []mention, body []byte) string {
	var in struct {
		ConfigRuleName string
		ResourceKeys   []struct{ ResourceType, ResourceId string }
	}
	if err := json.Unmarshal(body, &in); err != nil {
		return "it is malformed, and names a rule that this run has not created"
	}
	count := map[string]int{}
	for _, m := range said {
		count[m.member]++
	}
	n := len(in.ResourceKeys)
	if n == 0 || count["configrulename"] != 1 || count["resourcetype"] != n || count["resourceid"] != n {
		return "it names a rule that this run has not created, and not each member of each resource once"
	}
	for _, k := range in.ResourceKeys {
		if !lists(g.Fixtures, in.ConfigRuleName, exception{k.ResourceType, k.ResourceId}) {
			return fmt.Sprintf("the fixtures file does not name %s %s for the rule %q", brief(k.ResourceType), brief(k.ResourceId), brief(in.ConfigRuleName))
		}
	}
	return ""
}

// brief shortens a text for a message.
func brief(text string) string {
	if len(text) > 80 {
		return text[:80] + "..."
	}
	return text
}

// An exception is the key of one, beside its rule.
type exception struct {
	ResourceType string `json:"type"`
	ResourceID   string `json:"id"`
}

// subjects returns the rules and exceptions that a request is about.
func subjects(body []byte) (rules []string, keys []exception) {
	said, err := mentions(body)
	if err != nil {
		return nil, nil
	}
	for _, m := range said {
		if m.member == "configrulename" && !slices.Contains(rules, m.value) {
			rules = append(rules, m.value)
		}
	}
	var in struct {
		ResourceKeys []struct{ ResourceType, ResourceId string }
	}
	if json.Unmarshal(body, &in) == nil {
		for _, k := range in.ResourceKeys {
			keys = append(keys, exception{k.ResourceType, k.ResourceId})
		}
	}
	return rules, keys
}
