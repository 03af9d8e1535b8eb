// Package endpoint describes an endpoint to check, as its owner does: how to
// reach it, which powers, choices and known divergences it has, and what is
// tolerated. It must not know how a clause is checked.
package endpoint
