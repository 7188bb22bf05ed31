// Calls the `main` of a WebAssembly module, and prints the report that it left in memory.
import { readFileSync } from "node:fs";

const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]));
let status;
try {
  status = instance.exports.main(0, 0);
} catch (error) {
  // A panic, whose message is in the report.
  status = 1;
  console.error(String(error));
}
const memory = Buffer.from(instance.exports.memory.buffer);
const start = memory.indexOf("<<<report>>>");
const end = memory.indexOf("<<<end>>>", start);
const report = start < 0 ? "" : memory.subarray(start + "<<<report>>>".length, end).toString();
console.log(report || "error: there is no report");
process.exit(report ? status : 1);
