// Package openapi reads a model from an OpenAPI 3.0 document in JSON, in the
// dialect in which APIs.guru publishes the services of AWS.
//
// In that dialect a path such as "/#X-Amz-Target=StarlingDoveService.PutConfigRule"
// is an operation that is called by its name: one post with a body of
// application/json, a response 200, and the responses 480, 481 and so on for
// the errors. A member of a structure is a reference to its schema, in an
// allOf beside its description. Query parameters double members of the body
// and are left out.
//
// The dialect drops facts of the wire. A document of ours has them in keys of
// its own, and for one without such keys they are filled in by the rules of
// the protocol:
//
//   - x-protocol (document): how the API travels, awsJson1_0 or awsJson1_1; else
//     awsJson1_1, with a warning.
//   - x-target-prefix (document): what stands before an operation's name in
//     the header X-Amz-Target; else as in the paths.
//   - x-signing-name (document): the service in the scope of a signature; else
//     as in the document's info.
//   - x-status (schema or response of an error): its HTTP status; else 400.
//   - x-own (schema): true for a shape that is ours and never travels by
//     itself, such as that of a fact.
//   - x-go-name (operation, schema, member, error): the name in Go, where the
//     one made from the wire's name does not serve.
//   - x-go-names (schema): an object from the values of an enum to the names
//     of their constants.
//   - x-contract (document, operation): what the API means. Package model
//     reads it.
//
// A pattern is a search, as in JSON Schema, even where the service that the
// dialect was made from matches the whole string: write ^ and $ to say so.
// Package pattern puts it into the syntax of RE2. One that has no equivalent
// there is a warning, and unchecked.
//
// An integer without a format has 64 bits. A schema without a type is of the
// type that its keywords are for, and else any JSON; both with a warning.
//
// kin-openapi checks that a document is OpenAPI. Everything that the model
// keeps is taken from the source text, where a number of 64 bits is exact and
// every value has a place.
package openapi
