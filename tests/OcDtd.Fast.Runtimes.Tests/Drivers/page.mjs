// Answers questions with onnxruntime-web: files come from the listener that served this page, and answers go back to it.
import * as ort from "/ort/ort.wasm.min.mjs";
import { answer, quiet } from "./batches.mjs";

ort.env.wasm.wasmPaths = "/ort/";
ort.env.wasm.numThreads = 1; // more would need a page that is isolated from others, which users' pages seldom are

let known = { name: null, rows: null }; // many questions are about the same 10,000 rows

async function load(name) {
  const response = await fetch(`/files/${name}`);
  if (!response.ok) {
    throw new Error(`${name}: ${response.status}`);
  }
  return response.arrayBuffer();
}

window.ask = async function ask(question) {
  if (known.name !== question.rows) {
    known = { name: question.rows, rows: new Float32Array(await load(question.rows)) };
  }
  const session = await ort.InferenceSession.create(await load(question.model), quiet);
  try {
    const { answers, milliseconds } = await answer(ort, session, known.rows, question);
    for (const [name, values] of Object.entries(answers)) {
      await fetch(`/answers/${name}`, { method: "POST", body: values });
    }
    return milliseconds;
  } finally {
    await session.release();
  }
};
document.title = "ready";
