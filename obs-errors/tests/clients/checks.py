"""What the Python scripts share: the table, and the comparison of values."""

import json
import os
import sys
from urllib.parse import quote

SERVER = os.environ["OBS_ERRORS_SERVER"]

with open(os.environ["OBS_ERRORS_TABLE"], encoding="utf-8") as file:
    CODES = json.load(file)["codes"]


def resource(key):
    """The resource that the server reports: the path of the request, encoded as it was sent."""
    return quote(f"/bucket/{key}")


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

    def request_id(self, what, found):
        """Checks that the id is one of the server: 32 hex digits, the time in the first 16."""
        is_id = isinstance(found, str) and len(found) == 32 and found.startswith("0000")
        self.equal(f"{what} request id {found!r}", is_id, True)

    def done(self):
        for failure in self.failures:
            print(f"{self.client}: {failure}")
        print(f"{self.client}: {len(CODES)} codes, {self.passed} values as expected, "
              f"{len(self.failures)} not")
        if self.failures or not self.passed:
            sys.exit(1)
