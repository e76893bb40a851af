// Rows through a session, batch after batch, as a user of the file would send them. Both drivers' only work.

/** Errors only: at every opening the runtime warns that 'explain' can be overridden, which is what it is for. */
export const quiet = { logSeverityLevel: 3 };

/** Answers a question: outputs by name, whole again, and the milliseconds that every repeat took. */
export async function answer(ort, session, rows, question) {
  const { rowCount, featureCount, batchRows, repeats, outputs } = question;
  const answers = Object.fromEntries(outputs.map((name) => [name, room(name, rowCount, featureCount)]));
  const milliseconds = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    let first = 0;
    do {
      const count = Math.min(batchRows, rowCount - first);
      const batch = rows.subarray(first * featureCount, (first + count) * featureCount);
      const x = new ort.Tensor("float32", batch, [count, featureCount]);
      const found = await session.run({ x }, outputs);
      for (const name of outputs) {
        answers[name].set(checked(name, found[name], count, featureCount), first * width(name, featureCount));
      }
      first += count;
    } while (first < rowCount);
    milliseconds.push(performance.now() - start);
  }
  return { answers, milliseconds };
}

function width(name, featureCount) {
  return name === "relevance" ? featureCount : 1;
}

function room(name, rowCount, featureCount) {
  return name === "is_outlier" ? new Uint8Array(rowCount) : new Float32Array(rowCount * width(name, featureCount));
}

function checked(name, tensor, rowCount, featureCount) {
  const expected = name === "relevance" ? [rowCount, featureCount] : [rowCount];
  if (String(tensor.dims) !== String(expected)) {
    throw new Error(`${name} is (${tensor.dims}); expected (${expected})`);
  }
  return tensor.data;
}
