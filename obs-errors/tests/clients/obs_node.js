// esdk-obs-nodejs, Huawei Cloud's own SDK for Node.js.
'use strict';

const fs = require('node:fs');
const ObsClient = require('esdk-obs-nodejs');

const { codes } = JSON.parse(fs.readFileSync(process.env.OBS_ERRORS_TABLE, 'utf8'));
const client = new ObsClient({
  access_key_id: 'AK',
  secret_access_key: 'SK',
  server: process.env.OBS_ERRORS_SERVER,
  max_retry_count: 0,
});

let passed = 0;
const failures = [];

function equal(what, found, expected) {
  if (found === expected) {
    passed += 1;
  } else {
    failures.push(`${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  }
}

async function main() {
  // The constructor of the SDK finishes its work in the next turn of the event loop.
  await new Promise(setImmediate);
  for (const row of codes) {
    const object = { Bucket: 'bucket', Key: `fault/${row.code}` };
    const calls = {
      GET: () => client.getObject(object),
      PUT: () => client.putObject({ ...object, Body: 'content' }),
      DELETE: () => client.deleteObject(object),
      HEAD: () => client.getObjectMetadata(object),
    };
    for (const [method, call] of Object.entries(calls)) {
      const { CommonMsg: answer } = await call();
      const what = `${method} ${row.code}`;
      equal(`${what} status`, answer.Status, row.status);
      equal(`${what} code`, answer.Code, row.code);
      equal(`${what} message`, answer.Message, row.sends ?? row.message);
      equal(`${what} request id`, /^0000[0-9A-F]{28}$/.test(answer.RequestId), true);
      // The SDK reads the code, the message and the request id from the headers, but not the
      // host id, which is empty for a HEAD request.
      equal(`${what} host id`, answer.HostId !== '', method !== 'HEAD');
    }
  }
  failures.forEach((failure) => console.log(`esdk-obs-nodejs: ${failure}`));
  console.log(
    `esdk-obs-nodejs: ${codes.length} codes, ${passed} values as expected, ${failures.length} not`,
  );
  process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
