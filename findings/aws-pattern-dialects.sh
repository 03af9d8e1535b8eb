#!/usr/bin/env bash
# One pattern in eight of AWS's models is no regular expression for Go or for
# JavaScript; eleven are none for either, in any mode.
#
# Version: models/apis of the Go module github.com/aws/aws-sdk-go v1.55.8;
# engines: Go's regexp (RE2) and Node.js 20 or newer.
#
# Smithy and JSON Schema both say that a pattern is of ECMA 262. Many of
# AWS's are what java.util.regex takes: the class
# [\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t] (surrogate pairs as
# a range), (?s) and (?i) in front, possessive quantifiers ([0-9A-Z]{2}+),
# a quantifier behind the end ("...*${2,64}$"). JavaScript rejects some of
# them without its flag u, others with it. Worse are those that it reads
# without complaint and otherwise: without u, "\A" and "\z" are the letters
# A and z, and "\p{L}" is the letter p, braces and an L.
#
# Seen (all of it in the expected text at the end):
#   rejected by Go 589, by JavaScript 166 (306 with u), by one of them 833
#   read otherwise by JavaScript without u 397
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off

cat > read.mjs <<'JS'
import fs from 'node:fs';
import path from 'node:path';
const compiles = (pattern, flags) => { try { new RegExp(pattern, flags); return true; } catch { return false; } };
const apis = path.join(process.argv[2], 'models/apis');
const patterns = [];
for (const file of fs.readdirSync(apis, {recursive: true}).filter(f => path.basename(f) === 'api-2.json')) {
  const {shapes} = JSON.parse(fs.readFileSync(path.join(apis, file)));
  for (const [shape, {pattern}] of Object.entries(shapes)) {
    if (pattern === undefined) continue;
    const plain = compiles(pattern, ''), unicode = compiles(pattern, 'u');
    patterns.push({pattern, name: file.split(path.sep)[0] + ' ' + shape, plain, unicode, otherwise: plain && /\\[AzZ]|\\[pP]\{/.test(pattern)});
  }
}
process.stdout.write(JSON.stringify(patterns));
JS
cat > main.go <<'GO'
package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
)

func main() {
	var patterns []struct {
		Pattern, Name             string
		Plain, Unicode, Otherwise bool
	}
	if err := json.NewDecoder(os.Stdin).Decode(&patterns); err != nil {
		panic(err)
	}
	count, none := map[string]int{}, []string{}
	for _, p := range patterns {
		_, err := regexp.Compile(p.Pattern)
		for kind, is := range map[string]bool{
			"rejected by Go:":                         err != nil,
			"rejected by JavaScript without u:":       !p.Plain,
			"rejected by JavaScript with u:":          !p.Unicode,
			"rejected by JavaScript either way:":      !p.Plain && !p.Unicode,
			"rejected by one of the three:":           err != nil || !p.Plain || !p.Unicode,
			"read otherwise by JavaScript without u:": p.Otherwise,
		} {
			if is {
				count[kind]++
			}
		}
		if err != nil && !p.Plain && !p.Unicode {
			none = append(none, p.Name)
		}
	}
	fmt.Println("patterns:", len(patterns))
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		fmt.Println(kind, count[kind])
	}
	slices.Sort(none)
	fmt.Println("rejected by all three:", len(none))
	for _, name := range none {
		fmt.Println(" ", name)
	}
}
GO
{
  go mod init finding
  go get github.com/aws/aws-sdk-go@v1.55.8
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

node read.mjs "$GOMODCACHE/github.com/aws/aws-sdk-go@v1.55.8" | go run . > got
cat > want <<'EOF'
patterns: 6469
read otherwise by JavaScript without u: 397
rejected by Go: 589
rejected by JavaScript either way: 61
rejected by JavaScript with u: 306
rejected by JavaScript without u: 166
rejected by one of the three: 833
rejected by all three: 11
  budgets BudgetName
  ce CostCategoryName
  ce CostCategoryValue
  identitystore ExternalIdIssuer
  iot-jobs-data DetailsValue
  iotwireless CertificatePEM
  kinesisanalytics KinesisAnalyticsARN
  models.lex.v2 ObjectPrefix
  payment-cryptography KeyVersion
  payment-cryptography OptionalBlockId
  rbin RuleArn
EOF
diff -u want got
echo "finding holds: 833 of 6469 patterns are rejected by Go or JavaScript, 11 by both"
