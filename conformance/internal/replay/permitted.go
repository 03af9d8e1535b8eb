package replay

import "time"

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
	to     string
	source string
}

// A row for each documented or observed way in which AWS Config does not return
// what was put. It is what a contract should say, and stands here until one can.
var permitted = []difference{
	{shape: "ConfigRule", member: "EvaluationModes", word: defaulted,
		values: []any{[]any{map[string]any{"Mode": "DETECTIVE"}}},
		source: "cloud-custodian recording test_toggle_config_managed_rule (December 2022); ansible community.aws pull request 1757 (March 2023); terraform-provider-aws, tests of aws_config_config_rule (October 2023)"},
	{shape: "ConfigRule", member: "RuleEvaluationVisibility", word: supplied,
		source: "cloud-custodian pull request 10951 (July 2026)"},
	{shape: "ConfigRule", member: "CreatedBy", word: defaulted, values: []any{""},
		source: "API reference, ConfigRule, CreatedBy: only rules of a service have one"},
	{shape: "ConfigRule", member: "MaximumExecutionFrequency", word: moved, to: "Source.SourceDetails[].MaximumExecutionFrequency",
		source: "cloud-custodian recording test_config_rule_remediation (2022): 75 scheduled custom rules"},
	{shape: "SourceDetail", member: "MaximumExecutionFrequency", word: defaulted, values: []any{"TwentyFour_Hours"},
		source: "API reference, SourceDetail, MaximumExecutionFrequency; cloud-custodian recording test_config_rule_remediation (2022)"},
	{shape: "ConfigRule", member: "ConfigRuleState", word: passing, values: []any{"EVALUATING"},
		source: "API reference, ConfigRule, ConfigRuleState"},
	{shape: "ConfigRule", member: "ConfigRuleState", word: leaving, values: []any{"DELETING", "DELETING_RESULTS"},
		source: "cloud-custodian recordings test_config_rule_delete (17 February 2018) and test_toggle_config_managed_rule (December 2022)"},
	{shape: "CustomPolicyDetails", member: "PolicyText", word: withheld,
		source: "terraform-provider-aws, test of aws_config_config_rule with a custom policy (October 2023)"},
	{shape: "CustomPolicyDetails", member: "EnableDebugLogDelivery", word: defaulted, values: []any{false},
		source: "terraform-provider-aws, test of aws_config_config_rule with a custom policy (October 2023)"},
	{shape: "EvaluationResult", member: "ConfigRuleInvokedTime", word: supplied,
		source: "cloud-custodian recordings of 2018, 2020 and 2022"},
	{shape: "EvaluationResult", member: "ResultRecordedTime", word: noted,
		source: "cloud-custodian recordings of 2018, 2020 and 2022: 0.2 to 2.5 s after the invocation"},
	{shape: "EvaluationResultQualifier", member: "EvaluationMode", word: supplied,
		source: "TerraDriftGuard, guide (3 March 2026)"},
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

// differences returns the rows about a member.
func differences(shape, member string) []difference {
	var rows []difference
	for _, d := range permitted {
		if d.shape == shape && (member == "" || d.member == member) {
			rows = append(rows, d)
		}
	}
	return rows
}
