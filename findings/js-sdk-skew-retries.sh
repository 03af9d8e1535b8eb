#!/usr/bin/env bash
# The AWS SDK for JavaScript v3 sends every rejected call three times when
# the server's Date header is four minutes off, whatever the error.
#
# Versions: @aws-sdk/client-config-service 3.1124.0 with @aws-sdk/core
# 3.981.2 and @smithy/core 3.41.1.
#
# A client error (InvalidNextTokenException, 400) is not retried: one
# attempt. The same reply with a Date header that is 250 seconds off is
# taken for a clock error and the call is sent three times, though no
# signature was rejected: ahead and behind alike, for 400 and 404, for
# errors of the model and others. A fake that stamps its replies with a
# clock that tests move therefore sees three requests for one rejection.
# The limit is 240 seconds. A success is not repeated, and with
# disableClockSkewCorrection nothing is.
#
# Seen: status, error, seconds off, option, requests:
#   400 InvalidNextTokenException 230  1
#   400 InvalidNextTokenException 250  3
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"

cat > probe.mjs <<'JS'
import http from 'node:http';
import {ConfigService} from '@aws-sdk/client-config-service';
let reply, requests;
const server = http.createServer((req, res) => {
  requests++;
  req.resume().on('end', () => {
    res.writeHead(reply.status, {'Content-Type': 'application/x-amz-json-1.1', Date: new Date(Date.now() + reply.off * 1000).toUTCString()});
    res.end(JSON.stringify(reply.status === 200 ? {} : {__type: reply.code, message: 'no'}));
  });
});
await new Promise(ready => server.listen(0, '127.0.0.1', ready));
async function probe(status, code, off, options = {}) {
  reply = {status, code, off};
  requests = 0;
  const client = new ConfigService({region: 'us-east-1', endpoint: `http://127.0.0.1:${server.address().port}`,
    credentials: {accessKeyId: 'id', secretAccessKey: 'secret'}, ...options});
  let name = 'ok';
  try { await client.describeRemediationExceptions({ConfigRuleName: 'rule'}); } catch (e) { name = e.name; }
  console.log(status, name, off, Object.keys(options).join(), requests);
  client.destroy();
}
const modelled = 'InvalidNextTokenException', other = 'SomeOtherException';
await probe(400, modelled, 0);
await probe(400, modelled, 230);
await probe(400, modelled, 250);
await probe(400, modelled, -250);
await probe(404, other, 250);
await probe(200, '', 250);
await probe(400, modelled, 250, {disableClockSkewCorrection: true});
server.close();
JS
npm install --no-audit --no-fund --ignore-scripts @aws-sdk/client-config-service@3.1124.0 @aws-sdk/core@3.981.2 \
  @smithy/core@3.41.1 > install.log 2>&1 || { cat install.log >&2; exit 1; }

node --no-warnings probe.mjs > got
cat > want <<'EOF'
400 InvalidNextTokenException 0  1
400 InvalidNextTokenException 230  1
400 InvalidNextTokenException 250  3
400 InvalidNextTokenException -250  3
404 SomeOtherException 250  3
200 ok 250  1
400 InvalidNextTokenException 250 disableClockSkewCorrection 1
EOF
diff -u want got
echo "finding holds: a client error is sent three times when Date is 250 seconds off, and once when it is right"
