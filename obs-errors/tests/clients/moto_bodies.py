"""Runs boto3 against moto, an independent implementation of S3: records the responses, and
what boto3 reads from them, for the test `clients`."""

import json
import logging
import os
import pathlib
import shutil

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

logging.getLogger("werkzeug").setLevel(logging.CRITICAL)

directory = pathlib.Path(os.environ["OBS_ERRORS_BODIES"])
shutil.rmtree(directory, ignore_errors=True)
directory.mkdir(parents=True)

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
client = boto3.client(
    "s3",
    endpoint_url=f"http://{host}:{port}",
    aws_access_key_id="AK",
    aws_secret_access_key="SK",
    region_name="us-east-1",
    config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
)

last = {}
client.meta.events.register(
    "before-parse.s3", lambda response_dict, **_: last.update(response_dict)
)

client.create_bucket(Bucket="bucket")
client.put_object(Bucket="bucket", Key="key", Body=b"content")
upload = client.create_multipart_upload(Bucket="bucket", Key="large")["UploadId"]
part = client.upload_part(Bucket="bucket", Key="large", UploadId=upload, PartNumber=1, Body=b"small")
parts = [{"ETag": part["ETag"], "PartNumber": 1}]

CALLS = {
    "no-such-bucket": (client.get_object, {"Bucket": "nowhere", "Key": "key"}),
    "no-such-key": (client.get_object, {"Bucket": "bucket", "Key": "a&b<c>"}),
    "no-such-key-head": (client.head_object, {"Bucket": "bucket", "Key": "missing"}),
    "no-such-version": (client.get_object, {"Bucket": "bucket", "Key": "key", "VersionId": "v"}),
    "bucket-not-empty": (client.delete_bucket, {"Bucket": "bucket"}),
    "no-such-policy": (client.get_bucket_policy, {"Bucket": "bucket"}),
    "no-such-tags": (client.get_bucket_tagging, {"Bucket": "bucket"}),
    "no-such-cors": (client.get_bucket_cors, {"Bucket": "bucket"}),
    "no-such-lifecycle": (client.get_bucket_lifecycle_configuration, {"Bucket": "bucket"}),
    "no-such-website": (client.get_bucket_website, {"Bucket": "bucket"}),
    "no-such-encryption": (client.get_bucket_encryption, {"Bucket": "nowhere"}),
    # moto fails here, and responds with an HTML page.
    "no-such-upload": (
        client.complete_multipart_upload,
        {"Bucket": "bucket", "Key": "large", "UploadId": "u", "MultipartUpload": {"Parts": parts}},
    ),
    "invalid-part": (
        client.complete_multipart_upload,
        {
            "Bucket": "bucket",
            "Key": "large",
            "UploadId": upload,
            "MultipartUpload": {"Parts": [{"ETag": '"0"', "PartNumber": 1}]},
        },
    ),
    "invalid-range": (client.get_object, {"Bucket": "bucket", "Key": "key", "Range": "bytes=99-100"}),
    "precondition-failed": (client.get_object, {"Bucket": "bucket", "Key": "key", "IfMatch": '"0"'}),
    "too-many-keys": (client.list_objects_v2, {"Bucket": "bucket", "MaxKeys": -1}),
    "invalid-tag": (
        client.put_object_tagging,
        {"Bucket": "bucket", "Key": "key", "Tagging": {"TagSet": [{"Key": "aws:a", "Value": "b"}]}},
    ),
}

for name, (call, arguments) in CALLS.items():
    try:
        call(**arguments)
    except ClientError as error:
        response = error.response
    else:
        raise AssertionError(f"{name}: the request succeeded")
    lines = [f"HTTP/1.1 {last['status_code']}"]
    lines += [f"{name}: {value}" for name, value in last["headers"].items()]
    head = "\n".join(lines).encode() + b"\n\n"
    (directory / f"{name}.http").write_bytes(head + last["body"])
    read = {"status": last["status_code"], "body": bool(last["body"]), "error": response["Error"]}
    (directory / f"{name}.json").write_text(json.dumps(read))

server.stop()
print(f"moto: {len(CALLS)} responses recorded")
