// Package report holds what the suite found out about a target, and writes it
// as JSON, JUnit XML, HTML and text. It knows clauses, outcomes and
// counterexamples as data alone: not how a clause is checked, nor by whom.
package report
