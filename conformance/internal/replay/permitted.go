package replay

import (
	"slices"
	"time"

	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// A word says in which way a value that is returned may differ from the one that
// was put.
type word string

const (
	// supplied: the member is returned though nobody put it.
	supplied word = "supplied"
	// defaulted: the member is returned with a known value though nobody put it.
	defaulted word = "defaulted"
	// withheld: the member is not returned, or is empty, though it was put and may
	// be required.
	withheld word = "withheld"
	// moved: the member is returned elsewhere.
	moved word = "moved"
	// passing: the member has another value for a while.
	passing word = "passing"
	// leaving: what has been deleted is returned for a while, with a value that
	// says that it is on its way out.
	leaving word = "leaving"
	// noted: the member is a time that the service notes, somewhat later than the
	// client knows of.
	noted word = "noted"
)

// A difference is one that is permitted.
type difference struct {
	// shape and member are those that differ.
	shape, member string
	word          word
	// values are those that are supplied, defaulted, or passing. Without any, all
	// values will do.
	values []any
	// to is where a moved member is found, from the same structure on.
	to string
	// when are texts that the structure has in which the member stands, or to which
	// it is moved.
	when   []model.Condition
	source string
}

// A row for each documented or observed way in which a reply of AWS Config differs
// from what was put, and of which no clause of the contract speaks: states that
// pass, and what only some resources have.
var permitted = []difference{
	{shape: "ConfigRule", member: "CreatedBy", word: defaulted, values: []any{""},
		source: "API reference, ConfigRule, CreatedBy: only rules of a service have one"},
	{shape: "ConfigRule", member: "ConfigRuleState", word: passing, values: []any{"EVALUATING"},
		source: "API reference, ConfigRule, ConfigRuleState"},
	{shape: "ConfigRule", member: "ConfigRuleState", word: leaving, values: []any{"DELETING", "DELETING_RESULTS"},
		source: "cloud-custodian recordings test_config_rule_delete (17 February 2018) and test_toggle_config_managed_rule (December 2022)"},
	{shape: "EvaluationResult", member: "ResultRecordedTime", word: noted,
		source: "cloud-custodian recordings of 2018, 2020 and 2022: 0.2 to 2.5 s after the invocation"},
	{shape: "EvaluationResultIdentifier", member: "ResourceEvaluationId", word: supplied,
		source: "API reference, EvaluationResultIdentifier, ResourceEvaluationId: proactive evaluations"},
}

// noticed is how much later a service may note that something was done.
const noticed = time.Minute

// frontEnd are the codes of errors that come from what stands before every
// service, and that no model declares.
//
// Source: AWS documentation, Common Error Types.
var frontEnd = []string{
	"ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException", "InvalidClientTokenId", "InvalidSignatureException",
	"MalformedHttpRequestException", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "NotAuthorized", "OptInRequired",
	"RequestAbortedException", "RequestExpired", "RequestTimeoutException", "RequestThrottledException", "SignatureDoesNotMatch",
	"UnrecognizedClientException", "ValidationError", "InternalServerError", "InternalServerException",
}

// differences returns the rows about a shape.
func differences(rows []difference, shape string) []difference {
	var some []difference
	for _, d := range rows {
		if d.shape == shape {
			some = append(some, d)
		}
	}
	return some
}

// permittedBy returns all rows: those above, and those that the clauses of a contract
// are about members that reads do not return as they were put.
func permittedBy(api *model.API) []difference {
	rows := slices.Clone(permitted)
	for _, read := range api.AllOperations(model.Lists, model.Reads, model.Gets) {
		if read.Clause("fact/summary") != nil {
			continue
		}
		for _, clause := range api.TreatedMembers(read.Effect.Of) {
			rows = append(rows, rowsOf(api, read, clause, clause.Rule.(model.Treated))...)
		}
		for _, put := range api.AllOperations(model.Puts, model.Updates) {
			for i := range put.Clauses {
				if rule, ok := put.Clauses[i].Rule.(model.Assigned); ok && rule.Value == "{now}" && put.Effect.Of == read.Effect.Of {
					rows = append(rows, rowsOf(api, read, &put.Clauses[i], model.Treated{Member: model.Path(rule.Member), Treatment: model.Treatment(noted)})...)
				}
			}
		}
	}
	return rows
}

// rowsOf returns the row that a clause is for what a read returns.
func rowsOf(api *model.API, read *model.Operation, clause *model.Clause, rule model.Treated) []difference {
	_, elem, err := api.Steps(read.Output, elementPath(read))
	if err != nil {
		return nil
	}
	path := rule.Member
	if len(read.Effect.As) > 0 {
		i := slices.IndexFunc(read.Effect.As, func(b model.Binding) bool { return b.Member == string(rule.Member) })
		if i < 0 {
			return nil
		}
		path = read.Effect.As[i].Path
	}
	steps, _, err := api.Steps(elem.Name, path)
	if err != nil || len(steps) == 0 {
		return nil
	}
	last := steps[len(steps)-1]
	d := difference{shape: last.Owner.Name, member: last.Member.Name, word: word(rule.Treatment), to: string(rule.To), when: rule.When, source: clause.Source}
	for _, text := range rule.Values {
		if v, _, err := value.ReadJSON([]byte(text)); err == nil {
			d.values = append(d.values, v)
		}
	}
	return []difference{d}
}
