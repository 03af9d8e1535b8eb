package runtime

import (
	"cmp"
	"strings"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
)

// A Protocol says how calls of one API travel in awsJson: the operation in a
// header, input and output in bodies. It is plain data.
type Protocol struct {
	// ContentType is that of bodies, which tells one version of awsJson from
	// another. It is that of 1.1 where it is empty.
	ContentType string
	// TargetPrefix stands before the operation in the X-Amz-Target header.
	TargetPrefix string

	// The codes of the rejections that come before any operation. Each has the
	// usual one where it is empty.

	// UnknownOperation answers a request that names no operation.
	UnknownOperation fake.Code
	// MalformedBody answers a body that is not a JSON object.
	MalformedBody fake.Code
	// TrailingBytes answers a body in which something follows the object.
	TrailingBytes fake.Code
	// WrongType answers a value of another type than its shape's.
	WrongType fake.Code
	// Validation answers an input that breaks a constraint.
	Validation fake.Code

	// FrameworkValidation has that answer in the form of Smithy's framework, with
	// a list of the members at fault.
	FrameworkValidation bool
	// QueryCompatible has errors named in the header x-amzn-query-error as well.
	QueryCompatible bool
	// Errors say how errors travel that do so in another way than most.
	Errors map[fake.Code]ErrorForm
}

// An ErrorForm says how an error travels.
type ErrorForm struct {
	// Namespace stands before the code.
	Namespace string
	// Message is the name of the member with the message: "message" if it is
	// empty. It is "-" if the error has none.
	Message string
	// QueryCode is the code in the header x-amzn-query-error, if it is another
	// one there.
	QueryCode string
}

const contentType = "application/x-amz-json-1.1"

// contentType returns the content type of bodies.
func (p *Protocol) contentType() string { return cmp.Or(p.ContentType, contentType) }

// operation returns the operation that a request names, or an error that says
// why it names none.
func (p *Protocol) operation(r *Request) (string, *fake.Error) {
	complaint := ""
	operation, ok := strings.CutPrefix(r.Target, p.TargetPrefix)
	operation, dotted := strings.CutPrefix(operation, ".")
	switch {
	case r.Method != "POST":
		complaint = "operations are called with POST, not " + r.Method
	case r.Path != "/" && r.Path != "":
		complaint = "operations are called at the path /, not " + excerpt.Of(r.Path)
	case r.ContentType != p.contentType() && !p.isContentType(r.ContentType):
		complaint = "the content type is " + p.contentType() + ", not \"" + excerpt.Of(r.ContentType) + "\""
	case r.Target == "":
		complaint = "the header X-Amz-Target names the operation, and is missing"
	case !ok || !dotted:
		complaint = "the header X-Amz-Target begins with " + p.TargetPrefix + "., and is \"" + excerpt.Of(r.Target) + "\""
	}
	if complaint != "" {
		return "", p.unknownOperation(complaint)
	}
	return operation, nil
}

// isContentType reports whether a header is the content type of bodies, maybe with
// parameters.
func (p *Protocol) isContentType(header string) bool {
	media, _, _ := strings.Cut(header, ";")
	return strings.EqualFold(strings.TrimSpace(media), p.contentType())
}

func (p *Protocol) unknownOperation(complaint string) *fake.Error {
	return &fake.Error{Code: cmp.Or(p.UnknownOperation, UnknownOperationException), Message: complaint}
}

// rejection returns the error for a body that can't be read.
func (p *Protocol) rejection(d *Decoder) *fake.Error {
	code := p.WrongType
	switch d.flaw {
	case malformed:
		code = p.MalformedBody
	case trailing:
		code = p.TrailingBytes
	}
	return &fake.Error{Code: cmp.Or(code, SerializationException), Message: d.err.Message}
}
