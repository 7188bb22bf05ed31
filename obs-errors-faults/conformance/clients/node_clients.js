// Clients in JavaScript, behind the protocol of the suite: node_clients.js NAME URL
'use strict';

const fs = require('node:fs');
const readline = require('node:readline');

const PART = 5 * 1024 * 1024;
// How long a client waits for bytes, in seconds. Everything else is the default of the client.
const TIMEOUT = 2;

function esdkObs(url) {
  const ObsClient = require('esdk-obs-nodejs');
  const client = new ObsClient({
    access_key_id: 'AK', secret_access_key: 'SK', server: url, path_style: true, timeout: TIMEOUT,
  });
  async function checked(promise) {
    const { CommonMsg, InterfaceResult } = await promise;
    if (CommonMsg.Status >= 300) {
      throw Object.assign(new Error(), { Code: CommonMsg.Code || `status ${CommonMsg.Status}` });
    }
    return InterfaceResult;
  }
  const object = ({ bucket, key }) => ({ Bucket: bucket, Key: key });
  return {
    put: (it) => checked(client.putObject({ ...object(it), SourceFile: it.path })),
    get: (it) => checked(client.getObject({ ...object(it), SaveAsFile: it.path })),
    head: (it) => checked(client.getObjectMetadata(object(it))),
    list: async ({ bucket }) => {
      const { Contents } = await checked(client.listObjects({ Bucket: bucket }));
      return { keys: Contents.map(({ Key }) => Key) };
    },
    copy: (it) => checked(client.copyObject({ ...object(it), CopySource: `${it.bucket}/${it.source}` })),
    delete: (it) => checked(client.deleteObject(object(it))),
    delete_many: async ({ bucket, keys }) => {
      const Objects = keys.map((Key) => ({ Key }));
      const { Errors } = await checked(client.deleteObjects({ Bucket: bucket, Quiet: false, Objects }));
      return { failed: (Errors ?? []).map(({ Key }) => Key).sort() };
    },
    upload: (it) => checked(client.uploadFile({ ...object(it), UploadFile: it.path, PartSize: PART })),
    download: (it) => checked(client.downloadFile({ ...object(it), DownloadFile: it.path, PartSize: PART })),
  };
}

function awsSdk(url) {
  const { S3 } = require('@aws-sdk/client-s3');
  const { Upload } = require('@aws-sdk/lib-storage');
  const { NodeHttpHandler } = require('@smithy/node-http-handler');
  const client = new S3({
    endpoint: url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'AK', secretAccessKey: 'SK' },
    requestHandler: new NodeHttpHandler({ socketTimeout: TIMEOUT * 1000, requestTimeout: TIMEOUT * 1000 }),
  });
  const object = ({ bucket, key }) => ({ Bucket: bucket, Key: key });
  const bytes = async (response) => Buffer.from(await response.Body.transformToByteArray());
  return {
    put: (it) => client.putObject({ ...object(it), Body: fs.readFileSync(it.path) }),
    get: async (it) => fs.writeFileSync(it.path, await bytes(await client.getObject(object(it)))),
    head: (it) => client.headObject(object(it)),
    list: async ({ bucket }) => {
      const { Contents } = await client.listObjectsV2({ Bucket: bucket });
      return { keys: (Contents ?? []).map(({ Key }) => Key) };
    },
    copy: (it) => client.copyObject({ ...object(it), CopySource: `${it.bucket}/${it.source}` }),
    delete: (it) => client.deleteObject(object(it)),
    delete_many: async ({ bucket, keys }) => {
      const Objects = keys.map((Key) => ({ Key }));
      const { Errors } = await client.deleteObjects({ Bucket: bucket, Delete: { Objects } });
      return { failed: (Errors ?? []).map(({ Key }) => Key).sort() };
    },
    upload: (it) =>
      new Upload({ client, partSize: PART, params: { ...object(it), Body: fs.createReadStream(it.path) } }).done(),
    download: async (it) => {
      const { ContentLength } = await client.headObject(object(it));
      const parts = [];
      for (let start = 0; start < ContentLength; start += PART) {
        const Range = `bytes=${start}-${Math.min(start + PART, ContentLength) - 1}`;
        parts.push(await bytes(await client.getObject({ ...object(it), Range })));
      }
      fs.writeFileSync(it.path, Buffer.concat(parts));
    },
  };
}

const packages = { 'esdk-obs-nodejs': 'esdk-obs-nodejs', 'aws-sdk-js': '@aws-sdk/client-s3' };

// The error code, if the client reports one, or else the kind of the error.
function described(error) {
  // One SDK rejects with a string: the code, a colon and the message.
  if (typeof error === 'string') return error.split(':')[0];
  const name = error.Code ?? error.code ?? error.name ?? 'error';
  return name === 'Error' ? (error.message || 'Error').slice(0, 60) : String(name);
}

async function many(client, { bucket, count, path }) {
  const puts = Array.from({ length: count }, async (_, number) => {
    try {
      await client.put({ bucket, key: `storm-${number}`, path });
      return null;
    } catch (error) {
      return described(error);
    }
  });
  return { errors: (await Promise.all(puts)).filter((error) => error !== null) };
}

async function main() {
  const [name, url] = process.argv.slice(2);
  const client = { 'esdk-obs-nodejs': esdkObs, 'aws-sdk-js': awsSdk }[name](url);
  // The constructor of one SDK finishes its work in the next turn of the event loop.
  await new Promise(setImmediate);
  const { version } = require(`${packages[name]}/package.json`);
  console.log(JSON.stringify({ version }));
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: what, ...request } = JSON.parse(line);
    let reply;
    try {
      const result = await (what === 'many' ? many(client, request) : client[what](request));
      reply = result && (result.keys || result.failed || result.errors) ? result : {};
    } catch (error) {
      reply = { error: described(error) };
    }
    console.log(JSON.stringify(reply));
  }
}

// An error that no request belongs to must not end the client.
process.on('uncaughtException', (error) => console.error(error));
main();
