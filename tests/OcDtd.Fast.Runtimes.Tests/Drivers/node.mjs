// node node.mjs PACKAGE_JSON: answers one question a line of standard input, with one line of standard output each.
// onnxruntime-node is the one installed beside PACKAGE_JSON. Rows and answers are raw little-endian files.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { answer, quiet } from "./batches.mjs";

const ort = createRequire(process.argv[2])("onnxruntime-node");

async function reply(question) {
  const session = await ort.InferenceSession.create(question.model, quiet);
  try {
    const bytes = readFileSync(question.rows);
    const rows = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const { answers, milliseconds } = await answer(ort, session, rows, question);
    for (const [name, values] of Object.entries(answers)) {
      writeFileSync(join(question.answers, name), values);
    }
    return { milliseconds };
  } finally {
    await session.release();
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const result = await reply(JSON.parse(line)).catch((problem) => ({ error: String(problem) }));
  console.log(JSON.stringify(result));
}
