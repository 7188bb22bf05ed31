"""What the Python scripts share: the table, and the comparison of values."""

import json
import os
import sys
from urllib.parse import unquote

FAULTS = os.environ["OBS_ERRORS_SERVER"]
FAILURES = os.environ["OBS_ERRORS_FAILING_SERVER"]


def fault(row):
    """A request that the fault server refuses with a code of the table."""
    key = f"fault/{row['code']}"
    return {
        "name": row["code"],
        "server": FAULTS,
        "bucket": "bucket",
        "key": key,
        "body": b"content",
        "methods": ["GET", "PUT", "DELETE", "HEAD"],
        "status": row["status"],
        "code": row["code"],
        "message": row["sends"] or row["message"],
        "resource": f"/bucket/{key}",
    }


def failure(line):
    """A request that fails in the server behind the layer, from a line of rows.tsv."""
    name, methods, path, size, status, code, message = line.rstrip("\n").split("\t")
    bucket, key = unquote(path.split("?")[0])[1:].split("/", 1)
    entry = next(entry for entry in CODES if entry["code"] == code)
    is_own = "document" not in name
    return {
        "name": name,
        "server": FAILURES,
        "bucket": bucket,
        "key": key,
        "body": b"x" * int(size),
        "methods": methods.split(),
        "status": int(status),
        "code": code,
        "message": entry["sends"] or entry["message"] if message == "-" else message,
        "resource": f"/{bucket}/{key}" if is_own else None,
        # The id of the document of another server.
        "request_id": None if is_own else "0000018A2B3C",
    }


with open(os.environ["OBS_ERRORS_TABLE"], encoding="utf-8") as file:
    CODES = json.load(file)["codes"]
with open(os.environ["OBS_ERRORS_ROWS"], encoding="utf-8") as file:
    lines = [line for line in file if not line.startswith("#")][1:]
CASES = [fault(row) for row in CODES] + [failure(line) for line in lines]
# Clients cannot send the query of one row, state a media type of their own in another, and follow
# the redirect of the third.
OMITTED = ["bad query", "bad media type", "redirect"]
CASES = [case for case in CASES if case["name"] not in OMITTED]


class Checks:
    """Compares the values that a client reports with those that are expected."""

    def __init__(self, client):
        self.client = client
        self.passed = 0
        self.failures = []

    def equal(self, what, found, expected):
        if found == expected:
            self.passed += 1
        else:
            self.failures.append(f"{what}: found {found!r}, expected {expected!r}")

    def request_id(self, what, found, case):
        """Checks that the id is one of the server: 32 hex digits, the time in the first 16."""
        if case.get("request_id"):
            self.equal(f"{what} request id", found, case["request_id"])
            return
        is_id = isinstance(found, str) and len(found) == 32 and found.startswith("0000")
        self.equal(f"{what} request id {found!r}", is_id, True)

    def done(self):
        for failure in self.failures:
            print(f"{self.client}: {failure}")
        print(f"{self.client}: {len(CASES)} requests, {self.passed} values as expected, "
              f"{len(self.failures)} not")
        if self.failures or not self.passed:
            sys.exit(1)
