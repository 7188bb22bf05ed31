"""Looks up error codes with the JSON that is generated from a table.

    python3 catalogue.py obs-errors.json NoSuchKey 503

For a code it prints the code, its status and its retry class, or `unknown`; for a number, the retry class
of a response with that status and no code that is known.
"""

import json
import sys


class Table:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        if data["schema_version"] != 1:
            raise ValueError(f"{path} has version {data['schema_version']}, expected 1")
        self.rules = data["retry_rules"]
        # Exactly these strings: case matters.
        self.codes = {}
        for code in data["codes"]:
            for string in [code["code"], *code["aliases"]]:
                self.codes[string] = code

    def find(self, string):
        return self.codes.get(string)

    def retry(self, status, indicator=None):
        """The retry class of a response without a known code. The first rule that fits counts."""
        for rule in self.rules:
            fits = rule["first_status"] <= status <= rule["last_status"]
            if fits and (not rule["indicators"] or indicator in rule["indicators"]):
                return rule["retry"]
        return "unknown"


def main():
    table = Table(sys.argv[1])
    for argument in sys.argv[2:]:
        code = table.find(argument)
        if code:
            print(code["code"], code["status"], code["retry"])
        elif argument.isdigit():
            print(table.retry(int(argument)))
        else:
            print("unknown")


if __name__ == "__main__":
    main()
