# make alone does what CI does; make help says what else there is. A check
# that fails prints the command that mends it, or that shows it again.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := all
.NOTPARALLEL:

GO ?= go
# The modules that users of this one would have, each with a go.mod of its own.
EXAMPLES := $(patsubst %/go.mod,%,$(wildcard examples/*/go.mod))
# The models that AWS publishes of its services. They are no part of this module.
MODELS ?= ../shared/models/smithy-awsjson-2025-04-02.tar.xz
# How long make bench measures a candidate in one round. Longer is steadier.
BENCHTIME ?= 100ms
# Writes the ledger. The page stays as it is if the new one can't be computed.
LEDGER = page=$$($(GO) run ./cmd/conform ledger -format markdown) && printf '%s\n' "$$page" >LEDGER.md
# Writes the page on what the suite sees under weather, from the records.
UNDERWEATHER = $(GO) run ./cmd/gen/mutants -page docs/under-weather.md records/weather.json $(wildcard records/mutants-*.json)

.PHONY: all
all: fmt tidy vet staticcheck checkgenerate race examples conform ## Do everything that CI does
	@echo "== all checks passed"

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: test
test: ## Run the tests of the main module
	@echo "== test"
	@$(GO) test ./...

.PHONY: race
race: ## Run the tests of the main module under the race detector
	@echo "== race"
	@[ "$$($(GO) env CGO_ENABLED)" = 1 ] || { echo "the race detector needs cgo: install a C compiler, or run: make test" >&2; exit 1; }
	@$(GO) test -race ./... || { echo "to see it again: make race" >&2; exit 1; }

.PHONY: vet
vet: ## Check with go vet
	@echo "== vet"
	@$(GO) vet ./... || { echo "mend what is named above, then: make vet" >&2; exit 1; }

.PHONY: staticcheck
staticcheck: ## Check with staticcheck
	@echo "== staticcheck"
	@$(GO) tool staticcheck ./... || { echo "mend what is named above, then: make staticcheck" >&2; exit 1; }

.PHONY: fmt
fmt: ## Check that every Go file is in gofmt's form
	@echo "== fmt"
	@files=$$(gofmt -l .); [ -z "$$files" ] || { echo "to mend: gofmt -w" $$files >&2; exit 1; }

.PHONY: examplecode
examplecode: ## Generate the code of the examples, which is not committed
	@for dir in $(EXAMPLES); do echo "== generate $$dir"; $(GO) -C $$dir generate ./...; done

.PHONY: tidy
tidy: examplecode ## Check that go.mod and go.sum list what is needed, and no more
	@echo "== tidy"
	@for dir in . $(EXAMPLES); do $(GO) -C $$dir mod tidy -diff || { echo "to mend: go -C $$dir mod tidy" >&2; exit 1; }; done

.PHONY: generate
generate: examplecode ## Generate again all code that is generated
	@echo "== generate"
	@$(GO) generate ./...
	@$(LEDGER)

.PHONY: models
models: ## Generate from each model that AWS publishes, and write docs/models.md
	@echo "== models"
	@dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; tar -xJf $(MODELS) -C "$$dir" && $(GO) run ./cmd/gen/models -o docs/models.md "$$dir"

.PHONY: ledger
ledger: ## Write LEDGER.md, which names lines of the generated code
	@echo "== ledger"
	@$(LEDGER)

.PHONY: checkgenerate
checkgenerate: ## Check that generated code, and the ledger, are what the models say
	@echo "== checkgenerate"
	@.ci/checkgenerate || { echo "to mend: make generate" >&2; exit 1; }
	@$(GO) run ./cmd/conform ledger -format markdown | cmp - LEDGER.md || { echo "to mend: make ledger" >&2; exit 1; }

.PHONY: examples
examples: examplecode ## Generate, vet and test the modules in examples/
	@for dir in $(EXAMPLES); do echo "== $$dir"; $(GO) -C $$dir vet ./... && $(GO) -C $$dir test ./... || { echo "to see it again: go -C $$dir test ./..." >&2; exit 1; }; done

.PHONY: conform
conform: ## Judge the embedded fake by the documented contract
	@echo "== conform"
	@$(GO) run ./cmd/conform

.PHONY: mutants
mutants: ## Judge a fake of each mutant of the contract, and record which were killed
	@echo "== mutants"
	@status=0; $(GO) run ./cmd/gen/mutants -record records/mutants.json || status=1; $(LEDGER); exit $$status

.PHONY: variants
variants: ## Check variants of the fake that are permitted, alone and mixed, and record which failed
	@echo "== variants"
	@$(GO) run ./cmd/gen/variants -record records/variants.json || { echo "to see one again: go run ./cmd/gen/variants -mixtures 0 -run ID" >&2; exit 1; }

.PHONY: honest
honest: ## Check the honest servers at length, and find their defects: 3 to 5 minutes
	@echo "== honest"
	@$(GO) test ./conformance/vary -run 'Honest' -honest -timeout 30m -v | grep -v '^ *=== ' || { echo "to see it again: make honest" >&2; exit 1; }

.PHONY: reproductions
reproductions: ## Run what reports offer to show faults with, for many faults and in every form
	@echo "== reproductions"
	@$(GO) test ./conformance -run '^TestReproductions' -reproductions -timeout 30m || { echo "to see it again: make reproductions" >&2; exit 1; }

.PHONY: weather
weather: ## Judge the true fake under 200 days of cloud and of storm, and record it: 5 to 10 minutes
	@echo "== weather"
	@$(GO) test ./cmd/conform -timeout 30m -run '^TestTheTrueFakeUnderWeather$$' -v -storms 200 -storms.record $(CURDIR)/records/weather.json | grep -v '^ *\(===\|--- PASS\)' || { echo "to see it again: make weather" >&2; exit 1; }
	@$(UNDERWEATHER)

.PHONY: weathermutants
weathermutants: ## Judge a fake of each mutant under cloud and under storm, and record which were killed
	@for weather in cloud storm; do echo "== mutants under $$weather"; $(GO) run ./cmd/gen/mutants -weather $$weather -checks 2 -record records/mutants-$$weather.json; done
	@$(UNDERWEATHER)

.PHONY: underweather
underweather: ## Write the page on what the suite sees under weather, from the records
	@$(UNDERWEATHER)

.PHONY: profiles
profiles: ## Judge fakes of many profiles, and look for each choice among many others
	@echo "== profiles"
	@$(GO) test ./cmd/conform -run '^(TestEveryChoiceIsObserved|TestDocumentedClausesHoldWhateverIsChosen)$$' -campaign 40 || { echo "to see it again: make profiles" >&2; exit 1; }

.PHONY: kills
kills: ## Kill runs against a stand-in for an account, sweep, and look whether anything is left
	@$(GO) test ./cmd/conform -run '^TestKills$$' -kills 80 -timeout 15m -v || { echo "to see it again: make kills" >&2; exit 1; }

.PHONY: bench
bench: ## Print benchmark ratios, all of one run
	@$(GO) test ./bench -run '^TestRatios$$' -ratios -benchtime $(BENCHTIME) -v

.PHONY: clean
clean: ## Delete what tests and runs leave behind
	@rm -rf $$(find . -path '*/testdata/rapid' -type d)
	@rm -f report*.json
	@rm -rf examples/*/internal
	@$(GO) clean -testcache
