// Package generated holds no code of its own. It has the lines from which go
// generate makes the packages beside it: remediation, parameters and pipelines, the
// fakes, and remediationtest, parameterstest and pipelinestest, the suites that check
// them; and the source of the first fake as text.
package generated

//go:generate go tool gen -o . ../model/putremediationexceptions.json
//go:generate go tool gen -contract ../model/parameters/contract.json -o . ../model/parameters/ssm.json
//go:generate go tool gen -contract ../model/pipelines/contract.json -o . ../model/pipelines/sagemaker.json
