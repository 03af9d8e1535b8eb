// Package generated holds no code of its own. It has the line from which go
// generate makes the packages beside it: remediation, the fake, and
// remediationtest, the suite that judges it; and the fake's source as text.
package generated

//go:generate go tool gen -o . ../model/putremediationexceptions.json
//go:generate go tool gen -contract ../model/parameters/contract.json -o . ../model/parameters/ssm.json
