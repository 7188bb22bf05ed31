"""esdk-obs-python, Huawei Cloud's own SDK for Python."""

from obs import ObsClient

from checks import CASES, FAILURES, FAULTS, Checks

checks = Checks("esdk-obs-python")
clients = {
    server: ObsClient(
        access_key_id="AK",
        secret_access_key="SK",
        server=server,
        max_retry_count=0,
        signature="obs",
    )
    for server in (FAULTS, FAILURES)
}

for case in CASES:
    client, bucket, key = clients[case["server"]], case["bucket"], case["key"]
    calls = {
        "GET": lambda: client.getObject(bucket, key),
        "PUT": lambda: client.putContent(bucket, key, case["body"].decode()),
        "DELETE": lambda: client.deleteObject(bucket, key),
        "HEAD": lambda: client.getObjectMetadata(bucket, key),
    }
    for method in case["methods"]:
        answer = calls[method]()
        what = f"{method} {case['name']}"
        checks.equal(f"{what} status", answer.status, case["status"])
        checks.request_id(what, answer.requestId, case)
        if method == "HEAD":
            # The SDK reads the code and the message only from bodies, and never from headers:
            # it finds neither in the response to a HEAD request.
            checks.equal(f"{what} code", answer.errorCode, None)
            checks.equal(f"{what} message", answer.errorMessage, None)
            continue
        checks.equal(f"{what} code", answer.errorCode, case["code"])
        checks.equal(f"{what} message", answer.errorMessage, case["message"])
        checks.equal(f"{what} resource", answer.resource, case["resource"])
        checks.equal(f"{what} host id", bool(answer.hostId), case["resource"] is not None)

checks.done()
