package runtime

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fakesmith/fakesmith/fake"
	"github.com/fakesmith/fakesmith/fake/internal/calllog"
	"github.com/fakesmith/fakesmith/fake/internal/excerpt"
	"github.com/fakesmith/fakesmith/fake/internal/guard"
	"github.com/fakesmith/fakesmith/fake/internal/inject"
	"github.com/fakesmith/fakesmith/fake/internal/record"
)

// MaxBody is the length of the longest body that is taken.
const MaxBody = record.MaxBody

// A Request is a call as bytes, whichever way it came.
type Request struct {
	Method, Path string
	// Target and ContentType are the headers X-Amz-Target and Content-Type.
	Target, ContentType string
	// Scope is what the signature names. What is empty is filled in.
	Scope fake.Scope
	Body  []byte
}

// A Response is the answer as bytes.
type Response struct {
	Status int
	// ContentType is the header of that name.
	ContentType string
	// RequestID names the call. It is a UUID.
	RequestID string
	// QueryError is the header x-amzn-query-error. It may be empty.
	QueryError string
	Body       []byte

	// fault is what goes wrong on purpose, nil if nothing does.
	fault *fake.Fault
	// gone reports that nobody waits for the answer any more.
	gone bool
}

// A Service is what a generated fake is over the wire: bytes in, bytes out.
// Its fields are set once, before the first call; it may then be used by
// several goroutines at once.
type Service struct {
	Protocol Protocol
	Clock    *fake.Clock
	// Dispatch has the operation done that an exchange asks for.
	Dispatch func(*Exchange)
	// Control does what the control endpoints ask for. It may be nil.
	Control Control
	// Faults are what goes wrong on purpose. It may be nil.
	Faults *fake.Faults

	calls calllog.Log
	// wrongState is what is wrong with the state that the fake was made with, or nil.
	wrongState atomic.Pointer[fake.Error]
}

// WrongState is the code of every answer of a fake that was made with a state that it
// can't hold. No client tries again after it.
const WrongState fake.Code = "WrongState"

// Given notes what is wrong with the state that the fake was given last, nil if it
// holds that. Every call is answered with the error: who makes a fake in a test is told
// of a mistake by the first call, where nothing else could return it.
func (s *Service) Given(err error) {
	if err == nil {
		s.wrongState.Store(nil)
		return
	}
	s.wrongState.Store(&fake.Error{Code: WrongState, Message: "the fake was made with a state that it can't hold: " + err.Error(), Status: 400})
}

// Calls returns the calls that came over the wire, newest last. The log is
// bounded: the oldest are forgotten.
func (s *Service) Calls() []fake.Call { return s.calls.Calls() }

// Do answers a request. What the scope of the request leaves open is taken
// from fallback, and from [DefaultScope].
func (s *Service) Do(ctx context.Context, r *Request, fallback fake.Scope) *Response {
	x := exchanges.Get().(*Exchange)
	defer x.release()
	s.do(ctx, x, r, fallback)
	resp := x.resp
	resp.Body = slices.Clone(resp.Body)
	return &resp
}

// do answers a request. The body of the answer is good until the exchange is
// released.
func (s *Service) do(ctx context.Context, x *Exchange, r *Request, fallback fake.Scope) {
	scope := fill(fill(r.Scope, fallback), fake.DefaultScope)
	if power, is := guard.Power(r.Path); is {
		r.Scope = scope
		x.resp = *ControlAnswer(s.controlled(power, r))
		return
	}
	x.Scope, x.body, x.protocol = scope, r.Body, &s.Protocol
	x.resp = s.Protocol.answer(nil)
	if operation, err := s.Protocol.operation(r); err != nil {
		x.fail(err)
	} else if x.Operation = operation; len(r.Body) > MaxBody {
		x.fail(tooLong())
	} else if wrong := s.wrongState.Load(); wrong != nil {
		x.fail(wrong)
	} else if x.resp.fault = s.Faults.Next(operation); x.resp.fault != nil {
		s.strike(ctx, x, s.Dispatch, (*Exchange).fail)
		return
	} else {
		s.Dispatch(x)
	}
	s.calls.Add(x.logged(s.Clock.Now()))
}

// logged returns the exchange as it is kept in the log.
func (x *Exchange) logged(at time.Time) fake.Call {
	return fake.Call{
		At: at, Operation: x.Operation, Scope: x.Scope,
		Request: x.body, Status: x.resp.Status, Response: x.resp.Body,
	}
}

// strike does what an exchange asks for, as far as its fault lets it, and then
// takes the time that the fault takes. The log has the call as soon as it is done.
func (s *Service) strike(ctx context.Context, x *Exchange, do func(*Exchange), fail func(*Exchange, *fake.Error)) {
	fault := x.resp.fault
	if inject.Done(fault) {
		do(x)
	}
	if fault.Error != "" {
		fail(x, inject.Error(fault))
	}
	call := x.logged(s.Clock.Now())
	call.Status, call.Fault = 0, fault.String()
	number := s.calls.Add(call)
	switch x.resp.gone = !inject.Wait(ctx, fault); {
	case x.resp.gone:
		s.calls.Ended(number, 0, inject.GivenUp(fault))
	case inject.Answers(fault, len(x.resp.Body)):
		s.calls.Ended(number, x.resp.Status, call.Fault)
	}
}

func tooLong() *fake.Error {
	return &fake.Error{
		Code:    RequestEntityTooLarge,
		Message: "the body is longer than " + strconv.Itoa(MaxBody) + " bytes",
		Status:  413,
	}
}

// newRequestID returns a random UUID. It identifies calls and keeps no
// secret, so it need not come from a source that does.
func newRequestID() string {
	hi, lo := rand.Uint64(), rand.Uint64()
	hi = hi&^0xf000 | 0x4000       // version 4
	lo = lo&^(0xc0<<56) | 0x80<<56 // variant 1
	var digits [32]byte
	for i := range 16 {
		digits[i] = "0123456789abcdef"[hi>>(60-4*i)&15]
		digits[16+i] = "0123456789abcdef"[lo>>(60-4*i)&15]
	}
	text := [36]byte{8: '-', 13: '-', 18: '-', 23: '-'}
	copy(text[:8], digits[:])
	copy(text[9:13], digits[8:])
	copy(text[14:18], digits[12:])
	copy(text[19:23], digits[16:])
	copy(text[24:], digits[20:])
	return string(text[:])
}

// An Exchange is one call on its way through a service.
type Exchange struct {
	// Operation is the operation that the request names.
	Operation string
	// Scope is where it is to be done.
	Scope fake.Scope

	body     []byte
	protocol *Protocol
	resp     Response
	// encoder has the body of the answer, nil if there is none or it lies elsewhere.
	encoder *Encoder
}

var exchanges = sync.Pool{New: func() any { return new(Exchange) }}

// release gives the exchange back, and all that it borrowed.
func (x *Exchange) release() {
	if x.encoder != nil {
		encoders.Put(x.encoder)
	}
	*x = Exchange{}
	exchanges.Put(x)
}

// encode begins the body of the answer, in place of what there was.
func (x *Exchange) encode() *Encoder {
	if x.encoder == nil {
		x.encoder = encoders.Get().(*Encoder)
	}
	x.encoder.Reset()
	return x.encoder
}

// mostModelled is how many operations an error names. Some APIs have hundreds.
const mostModelled = 60

// UnknownOperation answers that the fake does not model the operation, and names
// those that it does.
func (x *Exchange) UnknownOperation(modelled ...string) {
	named := strings.Join(modelled[:min(len(modelled), mostModelled)], ", ")
	switch more := len(modelled) - mostModelled; {
	case more > 0:
		named += " and " + strconv.Itoa(more) + " more"
	case named == "":
		named = "no operation"
	}
	x.fail(x.protocol.unknownOperation("this fake does not model \"" + excerpt.Of(x.Operation) + "\"; it models: " + named))
}

// Uncontracted returns what an operation does that the model of the API says
// nothing about but its shapes: for an input that is read and checked as any
// other, it returns the error of [NoContract].
func Uncontracted[I any](operation string) func(*I) error {
	return func(*I) error { return NoContract(operation) }
}

// NoContract returns the error of an operation that the model of the API says
// nothing about but its shapes.
func NoContract(operation string) *fake.Error {
	return &fake.Error{
		Operation: operation,
		Code:      NotModelled,
		Message:   "no contract for this operation: the model has its shapes, and does not say what it means",
		Status:    501,
	}
}

// An Input is a pointer to the input of an operation.
type Input[T any] interface {
	*T
	DecodeJSON(*Decoder) bool
	Validate() error
}

// An Output is a pointer to the output of an operation.
type Output[T any] interface {
	*T
	EncodeJSON(*Encoder)
}

// Handle has an operation done: it reads the input, checks it, and writes the
// output or the error. The operation need not check its input.
func Handle[I, O any, PI Input[I], PO Output[O]](x *Exchange, do func(*I) (*O, error)) {
	in, ok := input[I, PI](x)
	if !ok {
		return
	}
	out, err := do(in)
	if err != nil {
		x.answerError(err)
		return
	}
	e := x.encode()
	PO(out).EncodeJSON(e)
	x.resp.Body = e.Bytes()
}

// HandleSilent is [Handle] for an operation whose answer has no body.
func HandleSilent[I any, PI Input[I]](x *Exchange, do func(*I) error) {
	in, ok := input[I, PI](x)
	if !ok {
		return
	}
	if err := do(in); err != nil {
		x.answerError(err)
	}
}

// input reads and checks the input, or answers why it can't.
func input[I any, PI Input[I]](x *Exchange) (*I, bool) {
	in := new(I)
	body := x.body
	if len(body) == 0 {
		body = emptyObject
	}
	d := newDecoder(body)
	defer d.release()
	d.verbatim = x.protocol.FrameworkValidation
	if !PI(in).DecodeJSON(d) {
		d.fail(malformed, "expected an object, found null")
	}
	if d.end() != nil {
		x.fail(x.protocol.rejection(d))
		return nil, false
	}
	err := PI(in).Validate()
	if len(d.missing) == 0 {
		if err == nil {
			return in, true
		}
		x.answerError(err)
		return nil, false
	}
	missing := d.missing
	if invalid, ok := errors.AsType[*ValidationError](err); ok {
		missing = missing.merge(invalid.Violations)
	}
	x.answerError(missing.Err(x.Operation))
	return nil, false
}

var emptyObject = []byte("{}")

// answerError answers with what an operation returned in place of an output.
func (x *Exchange) answerError(err error) {
	if e, ok := errors.AsType[*ValidationError](err); ok {
		invalid := &fake.Error{Code: cmp.Or(x.protocol.Validation, ValidationException), Message: e.Message()}
		if x.protocol.FrameworkValidation {
			invalid.Message, invalid.Members = e.frameworkMessage(), fieldList(e.Violations)
		}
		x.fail(invalid)
		return
	}
	if e, ok := errors.AsType[*fake.Error](err); ok {
		x.fail(e)
		return
	}
	x.fail(&fake.Error{Code: fake.InternalFailure, Message: err.Error(), Status: 500})
}

// Response returns the answer that a body is outside of any exchange.
func (p *Protocol) Response(body []byte) *Response {
	resp := p.answer(body)
	return &resp
}

func (p *Protocol) answer(body []byte) Response {
	return Response{Status: 200, ContentType: p.contentType(), RequestID: newRequestID(), Body: body}
}

// ErrorResponse returns the answer that an error is outside of any exchange.
func (p *Protocol) ErrorResponse(err *fake.Error) *Response {
	x := Exchange{protocol: p, resp: p.answer(nil)}
	x.fail(err)
	return &x.resp
}
