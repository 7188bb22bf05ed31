"""boto3, which signs the S3 way and so gets the headers of S3."""

from http.client import responses

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from checks import CASES, FAILURES, FAULTS, Checks

checks = Checks("boto3")
clients = {
    server: boto3.client(
        "s3",
        endpoint_url=server,
        aws_access_key_id="AK",
        aws_secret_access_key="SK",
        region_name="us-east-1",
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
    )
    for server in (FAULTS, FAILURES)
}

# A server that responds without the body it was asked for closes the connection afterwards. boto3 might
# still use it for the next request, which would then fail, because it may try only once.
for client in clients.values():
    client.meta.events.register(
        "before-send.s3", lambda request, **_: request.headers.update({"Connection": "close"})
    )


def refused(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return error.response
    raise AssertionError("the request succeeded")


for case in CASES:
    client, status = clients[case["server"]], case["status"]
    names = {"Bucket": case["bucket"], "Key": case["key"]}
    calls = {
        "GET": lambda: refused(client.get_object, **names),
        "PUT": lambda: refused(client.put_object, **names, Body=case["body"]),
        "DELETE": lambda: refused(client.delete_object, **names),
        "HEAD": lambda: refused(client.head_object, **names),
    }
    for method in case["methods"]:
        answer = calls[method]()
        error, metadata = answer["Error"], answer["ResponseMetadata"]
        what = f"{method} {case['name']}"
        checks.equal(f"{what} status", metadata["HTTPStatusCode"], status)
        if method == "HEAD":
            # boto3 reads no code from headers: for the response to a HEAD request it reports the
            # status and its reason phrase as the code and the message. From 500 on it drops the
            # request id as well.
            checks.equal(f"{what} code", error["Code"], str(status))
            checks.equal(f"{what} message", error["Message"], responses[status])
            if status < 500:
                checks.request_id(what, metadata["RequestId"], case)
            else:
                checks.equal(f"{what} request id", metadata.get("RequestId"), None)
            continue
        checks.equal(f"{what} code", error["Code"], case["code"])
        checks.equal(f"{what} message", error["Message"], case["message"])
        checks.equal(f"{what} resource", error.get("Resource"), case["resource"])
        checks.equal(f"{what} host id", bool(metadata.get("HostId")), True)
        checks.request_id(what, metadata["RequestId"], case)

checks.done()
