// A row as a list of named values that can be edited, with a bar of relevance for each.

import { float32Text, short } from "./numbers.js";

const element = id => document.getElementById(id);

/** More rows than this make a page slow and help nobody; the search finds the others. */
const MOST_SHOWN = 200;

/** Shows one row; tells <code>onChange</code> when the user changed it. */
export class TableView {
    #names = [];
    #row = new Float32Array();
    #relevance = null;
    #lines = new Map();
    #onChange;

    /** @param {() => void} onChange Called after each change by the user. */
    constructor(onChange) {
        this.#onChange = onChange;
        element("find").oninput = () => this.#list(this.#inOrder());
        element("order").onclick = () => this.#list(this.#byRelevance());
        element("paste-form").onsubmit = event => {
            event.preventDefault();
            this.#take(element("paste").value);
        };
    }

    /** Starts with a row of zeros. */
    start(featureCount, names, explains) {
        this.#names = names ?? Array.from({ length: featureCount }, (_, j) => `feature ${j + 1}`);
        this.#row = new Float32Array(featureCount);
        this.#relevance = null;
        element("find").value = element("paste").value = element("paste-problem").textContent = "";
        element("order").hidden = !explains;
        element("table-view").classList.toggle("without-relevance", !explains);
        this.#list(this.#inOrder());
    }

    get row() {
        return this.#row;
    }

    set row(values) {
        this.#row = Float32Array.from(values);
        this.#showValues();
    }

    showRelevance(relevance) {
        this.#relevance = relevance;
        this.#showRelevance();
    }

    #inOrder() {
        return Array.from(this.#names.keys());
    }

    #byRelevance() {
        return this.#relevance ? this.#inOrder().sort((i, j) => this.#relevance[j] - this.#relevance[i] || i - j) : this.#inOrder();
    }

    /** Lists the features that match what is searched, in this order. */
    #list(order) {
        const wanted = element("find").value.trim().toLowerCase();
        const found = order.filter(j => this.#names[j].toLowerCase().includes(wanted));
        const shown = found.slice(0, MOST_SHOWN);
        this.#lines = new Map(shown.map(j => [j, this.#makeLine(j)]));
        element("features").replaceChildren(...Array.from(this.#lines.values(), line => line.element));
        element("features-shown").textContent = shown.length === this.#names.length ? "" : `${shown.length} of ${this.#names.length} features shown.`;
        this.#showValues();
        this.#showRelevance();
    }

    #makeLine(j) {
        const line = document.createElement("tr");
        const name = document.createElement("th");
        name.scope = "row";
        name.textContent = this.#names[j];
        const input = document.createElement("input");
        Object.assign(input, { type: "number", step: "any", required: true });
        input.setAttribute("aria-label", this.#names[j]);
        input.oninput = () => this.#edit(j, input);
        const bar = document.createElement("i");
        const figure = document.createElement("span");
        line.append(name, cell(input), cell(bar, figure));
        return { element: line, input, bar, figure };
    }

    // A field under way ("", "-") is no number yet: the row keeps its last one.
    #edit(j, input) {
        const value = Math.fround(input.valueAsNumber);
        input.setAttribute("aria-invalid", !Number.isFinite(value));
        if (!Number.isFinite(value))
            return;
        this.#row[j] = value;
        this.#onChange();
    }

    #take(text) {
        const values = text.split(/[\s,;]+/).filter(part => part !== "").map(Number);
        const problem = values.length !== this.#row.length
            ? `${values.length} numbers; the model expects ${this.#row.length}.`
            : values.every(value => Number.isFinite(Math.fround(value))) ? "" : "Some of these are no numbers.";
        element("paste-problem").textContent = problem;
        if (problem !== "")
            return;
        this.row = values;
        this.#onChange();
    }

    #showValues() {
        for (const [j, { input }] of this.#lines) {
            input.value = float32Text(this.#row[j]);
            input.removeAttribute("aria-invalid");
        }
    }

    #showRelevance() {
        const largest = this.#relevance?.reduce((a, b) => Math.max(a, b), 0) ?? 0;
        for (const [j, { bar, figure }] of this.#lines) {
            const relevance = this.#relevance?.[j] ?? null;
            bar.style.setProperty("--share", largest > 0 ? relevance / largest : 0);
            figure.textContent = short(relevance);
        }
    }
}

function cell(...content) {
    const made = document.createElement("td");
    made.append(...content);
    return made;
}
