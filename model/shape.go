package model

import "cmp"

// A Shape is a type of the API.
type Shape struct {
	// Name is the shape's name in the document, e.g. "Date". The shape of a
	// member written in place, without a name of its own, is named after
	// where it stands, e.g. "Widget.Size".
	Name string
	// GoName is its name in Go, e.g. "PutWidgetInput". It is empty for a shape
	// that needs no Go type of its own: a string, number or timestamp, a list
	// or a map.
	GoName string
	Doc    string
	Kind   ShapeKind

	// Members are the members of a structure: the required ones first, then
	// the optional ones, each in alphabetical order.
	Members []Member
	// Union reports that a value of the structure has exactly one of its
	// members.
	Union bool `json:",omitempty"`
	// Elem is the shape of a list's elements or a map's values.
	Elem string
	// Key is the shape of a map's keys. It is empty where any string is a key.
	Key string `json:",omitempty"`
	// Sparse reports that an element of a list or a value of a map may be null.
	Sparse bool `json:",omitempty"`
	// Enum holds the values of an enum, in document order.
	Enum []EnumValue

	// Min and Max bound the length of a string (in code points), list or map,
	// the bytes of a blob, or the value of a number.
	Min, Max *Bound
	// Pattern is a regular expression in RE2 syntax that must match somewhere
	// in a string. It is empty where there is none.
	Pattern string
	// PatternText is the pattern as the service has it in its messages. It is
	// empty where that is Pattern.
	PatternText string `json:",omitempty"`
	// Unique reports that the elements of a list must differ.
	Unique bool
	// Bits is the width of an Integer of less than 32 bits: 8 or 16.
	Bits int `json:",omitempty"`
	// TimestampFormat says how a timestamp travels. It is empty where the
	// protocol says so.
	TimestampFormat TimestampFormat `json:",omitempty"`

	Pos Pos
}

// PatternInMessages returns the pattern as messages about it have it.
func (s *Shape) PatternInMessages() string { return cmp.Or(s.PatternText, s.Pattern) }

// A Bound is an inclusive lower or upper limit. Exactly one of its fields
// counts: Real for a Float or Double, Int for all else.
type Bound struct {
	Int  int64
	Real float64
}

// A Member is a named part of a structure.
type Member struct {
	// Name is the member's name on the wire, e.g. "ResourceId".
	Name string
	// GoName is its name in Go, e.g. "ResourceID".
	GoName   string
	Doc      string
	Shape    string
	Required bool
	// Default is the JSON of the value that an absent member stands for. It is
	// empty where absence means nothing in particular.
	Default string `json:",omitempty"`
	// IdempotencyToken reports that the member tells a repeated request from a
	// new one, and that clients make a value up where the caller gives none.
	IdempotencyToken bool `json:",omitempty"`
	Pos              Pos
}

// Member returns the member with that name on the wire, or nil.
func (s *Shape) Member(name string) *Member {
	for i := range s.Members {
		if s.Members[i].Name == name {
			return &s.Members[i]
		}
	}
	return nil
}

// An EnumValue is one value of an enum.
type EnumValue struct {
	// Value is what travels, e.g. "NON_COMPLIANT".
	Value string
	// GoName is the name of the constant, e.g. "ComplianceTypeNonCompliant".
	GoName string
	// Internal reports that the value is valid, and that callers are not told.
	Internal bool `json:",omitempty"`
}

// A ShapeKind says what a shape's values are. How they travel is for the
// protocol to say.
type ShapeKind string

// The kinds of shape.
const (
	Structure ShapeKind = "structure"
	List      ShapeKind = "list"
	Map       ShapeKind = "map"
	String    ShapeKind = "string"
	Enum      ShapeKind = "enum"
	Boolean   ShapeKind = "boolean"
	Integer   ShapeKind = "integer" // 32 bits
	Long      ShapeKind = "long"    // 64 bits
	Float     ShapeKind = "float"   // 32 bits
	Double    ShapeKind = "double"  // 64 bits
	Timestamp ShapeKind = "timestamp"
	Blob      ShapeKind = "blob"
	Document  ShapeKind = "document" // any JSON value

	// Unknown is the kind of a shape whose schema is wrong. It is met only
	// while problems are looked for, and is no problem by itself: the one that
	// it comes from is reported.
	Unknown ShapeKind = ""
)

// A TimestampFormat is a way for a timestamp to travel.
type TimestampFormat string

// The formats of timestamps.
const (
	DateTime     TimestampFormat = "date-time"     // text, as in RFC 3339
	HTTPDate     TimestampFormat = "http-date"     // text, as in RFC 9110
	EpochSeconds TimestampFormat = "epoch-seconds" // a number
)

// EpochTime reports whether the shape's values are timestamps that travel as a number of
// seconds since 1970.
func (s *Shape) EpochTime() bool {
	return s.Kind == Timestamp && (s.TimestampFormat == "" || s.TimestampFormat == EpochSeconds)
}

// An ErrorShape is an error that the API answers with.
type ErrorShape struct {
	// Code is what travels, e.g. "InvalidParameterValueException".
	Code string
	// GoName is the name of its constant, e.g. "InvalidParameterValue".
	GoName string
	Doc    string
	// Status is the status code of the HTTP answer.
	Status int
	// Retryable reports that the same request may succeed later; Throttling
	// that it came too soon.
	Retryable  bool `json:",omitempty"`
	Throttling bool `json:",omitempty"`
	// MessageName is the name of the member with words for people, if it is not
	// "message". It is "-" if the error has no such member.
	MessageName string `json:",omitempty"`
	// Members is the structure of the other members. It is empty if there are
	// none.
	Members string `json:",omitempty"`
	// Namespace stands before the code in the body, with a "#" between them, if
	// that is how the protocol has it.
	Namespace string `json:",omitempty"`
	// QueryCode is the code in the header x-amzn-query-error, if the API is
	// [API.QueryCompatible] and that code is not Code.
	QueryCode string `json:",omitempty"`
	// Common reports that every operation may answer with the error, though
	// none declares it: it is the protocol's or the front end's.
	Common bool
	Pos    Pos
}
