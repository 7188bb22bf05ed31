"""boto3, which signs the S3 way and so gets the headers of S3."""

from http.client import responses

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from checks import CODES, SERVER, Checks, resource

checks = Checks("boto3")
client = boto3.client(
    "s3",
    endpoint_url=SERVER,
    aws_access_key_id="AK",
    aws_secret_access_key="SK",
    region_name="us-east-1",
    config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
)


def refused(call, **arguments):
    try:
        call(Bucket="bucket", **arguments)
    except ClientError as error:
        return error.response
    raise AssertionError("the request succeeded")


for row in CODES:
    key = f"fault/{row['code']}"
    answers = {
        "GET": refused(client.get_object, Key=key),
        "PUT": refused(client.put_object, Key=key, Body=b"content"),
        "DELETE": refused(client.delete_object, Key=key),
    }
    for method, answer in answers.items():
        what = f"{method} {row['code']}"
        checks.equal(f"{what} status", answer["ResponseMetadata"]["HTTPStatusCode"], row["status"])
        checks.equal(f"{what} code", answer["Error"]["Code"], row["code"])
        checks.equal(f"{what} message", answer["Error"]["Message"], row["sends"] or row["message"])
        checks.equal(f"{what} resource", answer["Error"]["Resource"], resource(key))
        checks.equal(f"{what} host id", bool(answer["ResponseMetadata"]["HostId"]), True)
        checks.request_id(what, answer["ResponseMetadata"]["RequestId"])

    # boto3 reads no code from headers: for the response to a HEAD request it reports the status and
    # its reason phrase as the code and the message. From 500 on it drops the request id as well.
    answer = refused(client.head_object, Key=key)
    what = f"HEAD {row['code']}"
    status = row["status"]
    checks.equal(f"{what} status", answer["ResponseMetadata"]["HTTPStatusCode"], status)
    checks.equal(f"{what} code", answer["Error"]["Code"], str(status))
    checks.equal(f"{what} message", answer["Error"]["Message"], responses[status])
    if status < 500:
        checks.request_id(what, answer["ResponseMetadata"]["RequestId"])
    else:
        checks.equal(f"{what} request id", answer["ResponseMetadata"].get("RequestId"), None)

checks.done()
