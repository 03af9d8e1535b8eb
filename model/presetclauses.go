package model

// presetErrors are the errors of a preset: those that its clauses name, and those that
// AWS lists as common to all services.
var presetErrors = []ErrorShape{
	{Code: "ValidationException", Status: 400, Doc: "A value in the request breaks a constraint of the model."},
	{Code: "SerializationException", Status: 400, Doc: "The body of the request is not JSON, or a value in it has the wrong type."},
	{Code: "UnknownOperationException", Status: 400, Doc: "The request names no operation of the API."},
	{Code: "AccessDeniedException", Status: 400, Doc: "The caller may not do this."},
	{Code: "ThrottlingException", Status: 400, Doc: "The caller makes too many requests; the same request may succeed later."},
	{Code: "RequestEntityTooLargeException", Status: 413, Doc: "The body of the request is longer than the service reads."},
	{Code: "InternalFailure", Status: 500, Doc: "The service failed; the request need not be at fault."},
	{Code: "ServiceUnavailable", Status: 503, Doc: "The service is unavailable; the same request may succeed later."},
}

// presetClauses are the clauses of a preset, for AWS JSON 1.1. Where a rule was seen of one
// service only, that is a sibling of all others.
var presetClauses = []Clause{
	{
		ID: "validation-error", Kind: "validation", Provenance: Observed, Rule: Validation{Error: "ValidationException"},
		Description: "A request that breaks a constraint of the model is rejected with ValidationException, whatever errors the operation declares.",
		Source:      "cloud-custodian issue 6457 (2021) and aws-quickstart/quickstart-compliance-cis-benchmark issue 4 (2018), both on PutEvaluations of AWS Config",
	},
	{
		ID: "validation-text", Kind: "validation/text", Provenance: Observed, Rule: ValidationText{},
		Description: "The message of a ValidationException names the path of the value, in lower camel case with .N.member for an element, and the constraint that it breaks.",
		Source:      "aws-quickstart/quickstart-compliance-cis-benchmark issue 4 (2018), on PutEvaluations of AWS Config; terraform-provider-aws, source of its configuration recorder (2023)",
	},
	{
		ID: "types-before-constraints", Kind: "precedence", Provenance: Observed, Rule: Precedence{First: Serialization, Then: Constraints},
		Description: "If a request has both a value of the wrong type and a broken constraint, the wrong type is reported.",
		Source:      "floci pull request 2686, which measured the front end of EventBridge Scheduler, a sibling service",
	},
	{
		ID: "constraints-before-service", Kind: "precedence", Provenance: Assumed, Rule: Precedence{First: Constraints, Then: Service},
		Description: "If a request breaks a constraint and would also be rejected by the service itself, the broken constraint is reported.",
		Source:      "No public document says so; the constraints are checked by a front end that is common to many services",
	},
	{
		ID: "unknown-operation", Kind: "protocol", Provenance: Observed, Rule: Protocol{Name: UnknownOperation, Error: "UnknownOperationException"},
		Description: "A target that names no operation is rejected with UnknownOperationException.",
		Source:      "aws-sdk-net issue 1536, CloudWatch Logs, a sibling service; aws-sdk-js issue 425, OpsWorks and Storage Gateway",
	},
	{
		ID: "malformed-body", Kind: "protocol", Provenance: Observed, Rule: Protocol{Name: MalformedBody, Error: "SerializationException"},
		Description: "A body that is not a JSON object is rejected with SerializationException.",
		Source:      "aws-sdk-perl issue 237, Firehose, a sibling service; Smithy 1.73 protocol tests, RestJsonInvalidJsonBody",
	},
	{
		ID: "trailing-bytes", Kind: "protocol", Provenance: Documented, Rule: Protocol{Name: TrailingBytes, Error: "SerializationException"},
		Description: "Anything but white space after the JSON object is rejected with SerializationException.",
		Source:      "Smithy 1.73 protocol tests, RestJsonInvalidJsonBody",
	},
	{
		ID: "wrong-type", Kind: "protocol", Provenance: Documented, Rule: Protocol{Name: WrongType, Error: "SerializationException"},
		Description: "A member whose value has another JSON type than its shape is rejected with SerializationException.",
		Source:      "Smithy 1.73 protocol tests, malformed requests of restJson1, whose bodies obey the same rules",
	},
	{
		ID: "empty-body", Kind: "protocol", Provenance: Assumed, Rule: Protocol{Name: EmptyBody},
		Description: "An empty body is read as an empty object.",
		Source:      "Smithy 1.73 protocol tests, json_1_1_service_supports_empty_payload_for_no_input_shape, says so of operations without an input; no public document does of others",
	},
	{
		ID: "null-member", Kind: "protocol", Provenance: Documented, Rule: Protocol{Name: NullMember},
		Description: "A member that is null is read as absent.",
		Source:      "Smithy 1.73 protocol tests, AwsJson11ServersDontDeserializeNullStructureValues",
	},
	{
		ID: "unknown-member", Kind: "protocol", Provenance: Assumed, Rule: Protocol{Name: UnknownMember},
		Description: "A member that the model does not know is ignored.",
		Source:      "No public document says so of requests; a server that did otherwise would reject clients newer than itself",
	},
	{
		ID: "content-type-parameters", Kind: "protocol", Provenance: Documented, Rule: Protocol{Name: ContentTypeParameters},
		Description: "Parameters of the content type, such as a charset, change nothing.",
		Source:      "Smithy 1.73 protocol tests, AwsJson11MustSupportParametersInContentType",
	},
	{
		ID: "timestamp-forms", Kind: "protocol", Provenance: Documented, Rule: Protocol{Name: TimestampForms},
		Description: "A timestamp is a number of seconds since 1970 in any form that JSON has for it: whole, with a fraction, with an exponent.",
		Source:      "Smithy specification, timestampFormat trait, epoch-seconds",
	},
	{
		ID: "reply-envelope", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyEnvelope},
		Description: "A reply is application/x-amz-json-1.1 and holds one JSON object, or nothing if the operation has no output.",
		Source:      "Smithy 1.73 protocol tests, json_1_1_service_responds_with_no_payload; recordings of AWS Config by cloud-custodian (2016 to 2019)",
	},
	{
		ID: "reply-members", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyMembers},
		Description: "A reply spells members as the model does. Members that the model does not know may have been added since, and clients skip them.",
		Source:      "API model, outputs of the operations; Smithy specification, evolving models",
	},
	{
		ID: "reply-required", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyRequired},
		Description: "A reply has every member that the model requires.",
		Source:      "API model, required members",
	},
	{
		ID: "reply-types", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyTypes},
		Description: "Each value of a reply has the JSON type of its shape; a timestamp is a number.",
		Source:      "API model, types of the shapes; Smithy specification, AWS JSON 1.1 protocol",
	},
	{
		ID: "reply-bounds", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyBounds},
		Description: "Each value of a reply keeps to the limits of its shape; the length of a page is left to the clauses about pages.",
		Source:      "API model, limits of the shapes",
	},
	{
		ID: "reply-errors", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyErrors},
		Description: "An operation returns no errors but those that it declares, those that are common to all operations, and those that one of its clauses names.",
		Source:      "API reference, Errors of each operation, and Common Errors",
	},
	{
		ID: "reply-error-body", Kind: "protocol/reply", Provenance: Documented, Rule: Reply{Name: ReplyErrorBody},
		Description: "An error is reported by its status and a JSON object. Its code is where clients look for it: in __type, or in the header X-Amzn-ErrorType.",
		Source:      "Smithy specification, AWS JSON 1.1 protocol, operation error serialization; recordings of AWS Config by cloud-custodian (8 August 2016)",
	},
	{
		ID: "reply-request-id", Kind: "protocol/reply", Provenance: Observed, Rule: Reply{Name: ReplyRequestID},
		Description: "Every reply, an error or not, has a request id in the header x-amzn-RequestId.",
		Source:      "Recordings of AWS Config by cloud-custodian (2016 to 2019)",
	},
	{
		ID: "isolation", Kind: "isolation", Provenance: Documented, Rule: Isolation{},
		Description: "Accounts do not see each other's resources, and neither do the regions of an account.",
		Source:      "AWS General Reference, Service quotas, which are counted for each account and region",
	},
}
