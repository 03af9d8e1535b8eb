// Package smithy reads a model from a Smithy 2.0 document in its JSON form (the
// JSON AST), in which AWS publishes the models of its services.
//
// A document holds one service. The operations of the service and of its
// resources become the operations of the API, in the order of the document,
// with the shapes and errors that they reach. Mixins and apply statements are
// worked in; a shape is called by its name without the namespace.
//
// What becomes of the types:
//
//   - A union is a structure of which exactly one member is there
//     ([model.Shape.Union]).
//   - A byte or short is an integer of so many bits ([model.Shape.Bits]). A
//     bigInteger is read as a long, a bigDecimal as a double.
//   - An intEnum is an integer, and its values are not checked.
//   - A string with the older trait for enums is an enum.
//   - A document is any JSON ([model.Document]).
//   - The keys of a map have a shape of their own if they are not just any
//     strings ([model.Shape.Key]).
//   - A member with bounds, a pattern or a format of its own has a shape of its
//     own, named after where it stands, such as "Widget.Size".
//   - A union that streams is left out of its structure, and the operation is
//     marked as one that nothing here can answer ([model.Operation.Unsupported]).
//
// What becomes of the traits: those that bound a value (required, length,
// range, pattern, uniqueItems, sparse, enumValue) are constraints; a limit that
// every value of the type keeps to is dropped. timestampFormat, default,
// idempotencyToken, paginated, endpoint, examples, error, httpError, retryable,
// auth and the names in aws.api#service and aws.auth#sigv4 have their places in
// the API; documentation becomes plain text, and deprecated a paragraph of it.
// Traits of other protocols (http, xmlName and the like) mean nothing in
// awsJson and are passed over, as are those of other namespaces.
//
// The document can't be changed to suit Go, so that of two things that would
// have one name the second gets another. A trait of Smithy's that is misspelt, a
// reference that leads nowhere, bounds that no value satisfies and the like are
// problems, each with its place.
package smithy
