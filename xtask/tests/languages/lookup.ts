// Answers the queries of `languages.rs`.

import { readFileSync, writeSync } from "node:fs";
import * as errors from "./errors.js";

const HEADERS = { code: "code", message: "message", request_id: "requestId", host_id: "hostId", indicator: "indicator" } as const;

function answer([kind, argument, status, indicator]: string[]): readonly string[] {
  switch (kind) {
    case "find": {
      const info = errors.find(argument);
      if (info === undefined) return ["-"];
      const { code, reason, message, solution, retry, aliases, page, deprecated } = info;
      const fields = [code, String(info.status), reason, message, solution, retry, aliases.join("|"), page ?? "-"];
      return deprecated ? [...fields, deprecated.since, deprecated.note, deprecated.use ?? "-"] : fields;
    }
    case "retry":
      return [errors.retryOf(argument || null, Number(status), indicator || null) ?? "-"];
    case "default":
      return [errors.defaultForStatus(Number(argument)) ?? "-"];
    default:
      return errors.HEADERS[HEADERS[argument as keyof typeof HEADERS]];
  }
}

const lines = readFileSync(0, "utf-8").split("\n").slice(0, -1);
const answers = lines.map((line) => answer(line.split("\t")).join("\t") + "\n");
let rest = Buffer.from(answers.join(""));
while (rest.length > 0) rest = rest.subarray(writeSync(1, rest));
