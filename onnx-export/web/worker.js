// The model, off the page's own thread: reading the file, opening it in onnxruntime-web, running it.

import { ModelFile, ModelFileError } from "./model-file.js";

const OUTPUTS = ["outlierness", "p_value", "is_outlier", "residual", "relevance"];

let runtime = null;
let session = null;
let file = null;

const work = {
    /** Opens a model in place of the one before; gives what is known about it. */
    async open({ name, bytes }) {
        const opened = await ModelFile.open(bytes, name);
        runtime ??= await loadRuntime();
        const next = await openSession(bytes, name);
        await session?.release();
        [session, file] = [next, opened];
        const threads = runtime.env.wasm.numThreads;
        return { ...file.facts(), outputs: session.outputNames, runtime: runtime.env.versions.web, threads };
    },

    /** Runs the model on one row: only the outputs that the page shows and the file has. */
    async score({ row }) {
        const x = new runtime.Tensor("float32", row, [1, row.length]);
        const started = performance.now();
        const outputs = await session.run({ x }, OUTPUTS.filter(name => session.outputNames.includes(name)));
        const milliseconds = performance.now() - started;
        return {
            milliseconds,
            outlierness: outputs.outlierness.data[0],
            pValue: outputs.p_value?.data[0] ?? null,
            isOutlier: outputs.is_outlier ? outputs.is_outlier.data[0] !== 0 : null,
            residual: outputs.residual?.data[0] ?? null,
            relevance: outputs.relevance?.data ?? null,
        };
    },

    async supportVector({ member, index }) {
        return file.supportVector(member, index);
    },
};

let last = Promise.resolve();

// One after the other: a model must not be replaced while it runs.
self.onmessage = ({ data }) => last = last.then(() => answer(data));

async function answer({ id, task, ...input }) {
    try {
        self.postMessage({ id, answer: await work[task](input) });
    } catch (error) {
        const expected = error instanceof ModelFileError || error instanceof RuntimeError;
        self.postMessage({ id, problem: expected ? error.message : `Unexpected: ${error.message}` });
    }
}

class RuntimeError extends Error {}

async function loadRuntime() {
    let ort;
    try {
        ort = await import("./runtime/ort.wasm.min.mjs");
    } catch {
        throw new RuntimeError("runtime/ort.wasm.min.mjs does not load; README.md says which three files of onnxruntime-web belong there.");
    }
    ort.env.wasm.wasmPaths = new URL("./runtime/", import.meta.url).href;
    // Threads share memory, which browsers allow only where the page is isolated; more than four do not pay for single rows.
    ort.env.wasm.numThreads = self.crossOriginIsolated ? Math.min(4, Math.ceil(navigator.hardwareConcurrency / 2)) : 1;
    return ort;
}

async function openSession(bytes, name) {
    try {
        return await runtime.InferenceSession.create(bytes, { executionProviders: ["wasm"], logSeverityLevel: 3 });
    } catch (error) {
        throw new RuntimeError(`${name}: onnxruntime-web cannot open it (${String(error.message).split("\n")[0]}).`);
    }
}
