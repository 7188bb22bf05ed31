"""esdk-obs-python, Huawei Cloud's own SDK for Python."""

from obs import ObsClient

from checks import CODES, SERVER, Checks, resource

checks = Checks("esdk-obs-python")
client = ObsClient(
    access_key_id="AK", secret_access_key="SK", server=SERVER, max_retry_count=0, signature="obs"
)

for row in CODES:
    key = f"fault/{row['code']}"
    calls = {
        "GET": lambda: client.getObject("bucket", key),
        "PUT": lambda: client.putContent("bucket", key, "content"),
        "DELETE": lambda: client.deleteObject("bucket", key),
    }
    for method, call in calls.items():
        answer = call()
        what = f"{method} {row['code']}"
        checks.equal(f"{what} status", answer.status, row["status"])
        checks.equal(f"{what} code", answer.errorCode, row["code"])
        checks.equal(f"{what} message", answer.errorMessage, row["sends"] or row["message"])
        checks.equal(f"{what} resource", answer.resource, resource(key))
        checks.equal(f"{what} host id", bool(answer.hostId), True)
        checks.request_id(what, answer.requestId)

    # The SDK reads the code and the message only from bodies, and never from headers:
    # it finds neither in the response to a HEAD request.
    answer = client.getObjectMetadata("bucket", key)
    what = f"HEAD {row['code']}"
    checks.equal(f"{what} status", answer.status, row["status"])
    checks.equal(f"{what} code", answer.errorCode, None)
    checks.equal(f"{what} message", answer.errorMessage, None)
    checks.request_id(what, answer.requestId)

checks.done()
