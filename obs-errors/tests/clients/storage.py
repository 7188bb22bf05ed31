"""Uploads, lists, downloads, copies and deletes 20 MB with boto3 and esdk-obs-python at the stand-in: with any
signature, and at a server that checks it."""

import io
import os
import tempfile
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError
from obs import DeleteObjectsRequest, Object, ObsClient

SERVERS = [os.environ["OBS_ERRORS_SERVER"], os.environ["OBS_ERRORS_SIGNED_SERVER"]]
DATA = os.urandom(20 << 20)
KEY = "dir/20 MB + ä.bin"


def s3_client(url, version, secret="b"):
    style = {"addressing_style": "path"}
    config = Config(s3=style, retries={"max_attempts": 0}, signature_version=version)
    keys = {"aws_access_key_id": "a", "aws_secret_access_key": secret}
    return boto3.client("s3", endpoint_url=url, region_name="us-east-1", config=config, **keys)


def with_boto3(url, version):
    s3 = s3_client(url, version)
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


def obs_client(url, version, secret="b"):
    return ObsClient("a", secret, server=url, path_style=True, signature=version)


def with_obs(directory, url, version):
    client = obs_client(url, version)

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


def status(url):
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as error:
        return error.code


def signatures_are_checked(url):
    """Another secret is refused, in headers and in signed addresses, and so is no signature at all."""
    s3_client(url, "s3v4").create_bucket(Bucket="signed")
    for version in ["s3", "s3v4"]:
        names = {"Bucket": "signed", "Key": "a key + ä"}
        s3_client(url, version).put_object(**names, Body=b"data")
        for secret, expected in [("b", 200), ("c", 403)]:
            s3 = s3_client(url, version, secret)
            assert status(s3.generate_presigned_url("get_object", names)) == expected, version
            try:
                s3.head_bucket(Bucket="signed")
                assert secret == "b"
            except ClientError as error:
                assert secret == "c" and error.response["Error"]["Code"] == "403"
    for version in ["obs", "v2", "v4"]:
        for secret, expected in [("b", 200), ("c", 403)]:
            client = obs_client(url, version, secret)
            signed = client.createSignedUrl("GET", "signed", "a key + ä", expires=60)
            assert status(signed.signedUrl) == expected, version
            found = client.listObjects("signed")
            code = None if secret == "b" else "SignatureDoesNotMatch"
            assert (found.status, found.errorCode) == (expected, code), version
    assert status(f"{url}/signed/a") == 403


for url in SERVERS:
    for version in ["s3", "s3v4"]:
        with_boto3(url, version)
    for version in ["obs", "v2", "v4"]:
        with tempfile.TemporaryDirectory() as scratch:
            with_obs(scratch, url, version)
signatures_are_checked(SERVERS[1])
print("storage: 11 passed, 0 failed")
