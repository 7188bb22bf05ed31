"""Uploads, lists, downloads, copies and deletes 20 MB with boto3 and esdk-obs-python at the stand-in."""

import io
import os
import tempfile

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from obs import DeleteObjectsRequest, Object, ObsClient

URL = os.environ["OBS_ERRORS_SERVER"]
DATA = os.urandom(20 << 20)
KEY = "dir/20 MB + ä.bin"


def with_boto3():
    config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0})
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": "b"}
    s3 = boto3.client("s3", endpoint_url=URL, region_name="us-east-1", config=config, **keys)
    in_parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    bucket = "boto3"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="whole", Body=DATA, Metadata={"a": "b"})
    s3.upload_fileobj(io.BytesIO(DATA), bucket, KEY, Config=in_parts)
    assert s3.head_object(Bucket=bucket, Key="whole")["Metadata"] == {"a": "b"}
    for key in ["whole", KEY]:
        received = io.BytesIO()
        s3.download_fileobj(bucket, key, received, Config=in_parts)
        assert received.getvalue() == DATA, key
    part = s3.get_object(Bucket=bucket, Key=KEY, Range="bytes=5-9")["Body"].read()
    assert part == DATA[5:10]
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": KEY})
    s3.copy({"Bucket": bucket, "Key": KEY}, bucket, "copy in parts", Config=in_parts)
    assert s3.get_object(Bucket=bucket, Key="copy in parts")["Body"].read() == DATA
    keys = ["copy", "copy in parts", KEY, "whole"]
    for lists in ["list_objects", "list_objects_v2"]:
        pages = s3.get_paginator(lists).paginate(Bucket=bucket, PaginationConfig={"PageSize": 3})
        assert [item["Key"] for page in pages for item in page["Contents"]] == keys, lists
    page = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    assert [item["Prefix"] for item in page["CommonPrefixes"]] == ["dir/"]
    deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in keys]})
    assert len(deleted["Deleted"]) == 4 and "Errors" not in deleted
    s3.delete_bucket(Bucket=bucket)


def with_obs(directory):
    client = ObsClient(access_key_id="a", secret_access_key="b", server=URL, path_style=True)

    def checked(response):
        assert response.status < 300, (response.status, response.errorCode)
        return response

    bucket, source = "esdk", os.path.join(directory, "source")
    with open(source, "wb") as file:
        file.write(DATA)
    checked(client.createBucket(bucket))
    checked(client.putFile(bucket, "whole", source))
    checked(client.uploadFile(bucket, KEY, source, 5 << 20, 2))
    received = os.path.join(directory, "received")
    checked(client.downloadFile(bucket, KEY, received, 3 << 20, 2))
    with open(received, "rb") as file:
        assert file.read() == DATA
    whole = checked(client.getObject(bucket, "whole", loadStreamInMemory=True))
    assert whole.body.buffer == DATA
    checked(client.copyObject(bucket, KEY, bucket, "copy"))
    keys = [item.key for item in checked(client.listObjects(bucket)).body.contents]
    assert keys == ["copy", KEY, "whole"], keys
    request = DeleteObjectsRequest(quiet=False, objects=[Object(key=key) for key in keys])
    assert len(checked(client.deleteObjects(bucket, request)).body.deleted) == 3
    checked(client.deleteBucket(bucket))


with_boto3()
with tempfile.TemporaryDirectory() as scratch:
    with_obs(scratch)
print("storage: 2 passed, 0 failed")
