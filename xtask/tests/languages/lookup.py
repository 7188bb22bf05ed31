"""Answers the queries of `languages.rs`."""

import sys
from typing import List

import errors


def answer(query: List[str]) -> List[str]:
    kind, argument = query[0], query[1]
    if kind == "find":
        info = errors.find(argument)
        if info is None:
            return ["-"]
        fields = [info.code, str(info.status), info.reason, info.message, info.solution]
        fields += [info.retry, "|".join(info.aliases), info.page or "-"]
        if info.deprecated:
            fields += [info.deprecated.since, info.deprecated.note, info.deprecated.use or "-"]
        return [str(field) for field in fields]
    if kind == "retry":
        return [str(errors.retry_of(argument or None, int(query[2]), query[3] or None) or "-")]
    if kind == "default":
        return [str(errors.default_for_status(int(argument)) or "-")]
    return list(errors.HEADERS[argument])


def main() -> None:
    lines = sys.stdin.buffer.read().decode("utf-8").split("\n")[:-1]
    answers = ["\t".join(answer(line.split("\t"))) + "\n" for line in lines]
    sys.stdout.buffer.write("".join(answers).encode("utf-8"))


main()
