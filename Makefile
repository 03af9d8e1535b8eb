# make alone does what CI does; make help lists the other targets. A check that
# fails prints the command that fixes it, or that repeats it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := all
.NOTPARALLEL:

GO ?= go
# The modules that users of this one would have, each with a go.mod of its own.
EXAMPLES := $(patsubst %/go.mod,%,$(wildcard examples/*/go.mod))
# The models that AWS publishes of its services. They are no part of this module.
MODELS ?= ../shared/models/smithy-awsjson-2025-04-02.tar.xz
# The protocol tests of the Smithy project, which are no part of this module either.
PROTOCOL ?= ../shared/protocol
# How long make fuzz runs each target, and by how many workers at a time.
FUZZTIME ?= 20s
FUZZWORKERS ?= 1
# How long make bench measures a candidate in one round. Longer is steadier.
BENCHTIME ?= 100ms
# The environment in which tests try even what make whole leaves out.
CAMPAIGN := FAKESMITH_WHOLE=campaign
# make vet looks at all code, so go test need not. What tests link is not debugged.
TESTFLAGS := -vet=off -ldflags=-w -timeout 40m
# Writes the traceability matrix. The page stays as it is if the new one can't be computed.
TRACE = page=$$($(GO) run ./cmd/conform trace -format markdown) && printf '%s\n' "$$page" >TRACEABILITY.md
# Writes that of the second contract.
PARAMETERS = -model model/parameters/ssm.json -contract model/parameters/contract.json
TRACE2 = page=$$($(GO) run ./cmd/conform trace $(PARAMETERS) -records records/parameters -format markdown) && printf '%s\n' "$$page" >generated/TRACEABILITY-PARAMETERS.md
# Writes that of the third contract.
PIPELINES = -model model/pipelines/sagemaker.json -contract model/pipelines/contract.json
TRACE3 = page=$$($(GO) run ./cmd/conform trace $(PIPELINES) -records records/pipelines -format markdown) && printf '%s\n' "$$page" >generated/TRACEABILITY-PIPELINES.md
# Writes the page on the effectiveness of the suite under fault profiles, from the records.
FAULTPAGE = $(GO) run ./cmd/gen/mutants -page docs/effectiveness-under-faults.md records/faultprofiles.json $(wildcard records/mutants-*.json)

.PHONY: all
all: fmt tidy vet staticcheck checkgenerate whole race examples conform ## Do everything that CI does
	@echo "== all checks passed"

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: test
test: ## Run the tests of the main module with a sample of what is alike: some two minutes
	@echo "== test"
	@$(GO) test $(TESTFLAGS) ./... || { echo "to repeat it: make test" >&2; exit 1; }

.PHONY: whole
whole: ## Run the tests of the main module with everything that they can try
	@echo "== whole"
	@FAKESMITH_WHOLE=1 $(GO) test $(TESTFLAGS) ./... || { echo "to repeat it: make whole" >&2; exit 1; }

.PHONY: race
race: ## Run the sample of make test under the race detector, without what has no concurrency
	@echo "== race"
	@[ "$$($(GO) env CGO_ENABLED)" = 1 ] || { echo "the race detector needs cgo: install a C compiler, or run: make whole" >&2; exit 1; }
	@$(GO) test -race $(TESTFLAGS) ./... || { echo "to repeat it: make race" >&2; exit 1; }

.PHONY: vet
vet: ## Check with go vet
	@echo "== vet"
	@$(GO) vet ./... || { echo "fix what is named above, then: make vet" >&2; exit 1; }

.PHONY: staticcheck
staticcheck: ## Check with staticcheck
	@echo "== staticcheck"
	@$(GO) tool staticcheck ./... || { echo "fix what is named above, then: make staticcheck" >&2; exit 1; }

.PHONY: fmt
fmt: ## Check that every Go file is in gofmt's form
	@echo "== fmt"
	@files=$$(gofmt -l .); [ -z "$$files" ] || { echo "to fix: gofmt -w" $$files >&2; exit 1; }

.PHONY: examplecode
examplecode: ## Generate the code of the examples, which is not committed
	@for dir in $(EXAMPLES); do echo "== generate $$dir"; $(GO) -C $$dir generate ./...; done

.PHONY: tidy
tidy: examplecode ## Check that go.mod and go.sum list what is needed, and no more
	@echo "== tidy"
	@for dir in . $(EXAMPLES); do $(GO) -C $$dir mod tidy -diff || { echo "to fix: go -C $$dir mod tidy" >&2; exit 1; }; done

.PHONY: generate
generate: examplecode ## Generate again all code that is generated
	@echo "== generate"
	@$(GO) generate ./...
	@$(TRACE)
	@$(TRACE2)
	@$(TRACE3)

.PHONY: models
models: ## Generate from each model that AWS publishes, and write docs/models.md
	@echo "== models"
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; tar -xJf $(MODELS) -C "$$dir" && $(GO) run ./cmd/gen/models -o docs/models.md "$$dir"

.PHONY: trace
trace: ## Write TRACEABILITY.md and those of the other contracts, which name lines of the generated code
	@echo "== trace"
	@$(TRACE)
	@$(TRACE2)
	@$(TRACE3)

.PHONY: reference
reference: ## Write docs/contract.md, the language of contracts
	@echo "== reference"
	@$(GO) test ./docs -run 'TestContractReference$$' -update-contract

.PHONY: checkgenerate
checkgenerate: ## Check that generated code and TRACEABILITY.md are up to date
	@echo "== checkgenerate"
	@.ci/checkgenerate || { echo "to fix: make generate" >&2; exit 1; }
	@$(GO) run ./cmd/conform trace -format markdown | cmp - TRACEABILITY.md || { echo "to fix: make trace" >&2; exit 1; }
	@$(GO) run ./cmd/conform trace $(PARAMETERS) -records records/parameters -format markdown | cmp - generated/TRACEABILITY-PARAMETERS.md || { echo "to fix: make trace" >&2; exit 1; }
	@$(GO) run ./cmd/conform trace $(PIPELINES) -records records/pipelines -format markdown | cmp - generated/TRACEABILITY-PIPELINES.md || { echo "to fix: make trace" >&2; exit 1; }

.PHONY: examples
examples: examplecode ## Generate, vet and test the modules in examples/
	@for dir in $(EXAMPLES); do echo "== $$dir"; $(GO) -C $$dir vet ./... && $(GO) -C $$dir test ./... || { echo "to repeat it: go -C $$dir test ./..." >&2; exit 1; }; done

.PHONY: conform
conform: ## Check the fakes of all three contracts
	@echo "== conform"
	@$(GO) run ./cmd/conform
	@$(GO) run ./cmd/conform -q $(PARAMETERS)
	@$(GO) run ./cmd/conform -q $(PIPELINES)

.PHONY: mutants
mutants: ## Check a fake of each mutant of all three contracts, and record which were killed
	@echo "== mutants"
	@status=0; $(GO) run ./cmd/gen/mutants -record records/mutants.json || status=1; \
	$(GO) run ./cmd/gen/mutants $(PARAMETERS) -equivalent testdata/equivalent-parameters.txt -record records/parameters/mutants.json || status=1; \
	$(GO) run ./cmd/gen/mutants $(PIPELINES) -equivalent testdata/equivalent-pipelines.txt -record records/pipelines/mutants.json || status=1; \
	$(TRACE); $(TRACE2); $(TRACE3); exit $$status

.PHONY: variants
variants: ## Check variants of the fake that are permitted, alone and mixed, and record which failed
	@echo "== variants"
	@status=0; $(GO) run ./cmd/gen/variants -record records/variants.json || status=1; \
	for contract in parameters pipelines; do $(GO) run ./cmd/gen/variants -contract $$contract -mixtures 50 -record records/$$contract/variants.json || status=1; done; \
	[ $$status = 0 ] || { echo "to see one again: go run ./cmd/gen/variants -contract NAME -mixtures 0 -run ID" >&2; exit 1; }

.PHONY: honest
honest: ## Check the honest servers at length, and find their defects: 3 to 5 minutes
	@echo "== honest"
	@$(CAMPAIGN) $(GO) test ./conformance/vary -run 'Honest' -timeout 30m -v | grep -v '^ *=== ' || { echo "to see it again: make honest" >&2; exit 1; }

.PHONY: trivial
trivial: ## Check each clause of each trivial server as each of several targets
	@echo "== trivial"
	@$(CAMPAIGN) $(GO) test ./conformance -run '^TestTrivialServers' || { echo "to repeat it: make trivial" >&2; exit 1; }

.PHONY: reproductions
reproductions: ## Run the reproductions in reports, for many defects and in every form
	@echo "== reproductions"
	@$(CAMPAIGN) $(GO) test ./conformance -run '^TestReproductions' -timeout 30m || { echo "to repeat it: make reproductions" >&2; exit 1; }

.PHONY: faultprofiles
faultprofiles: ## Check the correct fake under 200 seeds of each fault profile, and record it: some 15 minutes
	@echo "== fault profiles"
	@$(GO) test ./cmd/conform -timeout 30m -run '^TestCorrectFakeUnderFaults$$' -v -faults 200 -faults.record $(CURDIR)/records/faultprofiles.json | grep -v '^ *\(===\|--- PASS\)' || { echo "to repeat it: make faultprofiles" >&2; exit 1; }
	@$(FAULTPAGE)

.PHONY: faultmutants
faultmutants: ## Check a fake of each mutant under each fault profile, and record which were killed: some 36 minutes
	@for profile in typical severe; do echo "== mutants under the fault profile $$profile"; $(GO) run ./cmd/gen/mutants -faults $$profile -checks 2 -record records/mutants-$$profile.json; done
	@$(FAULTPAGE)

.PHONY: profiles
profiles: ## Check fakes of many profiles, and look for each choice among many others
	@echo "== profiles"
	@$(CAMPAIGN) $(GO) test ./cmd/conform ./conformance -run '^(TestEveryChoiceIsObserved|TestDocumentedClausesHoldWhateverIsChosen|TestRandomCallsDistinguishChoices)$$' -timeout 30m || { echo "to repeat it: make profiles" >&2; exit 1; }

.PHONY: guides
guides: ## Run the guides with the blocks in them that take minutes: 3 to 5 minutes
	@echo "== guides"
	@$(CAMPAIGN) $(GO) test ./docs -run '^TestGuides$$' -timeout 30m || { echo "to repeat it: make guides" >&2; exit 1; }

.PHONY: clients
clients: ## Drive AWS's clients in four languages through every fault, and write docs/clients.md: 4 to 10 minutes
	@echo "== clients"
	@$(GO) test ./clients -run '^TestPage$$' -page -timeout 30m || { echo "to repeat it: make clients" >&2; exit 1; }

.PHONY: kills
kills: ## Kill runs against a stand-in for an account, sweep, and check that nothing is left: some 9 minutes
	@$(GO) test ./cmd/conform -run '^TestKills$$' -kills 80 -timeout 15m -v || { echo "to repeat it: make kills" >&2; exit 1; }

.PHONY: protocol
protocol: ## Try Smithy's protocol tests on generated fakes and the suite's reader, and write docs/protocol.md
	@echo "== protocol"
	@FAKESMITH_PROTOCOL=$(abspath $(PROTOCOL)) $(GO) test ./cmd/gen/internal/emit ./conformance/internal/wire -run '^TestProtocol$$' -count 1 -protocol || { echo "to repeat it: make protocol" >&2; exit 1; }
	@$(GO) test ./internal/protocolcases -run '^TestPage$$' -count 1 -update

.PHONY: fuzz
fuzz: ## Run each fuzz target for 20 seconds
	@echo "== fuzz"
	@.ci/fuzz $(FUZZTIME) $(FUZZWORKERS)

.PHONY: bench
bench: ## Print benchmark ratios, all of one run
	@$(GO) test ./bench -run '^Test(Ratios|Growth|Start)$$' -ratios -benchtime $(BENCHTIME) -v

.PHONY: clean
clean: ## Delete what tests and runs leave behind
	@rm -rf $$(find . -path '*/testdata/rapid' -type d)
	@rm -f report*.json
	@rm -rf examples/*/internal
	@$(GO) clean -testcache
