// Reads what onnxruntime-web does not tell: the metadata of a model file and, by name, its initializers (docs/model-file.md).

import { DamagedError, block, fields, numbers, text } from "./protobuf.js";

/** The file is none that this page can show; the message is one line that starts with its name. */
export class ModelFileError extends Error {}

const NEWEST_FORMAT = 2;
const FLOAT32 = 1;
const FLOAT64 = 11;
const DIGEST_LENGTH = 64;

/** Field numbers of the ONNX standard. */
const Model = { graph: 7, metadata: 14 };
const Graph = { initializer: 5 };
const Tensor = { dims: 1, type: 2, name: 8, raw: 9 };
const Entry = { key: 1, value: 2 };

/** A model file: checked when it is made, and read without copies until a value is asked for. */
export class ModelFile {
    /**
     * @param {Uint8Array} bytes All of the file.
     * @param {string} name What error messages call it.
     * @returns {Promise<ModelFile>}
     * @throws {ModelFileError} It is foreign, damaged or newer than this page.
     */
    static async open(bytes, name) {
        const file = new ModelFile();
        file.size = bytes.length;
        file.metadata = new Map();
        file.tensors = new Map();
        try {
            file.#walk(bytes);
        } catch (error) {
            if (error instanceof DamagedError)
                throw new ModelFileError(`${name}: is no whole ONNX file (${error.message}).`);
            throw error;
        }
        file.#requireOurs(name);
        await requireDigest(bytes, file.metadata.get("ocdtd.sha256"), name);
        file.#requireSupportVectors(name);
        return file;
    }

    /** Number of features, d. */
    get featureCount() {
        return this.supportVectors[0].dims[1];
    }

    /** A support vector in the user's own units: what a scaling did to it is undone, x = u/factor + shift. */
    supportVector(member, index) {
        const d = this.featureCount;
        const row = new Float32Array(this.supportVectors[member].raw.slice(4 * d * index, 4 * d * (index + 1)).buffer);
        const shift = this.#doubles("scaling.shift"), factor = this.#doubles("scaling.factor");
        return shift && factor ? row.map((u, j) => u / factor[j] + shift[j]) : row;
    }

    /** What the page says about the model. Numbers are numbers; what the file does not say is null. */
    facts() {
        const number = key => this.metadata.has(key) ? Number(this.metadata.get(key)) : null;
        return {
            kind: this.metadata.get("ocdtd.kind"),
            rule: this.metadata.get("ocdtd.rule") ?? null,
            shape: this.#shape(),
            featureCount: this.featureCount,
            featureNames: this.#featureNames(),
            supportVectors: this.supportVectors.map(tensor => tensor.dims[0]),
            gamma: this.supportVectors.map((_, member) => this.#doubles(`member${member}.gamma`)?.[0] ?? null),
            scaling: this.tensors.has("scaling.shift") ? this.metadata.get("ocdtd.scaling") ?? null : null,
            threshold: number("ocdtd.threshold"),
            thresholdSource: this.metadata.get("ocdtd.threshold_source") ?? null,
            falseAlarmRate: number("ocdtd.false_alarm_rate"),
            version: this.metadata.get("ocdtd.version") ?? null,
            size: this.size,
        };
    }

    #walk(bytes) {
        for (const { number, value } of fields(bytes)) {
            if (number === Model.metadata)
                this.#addEntry(block(value));
            else if (number === Model.graph)
                this.#walkGraph(block(value));
        }
    }

    #addEntry(bytes) {
        const entry = { key: "", value: "" };
        for (const { number, value } of fields(bytes)) {
            if (number === Entry.key)
                entry.key = text(value);
            else if (number === Entry.value)
                entry.value = text(value);
        }
        this.metadata.set(entry.key, entry.value);
    }

    #walkGraph(bytes) {
        for (const { number, value } of fields(bytes)) {
            if (number === Graph.initializer)
                this.#addTensor(block(value));
        }
    }

    #addTensor(bytes) {
        const tensor = { dims: [], type: 0, raw: null };
        let name = "";
        for (const { number, value } of fields(bytes)) {
            switch (number) {
                case Tensor.dims: tensor.dims.push(...numbers(value)); break;
                case Tensor.type: tensor.type = value; break;
                case Tensor.name: name = text(value); break;
                case Tensor.raw: tensor.raw = block(value); break;
            }
        }
        this.tensors.set(name, tensor);
    }

    #requireOurs(name) {
        if (!this.metadata.has("ocdtd.kind"))
            throw new ModelFileError(`${name}: is no model of OcDtd.Fast (there is no metadata 'ocdtd.kind').`);
        const version = this.metadata.get("ocdtd.format_version");
        if (!(Number(version) >= 1 && Number(version) <= NEWEST_FORMAT))
            throw new ModelFileError(`${name}: has format version ${version}; this page reads 1 to ${NEWEST_FORMAT}.`);
    }

    #requireSupportVectors(name) {
        this.supportVectors = [];
        for (let member = 0; this.tensors.has(`member${member}.support_vectors`); member++)
            this.supportVectors.push(this.tensors.get(`member${member}.support_vectors`));
        if (this.supportVectors.length === 0)
            throw new ModelFileError(`${name}: holds no support vectors.`);
        this.supportVectors.forEach((tensor, member) => {
            const tensorName = `'member${member}.support_vectors'`;
            if (tensor.raw === null)
                throw new ModelFileError(`${name}: keeps ${tensorName} in another file; a browser can open whole files only.`);
            const [m, d] = tensor.dims;
            const whole = tensor.type === FLOAT32 && tensor.dims.length === 2 && m > 0 && d > 0 && d === this.featureCount;
            if (!whole || tensor.raw.length !== 4 * m * d)
                throw new ModelFileError(`${name}: initializer ${tensorName} is not what it claims (${tensor.dims.join(" × ")}).`);
        });
    }

    #doubles(name) {
        const tensor = this.tensors.get(name);
        return tensor?.type === FLOAT64 && tensor.raw ? new Float64Array(tensor.raw.slice().buffer) : null;
    }

    #shape() {
        const sides = this.metadata.get("ocdtd.shape")?.split(",").map(Number);
        if (sides?.length !== 3 || sides[0] * sides[1] * sides[2] !== this.featureCount)
            return null;
        const [height, width, channels] = sides;
        return { height, width, channels };
    }

    #featureNames() {
        try {
            const names = JSON.parse(this.metadata.get("ocdtd.feature_names") ?? "null");
            return names?.length === this.featureCount ? names.map(String) : null;
        } catch {
            return null;
        }
    }
}

/** The last 64 bytes are the digest of all before them. Browsers compute it on pages from https and from this computer. */
async function requireDigest(bytes, digest, name) {
    if (!globalThis.crypto?.subtle)
        return;
    const content = bytes.subarray(0, bytes.length - DIGEST_LENGTH);
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    const hexadecimal = Array.from(found, byte => byte.toString(16).padStart(2, "0")).join("");
    if (digest !== hexadecimal)
        throw new ModelFileError(`${name}: is damaged; its content does not match its SHA-256.`);
}
