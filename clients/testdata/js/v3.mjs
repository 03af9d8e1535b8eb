// Makes the calls that it is asked for on standard input, with the AWS SDK for
// JavaScript v3. Each line is an order, and each is answered with a line: see
// drivers_test.go.
import {createInterface} from 'node:readline';
import {createRequire} from 'node:module';
import {ConfigService} from '@aws-sdk/client-config-service';

const {version} = createRequire(import.meta.url)('@aws-sdk/client-config-service/package.json');

async function call(client, order) {
  try {
    if (order.put) {
      await client.putRemediationExceptions({ConfigRuleName: 'rule', ResourceKeys: [{ResourceType: 'T', ResourceId: 'i'}],
        ExpirationTime: new Date(order.put)});
      return {};
    }
    const found = (await client.describeRemediationExceptions({ConfigRuleName: 'rule'})).RemediationExceptions;
    const until = found?.[0]?.ExpirationTime;
    return {items: found == null ? null : found.length, time: until == null ? null : String(until.getTime())};
  } catch (e) {
    return {error: e.name === 'Error' ? e.code ?? e.name : e.name};
  }
}

console.log(JSON.stringify({version: '@aws-sdk/client-config-service ' + version + ', Node.js ' + process.version}));
for await (const line of createInterface({input: process.stdin})) {
  const order = JSON.parse(line);
  const client = new ConfigService({endpoint: order.url, region: 'us-east-1',
    requestHandler: order.timeout ? {requestTimeout: order.timeout, throwOnRequestTimeout: true} : {}});
  const results = [];
  for (let i = 0; i < order.calls; i++) results.push(await call(client, order));
  client.destroy();
  console.log(JSON.stringify(results));
}
