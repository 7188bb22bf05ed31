// esdk-obs-nodejs, Huawei Cloud's own SDK for Node.js.
'use strict';

const fs = require('node:fs');
const ObsClient = require('esdk-obs-nodejs');

const { codes } = JSON.parse(fs.readFileSync(process.env.OBS_ERRORS_TABLE, 'utf8'));
const lines = fs.readFileSync(process.env.OBS_ERRORS_ROWS, 'utf8').trim().split('\n');

// A request that the fault server refuses with a code of the table.
const faults = codes.map((row) => ({
  name: row.code,
  server: process.env.OBS_ERRORS_SERVER,
  Bucket: 'bucket',
  Key: `fault/${row.code}`,
  Body: 'content',
  methods: ['GET', 'PUT', 'DELETE', 'HEAD'],
  status: row.status,
  code: row.code,
  message: row.sends ?? row.message,
  id: /^0000[0-9A-F]{28}$/,
}));

// A request that fails in the server behind the layer, from a line of rows.tsv.
const failing = lines.filter((line) => !line.startsWith('#')).slice(1).map((line) => {
  const [name, methods, path, size, status, code, message] = line.split('\t');
  const [, Bucket, Key] = decodeURIComponent(path.split('?')[0]).match(/^.([^/]*).(.*)$/);
  const row = codes.find((entry) => entry.code === code);
  return {
    name,
    server: process.env.OBS_ERRORS_FAILING_SERVER,
    Bucket,
    Key,
    Body: 'x'.repeat(size),
    methods: methods.split(' '),
    status: Number(status),
    code,
    message: message === '-' ? row.sends ?? row.message : message,
    // The id of the document of another server.
    id: name.includes('document') ? /^0000018A2B3C$/ : /^0000[0-9A-F]{28}$/,
  };
});

// Clients cannot send the query of one row, state a media type of their own in another, and follow
// the redirect of the third.
const omitted = ['bad query', 'bad media type', 'redirect'];
const cases = [...faults, ...failing].filter(({ name }) => !omitted.includes(name));

function newClient(server) {
  return new ObsClient({ access_key_id: 'AK', secret_access_key: 'SK', server, max_retry_count: 0 });
}
const clients = Object.fromEntries(
  [process.env.OBS_ERRORS_SERVER, process.env.OBS_ERRORS_FAILING_SERVER].map((server) => [server, newClient(server)]),
);

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
  for (const row of cases) {
    const client = clients[row.server];
    const object = { Bucket: row.Bucket, Key: row.Key };
    const calls = {
      GET: () => client.getObject(object),
      PUT: () => client.putObject({ ...object, Body: row.Body }),
      DELETE: () => client.deleteObject(object),
      HEAD: () => client.getObjectMetadata(object),
    };
    for (const method of row.methods) {
      const { CommonMsg: answer } = await calls[method]();
      const what = `${method} ${row.name}`;
      equal(`${what} status`, answer.Status, row.status);
      equal(`${what} code`, answer.Code, row.code);
      equal(`${what} message`, answer.Message, row.message);
      equal(`${what} request id ${answer.RequestId}`, row.id.test(answer.RequestId), true);
      // The SDK reads the code, the message and the request id from the headers, but not the
      // host id, which is empty for a HEAD request.
      equal(`${what} host id`, answer.HostId !== '', method !== 'HEAD');
    }
  }
  failures.forEach((failure) => console.log(`esdk-obs-nodejs: ${failure}`));
  console.log(
    `esdk-obs-nodejs: ${cases.length} requests, ${passed} values as expected, ${failures.length} not`,
  );
  process.exit(failures.length === 0 && passed > 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
