package serving

// Manual is the manual of command fake.
const Manual = `fake serves the fake of AWS Config's remediation exceptions, or that of another
model, over HTTP.

Usage:

	go run ./cmd/fake [-model MODEL.json [-contract CONTRACT.json]] [-addr HOST:PORT]
		[-state FILE.json] [-profile FILE.json] [-clock TIME] [-strict] [-no-recorder] [-faults PROFILE|FILE.json]
		[-faults-seed N] [-accounts ID,ID...] [-host NAME]... [-cors ORIGIN]...

	-model MODEL.json serve the fake of this model: it is generated and built first, with
	                  the go command. A model is a Smithy or OpenAPI document, as gen
	                  reads it. -no-recorder is then no flag
	-contract CONTRACT.json
	                  the contract of the model, where it is in a file of its own
	-addr HOST:PORT   where to listen (default 127.0.0.1:0, a free loopback port)
	-state FILE.json  begin with this state, in the form of GET /_fakesmith/state,
	                  of at most 16 MiB
	-profile FILE.json
	                  choose, where AWS's documentation is silent, as this says: an
	                  object of clause ids and choices, such as conform writes with
	                  -profile-out
	-clock TIME       let the clock stand still at a time such as 2026-03-01T12:00:00Z
	-strict           be as strict as AWS: no control endpoints, and PutEvaluations takes
	                  no result token, for no Lambda function got one
	-no-recorder      answer as an account in which AWS Config was never set up: it has
	                  no configuration recorder
	-faults PROFILE|FILE.json
	                  inject faults: lag, throttling, errors, resets, skew. A profile is none,
	                  typical or severe, or a file as in docs/fault-profiles.md
	-faults-seed N    inject the same faults again (default: others each time)
	-accounts ID,ID...
	                  the accounts of the organization, the management account first
	                  (default: the caller's alone)
	-host NAME        answer also if clients call the fake by this name, such as
	                  host.docker.internal; IP addresses and localhost need no flag.
	                  May be given several times
	-cors ORIGIN      let the web pages of an origin such as http://localhost:3000 call
	                  the fake; others are rejected. May be given several times

Beside AWS Config it answers GetCallerIdentity and AssumeRole of STS, and ListAccounts of
Organizations. An access key of 12 digits is the account, and so is that of whoever has
assumed a role: each role of each account can be assumed.

Examples:

	# a fake on a known port, for the AWS CLI
	fake -addr 127.0.0.1:4599
	# the choices that an endpoint was seen to make
	conform -endpoint http://127.0.0.1:8080 -profile-out profile.json
	fake -profile profile.json
	# the fake of your own model, and in a clone that of Parameter Store
	fake -model secretsmanager.json -contract contract.json
	fake -model model/parameters/ssm.json -contract model/parameters/contract.json
	# a state to begin with, and a clock that stands still
	fake -state state.json -clock 2026-03-01T12:00:00Z

The first line printed is "listening on http://HOST:PORT". SIGINT and SIGTERM
stop the fake once the calls under way are answered.

Exit status: 0 stopped by a signal; 1 it can't listen, or no longer serve; 2
wrong usage, or a model, state or profile that can't be read.
`
