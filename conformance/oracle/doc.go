// Package oracle says what a service must answer, by reading its contract as
// naively as can be.
//
// An [Oracle] holds a slice of resources for each account and region. A call
// looks at every resource there is; what has expired is filtered out when
// somebody looks; nothing is indexed, cached or generated. Each kind of clause
// stands in the file that is named after its file, as it does in package
// model, so that this package can be read as the specification of what a
// clause means. It shares no code with the fake, and knows no operation by
// name.
//
// Not everything that a service answers can be foretold: which resources it shows
// on which page, the words of its page tokens, the ids that it gives, in which
// of two ways a request is wrong. [Oracle.Call] therefore returns an [Outcome]
// that says what is certain, and [Oracle.Agree] tells whether a reply is one
// that the outcome allows. What the reply has settled, the oracle knows from
// then on.
package oracle
