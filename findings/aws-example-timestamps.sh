#!/usr/bin/env bash
# AWS's worked examples contradict AWS's models, and write a timestamp, which
# these protocols send as a number, in nine ways.
#
# Version: models/apis of the Go module github.com/aws/aws-sdk-go v1.55.8:
# api-2.json against examples-1.json of the 24 services with protocol "json"
# that have examples, 653 examples.
#
# Whoever takes the examples as test cases for such a service finds that
# - 41 of 272 timestamps are numbers. The others are texts: seconds as text,
#   also with an exponent, ISO 8601 in the long and the short form, with and
#   without seconds, with Z and with an offset, and a date like the program
#   date prints. Two in KMS are no time: 2021-09-02T016:15:21-09:00 (hour
#   016) and 1.643057863.842 (two decimal points).
# - KMS's key ID ABCDE12345670EXAMPLE fails the pattern ^[A-Z2-7]+$ of its
#   own shape, in five places.
# - dms returns VpcIdentifier, which the output's structure lacks, in four.
#
# Seen: these counts; the expected text is at the end.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
export GOMODCACHE="$tmp/mod" GOFLAGS="-modcacherw -trimpath" GOWORK=off

cat > check.mjs <<'JS'
import fs from 'node:fs';
import path from 'node:path';
const apis = path.join(process.argv[2], 'models/apis');
let services = 0, examples = 0, timestamps = 0, numbers = 0;
const spellings = new Set(), wrong = {};
const note = text => { wrong[text] = (wrong[text] ?? 0) + 1; };
for (const file of fs.readdirSync(apis, {recursive: true}).filter(f => path.basename(f) === 'examples-1.json').sort()) {
  const read = name => JSON.parse(fs.readFileSync(path.join(apis, path.dirname(file), name)));
  const service = file.split(path.sep)[0], model = read('api-2.json');
  const all = Object.entries(read('examples-1.json').examples ?? {});
  if (model.metadata.protocol !== 'json' || all.length === 0) continue;
  services++;
  const check = (name, value) => {
    const shape = model.shapes[name];
    switch (shape.type) {
    case 'structure':
      for (const member of shape.required ?? []) if (!(member in value)) note(`${service}: ${name} lacks ${member}`);
      for (const [member, v] of Object.entries(value)) {
        if (shape.members[member]) check(shape.members[member].shape, v);
        else note(`${service}: ${name} has no member ${member}`);
      }
      break;
    case 'list': value.forEach(v => check(shape.member.shape, v)); break;
    case 'map': Object.values(value).forEach(v => check(shape.value.shape, v)); break;
    case 'string':
      if (shape.enum && !shape.enum.includes(value)) note(`${service}: ${name} has no ${value}`);
      // Only patterns that JavaScript reads as they are meant.
      if (/^\^\[[-A-Za-z0-9]+\]\+\$$/.test(shape.pattern) && !new RegExp(shape.pattern).test(value))
        note(`${service}: ${value} does not match ${shape.pattern}`);
      break;
    case 'timestamp':
      timestamps++;
      if (typeof value === 'number') numbers++;
      if (/T0\d\d:|\..*\./.test(value)) note(`${service}: ${value} is no time`);
      else spellings.add(typeof value + ' ' + String(value).replace(/[A-Z][a-z]{2}/g, 'Mon')
        .replace(/\.\d+/g, '').replace(/[-+]\d\d:\d\d$/, ' offset').replace(/\d/g, '9'));
    }
  };
  for (const [operation, list] of all) for (const {input, output} of list) {
    examples++;
    if (input) check(model.operations[operation].input.shape, input);
    if (output && model.operations[operation].output) check(model.operations[operation].output.shape, output);
  }
}
console.log(`${services} services, ${examples} examples`);
console.log(`${timestamps} timestamps, ${numbers} of them numbers, ${spellings.size} spellings`);
for (const [text, n] of Object.entries(wrong)) console.log(`${n} times ${text}`);
JS
{
  go mod init finding
  go get github.com/aws/aws-sdk-go@v1.55.8
} > install.log 2>&1 || { cat install.log >&2; exit 1; }

node check.mjs "$GOMODCACHE/github.com/aws/aws-sdk-go@v1.55.8" > got
cat > want <<'EOF'
24 services, 653 examples
272 timestamps, 41 of them numbers, 9 spellings
4 times dms: InstanceProfile has no member VpcIdentifier
5 times kms: ABCDE12345670EXAMPLE does not match ^[A-Z2-7]+$
1 times kms: 2021-09-02T016:15:21-09:00 is no time
1 times kms: 1.643057863.842 is no time
EOF
diff -u want got
echo "finding holds: AWS's worked examples write timestamps in nine ways and contradict their models"
