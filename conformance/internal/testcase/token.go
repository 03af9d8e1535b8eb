package testcase

import (
	"github.com/fakesmith/fakesmith/conformance/internal/value"
	"github.com/fakesmith/fakesmith/model"
)

// NewToken returns a token for a request of an operation, which no other request has. A
// request made from one that was sent gets another token, since it is another request.
func (s *Session) NewToken(op *model.Operation) any {
	token := s.Token(op)
	if text, isText := token.(string); isText {
		s.given[text] = false
	}
	return token
}

// Token is [Session.NewToken] for a request that a case repeats: it stays as it is.
func (s *Session) Token(op *model.Operation) any {
	return s.TokenNamed(s.Name(), s.TokenShape(op))
}

// OwnToken returns a request with a token of its own, if it has one that was given to
// another.
func (s *Session) OwnToken(op *model.Operation, in value.Object) value.Object {
	path := op.Token()
	if path == "" {
		return in
	}
	token, _ := value.One(in, path).(string)
	sent, given := s.given[token]
	if !given {
		return in
	}
	if sent {
		in = value.Clone(in)
		value.Set(in, path, s.NewToken(op))
		token, _ = value.One(in, path).(string)
	}
	s.given[token] = true
	return in
}
