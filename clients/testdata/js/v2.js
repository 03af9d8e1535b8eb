// Makes the calls that it is asked for on standard input, with the AWS SDK for
// JavaScript v2. Each line is an order, and each is answered with a line: see
// drivers_test.go. What the SDK waits between attempts is left out.
process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
const AWS = require('aws-sdk');

async function call(client, order) {
  try {
    if (order.put) {
      await client.putRemediationExceptions({ConfigRuleName: 'rule', ResourceKeys: [{ResourceType: 'T', ResourceId: 'i'}],
        ExpirationTime: new Date(order.put)}).promise();
      return {};
    }
    const found = (await client.describeRemediationExceptions({ConfigRuleName: 'rule'}).promise()).RemediationExceptions;
    const until = found?.[0]?.ExpirationTime;
    return {items: found == null ? null : found.length, time: until == null ? null : String(until.getTime())};
  } catch (e) {
    return {error: e.code ?? e.name};
  }
}

async function main() {
  console.log(JSON.stringify({version: 'aws-sdk ' + AWS.VERSION + ', Node.js ' + process.version}));
  for await (const line of require('readline').createInterface({input: process.stdin})) {
    const order = JSON.parse(line);
    const client = new AWS.ConfigService({endpoint: order.url, region: 'us-east-1', retryDelayOptions: {customBackoff: () => 1},
      httpOptions: order.timeout ? {timeout: order.timeout} : {}});
    const results = [];
    for (let i = 0; i < order.calls; i++) results.push(await call(client, order));
    console.log(JSON.stringify(results));
  }
}
main();
