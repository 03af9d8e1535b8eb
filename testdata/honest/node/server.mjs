#!/usr/bin/env node
// An honest server for ten operations of AWS Config, written from public documents alone. It needs nothing but Node 20.
//
//   server.mjs [--port N] [--defect NAME] [--events] [--deleting MS] [--quota N]   serves on loopback until SIGTERM
//   server.mjs --defects                                         lists the defects that --defect can switch on
//
// The wire is awsJson1.1: POST /, X-Amz-Target StarlingDoveService.OPERATION. See README.md for what it chooses.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { defects } from './defects.mjs';
import { ApiError } from './errors.mjs';
import { Service } from './service.mjs';
import { isOperation, readInput } from './shapes.mjs';

const maxBody = 4 << 20; // a hundred keys of the greatest length, each character escaped, fit
const loosePaths = { 'keys-101': 'resourceKeys', 'message-1025': 'message', 'blank-name': 'configRuleName' };

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    defect: { type: 'string' },
    defects: { type: 'boolean' },
    events: { type: 'boolean' },
    deleting: { type: 'string', default: '1000' },
    quota: { type: 'string', default: '1000' },
  },
});

if (options.defects) {
  for (const [name, meaning] of Object.entries(defects)) console.log(name.padEnd(28), meaning);
  process.exit(0);
}
if (options.defect !== undefined && !Object.hasOwn(defects, options.defect)) {
  console.error(`there is no defect ${options.defect}; --defects lists those that there are`);
  process.exit(2);
}

const service = new Service({
  defect: options.defect,
  // Without --events no Lambda function exists. With it each does, and its invocations are written as lines of JSON.
  invoke: options.events ? (event) => console.log(JSON.stringify(event)) : undefined,
  deleting: Number(options.deleting),
  quota: Number(options.quota),
});

async function readBody(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > maxBody) throw new ApiError('RequestEntityTooLargeException', 'The body is too large.', { status: 413 });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

// The account and region are in the credential scope. An access key of twelve digits is the account that it is the key
// of; other keys are all of one account. A request that nobody signed is rejected [AWS, common errors].
function credentialScope(request) {
  const found = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\//.exec(request.headers.authorization ?? '');
  if (found === null) {
    throw new ApiError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
  }
  return { account: /^\d{12}$/.test(found[1]) ? found[1] : '123456789012', region: found[2] };
}

async function answer(request) {
  const body = await readBody(request);
  const [prefix, operation] = (request.headers['x-amz-target'] ?? '').split('.', 2);
  if (request.method !== 'POST' || request.url !== '/' || prefix !== 'StarlingDoveService' || !isOperation(operation)) {
    // Choice: 404, which the makers of the protocol name for what no operation claims.
    throw new ApiError('UnknownOperationException', undefined, { status: 404, namespace: 'com.amazon.coral.service' });
  }
  // Choice: the media type is not looked at.
  const { account, region } = credentialScope(request);
  const input = readInput(operation, body, loosePaths[options.defect]);
  return service.answer(operation, input, account, region);
}

// An error is told three times over: __type with its namespace, a header that has an address after the name, and a
// status. All of these are forms that AWS's JSON services have [choice].
function errorReply(error) {
  const status = options.defect === 'error-status-200' ? 200 : error.status;
  const body = { __type: `${error.namespace}#${error.code}`, Message: error.message || undefined };
  const told = options.defect === 'error-header-differs' ? 'InternalFailure' : error.code;
  const headers = { 'X-Amzn-ErrorType': `${told}:http://internal.amazon.com/coral/${error.namespace}/` };
  if (options.defect === 'no-error-type') return { status, body: { Message: error.message }, headers: {} };
  return { status, body, headers };
}

function send(request, response, { status, body, headers }) {
  response.writeHead(status, {
    'X-Amzn-RequestId': randomUUID(), // on every answer [observed]
    'Content-Type': 'application/x-amz-json-1.1',
    ...headers,
    // No body where the operation has no output [observed].
    ...(body === undefined ? { 'Content-Length': 0 } : gzipWanted(request) ? { 'Content-Encoding': 'gzip' } : {}),
  });
  if (body === undefined) {
    response.end();
    return;
  }
  const written = JSON.stringify(body);
  // Written apart from the end, a body has no length beforehand, and travels in chunks.
  response.write(gzipWanted(request) ? gzipSync(written) : written);
  response.end();
}

const gzipWanted = (request) => /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/.test(request.headers['accept-encoding'] ?? '');

const server = createServer(async (request, response) => {
  try {
    send(request, response, { status: 200, body: await answer(request), headers: {} });
  } catch (error) {
    if (error instanceof ApiError) {
      const reply = errorReply(error);
      // What remains of a body that is too large is not read.
      if (error.status === 413) reply.headers.Connection = 'close';
      send(request, response, reply);
    } else if (error.code === 'ECONNRESET') {
      response.destroy(); // the client went away
    } else {
      console.error(error);
      const failure = new ApiError('InternalFailure', 'Something went wrong here.', { status: 500 });
      send(request, response, errorReply(failure));
    }
  }
});

server.requestTimeout = 60_000;
// Longer than a client is likely to think, so that it does not write to a connection that is being closed.
server.keepAliveTimeout = 60_000;
server.listen({ port: Number(options.port), host: '127.0.0.1' }, () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
