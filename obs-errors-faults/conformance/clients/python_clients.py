"""Clients in Python, behind the protocol of the suite: a request as JSON on a line, a reply on a line.

python_clients.py NAME URL
"""

import concurrent.futures
import json
import os
import subprocess
import sys
from importlib.metadata import version

PART = 5 << 20
# How long a client waits for bytes. Everything else is the default of the client.
TIMEOUT = 2
KEYS = ("AK", "SK")


class Boto3:
    def __init__(self, url):
        import boto3
        from boto3.s3.transfer import TransferConfig
        from botocore.config import Config

        config = Config(s3={"addressing_style": "path"}, read_timeout=TIMEOUT, connect_timeout=TIMEOUT)
        self.s3 = boto3.client(
            "s3",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id=KEYS[0],
            aws_secret_access_key=KEYS[1],
            config=config,
        )
        self.parts = TransferConfig(multipart_threshold=PART, multipart_chunksize=PART)

    def put(self, bucket, key, path):
        with open(path, "rb") as file:
            self.s3.put_object(Bucket=bucket, Key=key, Body=file)

    def get(self, bucket, key, path):
        body = self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        write(path, body)

    def head(self, bucket, key):
        self.s3.head_object(Bucket=bucket, Key=key)

    def list(self, bucket):
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {"keys": [item["Key"] for page in pages for item in page.get("Contents", [])]}

    def copy(self, bucket, source, key):
        self.s3.copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": bucket, "Key": source})

    def delete(self, bucket, key):
        self.s3.delete_object(Bucket=bucket, Key=key)

    def delete_many(self, bucket, keys):
        objects = {"Objects": [{"Key": key} for key in keys]}
        errors = self.s3.delete_objects(Bucket=bucket, Delete=objects).get("Errors", [])
        return {"failed": sorted(error["Key"] for error in errors)}

    def upload(self, bucket, key, path):
        self.s3.upload_file(path, bucket, key, Config=self.parts)

    def download(self, bucket, key, path):
        self.s3.download_file(bucket, key, path, Config=self.parts)


class AwsCli:
    def __init__(self, url):
        self.command = [os.path.join(os.path.dirname(sys.executable), "aws"), "--endpoint-url", url]
        self.command += ["--cli-read-timeout", str(TIMEOUT), "--cli-connect-timeout", str(TIMEOUT)]
        self.environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": KEYS[0],
            "AWS_SECRET_ACCESS_KEY": KEYS[1],
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def run(self, *arguments):
        result = subprocess.run(
            [*self.command, *arguments], env=self.environment, capture_output=True, text=True
        )
        if result.returncode != 0:
            raise CliError(result.stderr.strip())
        return result.stdout

    def api(self, operation, *arguments):
        return self.run("s3api", operation, *arguments)

    def put(self, bucket, key, path):
        self.api("put-object", "--bucket", bucket, "--key", key, "--body", path)

    def get(self, bucket, key, path):
        self.api("get-object", "--bucket", bucket, "--key", key, path)

    def head(self, bucket, key):
        self.api("head-object", "--bucket", bucket, "--key", key)

    def list(self, bucket):
        listed = json.loads(self.api("list-objects-v2", "--bucket", bucket, "--output", "json"))
        return {"keys": [item["Key"] for item in listed.get("Contents", [])]}

    def copy(self, bucket, source, key):
        source = f"{bucket}/{source}"
        self.api("copy-object", "--bucket", bucket, "--key", key, "--copy-source", source)

    def delete(self, bucket, key):
        self.api("delete-object", "--bucket", bucket, "--key", key)

    def delete_many(self, bucket, keys):
        objects = json.dumps({"Objects": [{"Key": key} for key in keys]})
        text = self.api("delete-objects", "--bucket", bucket, "--delete", objects, "--output", "json")
        return {"failed": sorted(error["Key"] for error in json.loads(text).get("Errors", []))}

    def upload(self, bucket, key, path):
        self.run("s3", "cp", "--only-show-errors", path, f"s3://{bucket}/{key}")

    def download(self, bucket, key, path):
        self.run("s3", "cp", "--only-show-errors", f"s3://{bucket}/{key}", path)


class CliError(Exception):
    pass


class EsdkObsPython:
    def __init__(self, url):
        from obs import ObsClient

        self.client = ObsClient(
            access_key_id=KEYS[0], secret_access_key=KEYS[1], server=url, path_style=True, timeout=TIMEOUT
        )

    def checked(self, response):
        if response.status >= 300:
            raise ObsError(response.errorCode or f"status {response.status}")
        return response.body

    def put(self, bucket, key, path):
        self.checked(self.client.putFile(bucket, key, path))

    def get(self, bucket, key, path):
        self.checked(self.client.getObject(bucket, key, downloadPath=path))

    def head(self, bucket, key):
        self.checked(self.client.getObjectMetadata(bucket, key))

    def list(self, bucket):
        return {"keys": [item.key for item in self.checked(self.client.listObjects(bucket)).contents]}

    def copy(self, bucket, source, key):
        self.checked(self.client.copyObject(bucket, source, bucket, key))

    def delete(self, bucket, key):
        self.checked(self.client.deleteObject(bucket, key))

    def delete_many(self, bucket, keys):
        from obs import DeleteObjectsRequest, Object

        request = DeleteObjectsRequest(quiet=False, objects=[Object(key=key) for key in keys])
        errors = self.checked(self.client.deleteObjects(bucket, request)).error or []
        return {"failed": sorted(error.key for error in errors)}

    def upload(self, bucket, key, path):
        self.checked(self.client.uploadFile(bucket, key, path, PART, 2))

    def download(self, bucket, key, path):
        self.checked(self.client.downloadFile(bucket, key, path, PART, 2))


class ObsError(Exception):
    pass


class MinioPy:
    def __init__(self, url):
        from minio import Minio
        from urllib3 import PoolManager, Retry, Timeout

        # The pool that the client makes by default, with another timeout.
        retry = Retry(total=5, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504])
        timeout = Timeout(connect=TIMEOUT, read=TIMEOUT)
        pool = PoolManager(timeout=timeout, maxsize=10, retries=retry)
        host = url.removeprefix("http://")
        self.client = Minio(host, access_key=KEYS[0], secret_key=KEYS[1], secure=False, http_client=pool)

    def put(self, bucket, key, path):
        # It uploads in parts from 5 MiB on.
        self.client.fput_object(bucket_name=bucket, object_name=key, file_path=path)

    def get(self, bucket, key, path):
        self.client.fget_object(bucket_name=bucket, object_name=key, file_path=path)

    def head(self, bucket, key):
        self.client.stat_object(bucket_name=bucket, object_name=key)

    def list(self, bucket):
        return {"keys": [item.object_name for item in self.client.list_objects(bucket_name=bucket, recursive=True)]}

    def copy(self, bucket, source, key):
        from minio.commonconfig import CopySource

        source = CopySource(bucket_name=bucket, object_name=source)
        self.client.copy_object(bucket_name=bucket, object_name=key, source=source)

    def delete(self, bucket, key):
        self.client.remove_object(bucket_name=bucket, object_name=key)

    def delete_many(self, bucket, keys):
        from minio.deleteobjects import DeleteObject

        objects = [DeleteObject(key) for key in keys]
        errors = self.client.remove_objects(bucket_name=bucket, delete_object_list=objects)
        return {"failed": sorted(error.name for error in errors)}

    def upload(self, bucket, key, path):
        self.client.fput_object(bucket_name=bucket, object_name=key, file_path=path, part_size=PART)

    def download(self, bucket, key, path):
        size = self.client.stat_object(bucket_name=bucket, object_name=key).size
        with open(path, "wb") as file:
            for offset in range(0, size, PART):
                response = self.client.get_object(
                    bucket_name=bucket, object_name=key, offset=offset, length=min(PART, size - offset)
                )
                file.write(response.data)


class S3fs:
    def __init__(self, url):
        import s3fs

        self.s3 = s3fs.S3FileSystem(
            key=KEYS[0],
            secret=KEYS[1],
            endpoint_url=url,
            use_listings_cache=False,
            client_kwargs={"region_name": "us-east-1"},
            config_kwargs={"read_timeout": TIMEOUT, "connect_timeout": TIMEOUT},
        )

    def put(self, bucket, key, path):
        with open(path, "rb") as file:
            self.s3.pipe_file(f"{bucket}/{key}", file.read())

    def get(self, bucket, key, path):
        write(path, self.s3.cat_file(f"{bucket}/{key}"))

    def head(self, bucket, key):
        self.s3.info(f"{bucket}/{key}", refresh=True)

    def list(self, bucket):
        return {"keys": [name.split("/", 1)[1] for name in self.s3.find(bucket)]}

    def copy(self, bucket, source, key):
        self.s3.copy(f"{bucket}/{source}", f"{bucket}/{key}")

    def delete(self, bucket, key):
        self.s3.rm_file(f"{bucket}/{key}")

    def delete_many(self, bucket, keys):
        self.s3.rm([f"{bucket}/{key}" for key in keys])
        return {"failed": []}

    def upload(self, bucket, key, path):
        self.s3.put_file(path, f"{bucket}/{key}", chunksize=PART)

    def download(self, bucket, key, path):
        self.s3.get_file(f"{bucket}/{key}", path)


CLIENTS = {
    "boto3": Boto3,
    "aws-cli": AwsCli,
    "esdk-obs-python": EsdkObsPython,
    "minio-py": MinioPy,
    "s3fs": S3fs,
}


PACKAGES = {name: name for name in CLIENTS} | {"aws-cli": "awscli", "minio-py": "minio"}


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def described(error):
    """The error code, if the client reports one, or else the kind of the error."""
    response = getattr(error, "response", None)
    if isinstance(response, dict) and response.get("Error", {}).get("Code"):
        return response["Error"]["Code"]
    code = getattr(error, "code", None)
    if isinstance(code, str) and code:
        return code
    if isinstance(error, ObsError):
        return str(error)
    if isinstance(error, CliError):
        start = str(error).find("An error occurred (")
        if start >= 0:
            return str(error)[start:].split("(", 1)[1].split(")", 1)[0] or "no code"
        return str(error).splitlines()[-1].split(":")[0][:60]
    if isinstance(error.__cause__, Exception) and error.__cause__ is not error:
        return described(error.__cause__)
    return type(error).__name__


def many(client, bucket, count, path):
    """Puts objects at once; returns the errors."""
    def put(number):
        try:
            client.put(bucket, f"storm-{number}", path)
        except Exception as error:
            return described(error)

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return {"errors": [error for error in pool.map(put, range(count)) if error]}


def main():
    name, url = sys.argv[1:]
    client = CLIENTS[name](url)
    print(json.dumps({"version": version(PACKAGES[name])}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        do = request.pop("do")
        try:
            run = (lambda **it: many(client, **it)) if do == "many" else getattr(client, do)
            reply = run(**request) or {}
        except Exception as error:
            reply = {"error": described(error)}
        print(json.dumps(reply), flush=True)


main()
