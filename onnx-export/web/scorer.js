// The page's side of worker.js.

/** The model in its worker. Every method gives a promise; what goes wrong rejects it with a message of one line. */
export class Scorer {
    #worker;
    #waiting = new Map();
    #lastId = 0;

    constructor() {
        this.#worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
        this.#worker.onmessage = ({ data: { id, answer, problem } }) => {
            const { resolve, reject } = this.#waiting.get(id);
            this.#waiting.delete(id);
            if (problem === undefined)
                resolve(answer);
            else
                reject(new Error(problem));
        };
        this.#worker.onerror = event => {
            for (const { reject } of this.#waiting.values())
                reject(new Error(`The page's worker failed: ${event.message ?? "it does not load"}.`));
            this.#waiting.clear();
        };
    }

    /** Opens a model; the bytes move to the worker. */
    open(name, bytes) {
        return this.#ask({ task: "open", name, bytes }, [bytes.buffer]);
    }

    score(row) {
        return this.#ask({ task: "score", row });
    }

    supportVector(member, index) {
        return this.#ask({ task: "supportVector", member, index });
    }

    #ask(message, transfer = []) {
        const id = ++this.#lastId;
        return new Promise((resolve, reject) => {
            this.#waiting.set(id, { resolve, reject });
            this.#worker.postMessage({ id, ...message }, transfer);
        });
    }
}

/** Runs one thing at a time; of what is asked meanwhile only the newest, for nobody looks at a picture that is already gone. */
export class Newest {
    #run;
    #next = null;
    #busy = false;

    get isBusy() {
        return this.#busy;
    }

    /** @param {(value: any) => Promise<void>} run Must not reject. */
    constructor(run) {
        this.#run = run;
    }

    async ask(value) {
        this.#next = { value };
        if (this.#busy)
            return;
        this.#busy = true;
        while (this.#next) {
            const { value: newest } = this.#next;
            this.#next = null;
            await this.#run(newest);
        }
        this.#busy = false;
    }
}
