package model

// Protocol is a rule of the wire about requests.
//
//	{"kind": "protocol", "rule": NAME, "error": CODE}
//
// The error is given for the rules that reject something.
type Protocol struct {
	Name  string
	Error string
}

func (Protocol) rule() {}

// The rules of the wire about requests.
const (
	UnknownOperation      = "unknown-operation"       // rejected
	MalformedBody         = "malformed-body"          // not JSON, or no object: rejected
	TrailingBytes         = "trailing-bytes"          // after the object: rejected
	WrongType             = "wrong-type"              // a value of another JSON type: rejected
	EmptyBody             = "empty-body"              // read as an empty object
	NullMember            = "null-member"             // read as absent
	UnknownMember         = "unknown-member"          // ignored
	ContentTypeParameters = "content-type-parameters" // ignored
	TimestampForms        = "timestamp-forms"         // integers, fractions and exponents are read
)

func readProtocol(r *clauseReader) Rule {
	rejecting := []string{UnknownOperation, MalformedBody, TrailingBytes, WrongType}
	tolerant := []string{EmptyBody, NullMember, UnknownMember, ContentTypeParameters, TimestampForms}
	p := Protocol{Name: r.oneOf("rule", append(rejecting, tolerant...))}
	for _, name := range rejecting {
		if p.Name == name {
			p.Error = r.errorCode("error")
		}
	}
	return p
}

// Reply is a rule of the wire about answers.
//
//	{"kind": "protocol/reply", "rule": NAME}
type Reply struct {
	Name string
}

func (Reply) rule() {}

// The rules of the wire about answers.
const (
	ReplyEnvelope  = "envelope"   // content type; JSON object, or nothing where there is no output
	ReplyMembers   = "members"    // no member that the model does not know
	ReplyRequired  = "required"   // no required member missing
	ReplyTypes     = "types"      // every value of its JSON type
	ReplyBounds    = "bounds"     // every value within the limits of its schema
	ReplyErrors    = "errors"     // only errors that the operation may answer with
	ReplyErrorBody = "error-body" // __type, message, and the status of the error
	ReplyRequestID = "request-id" // a request id on every answer
)

func readReply(r *clauseReader) Rule {
	return Reply{Name: r.oneOf("rule", []string{
		ReplyEnvelope, ReplyMembers, ReplyRequired, ReplyTypes, ReplyBounds,
		ReplyErrors, ReplyErrorBody, ReplyRequestID,
	})}
}
