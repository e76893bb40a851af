// What the model says about the row, in numbers; and what the model is.

import { bytes, count, percent, short } from "./numbers.js";

const element = id => document.getElementById(id);

/** Runs whose median time is shown: single times jump about. */
const RUNS_TIMED = 9;

/** How long the row must rest before a screen reader hears of it. */
const REST_BEFORE_SPEAKING = 700;

/** The numbers beside the picture. */
export class Readings {
    #facts;
    #times = [];
    #speaking = 0;

    start(facts) {
        this.#facts = facts;
        this.#times = [];
        for (const id of ["outlierness", "p-value", "explained", "residual", "milliseconds"])
            element(id).textContent = "–";
        delete element("outlierness").dataset.exact;
        this.#showVerdict(0, null);
        element("threshold").textContent = facts.threshold === null ? "none in the file" : short(facts.threshold);
        element("track").hidden = facts.threshold === null;
        if (!facts.outputs.includes("p_value"))
            element("p-value").textContent = "not calibrated";
        const explains = facts.outputs.includes("relevance");
        element("no-relevance").hidden = explains;
        if (!explains)
            element("explained").textContent = element("residual").textContent = "not in the file";
    }

    show({ outlierness, pValue, isOutlier, residual, relevance, milliseconds }) {
        element("outlierness").textContent = short(outlierness);
        element("outlierness").dataset.exact = outlierness;
        this.#showVerdict(outlierness, isOutlier);
        if (pValue !== null)
            element("p-value").textContent = short(pValue);
        if (relevance)
            element("explained").textContent = this.#withShare(relevance.reduce((sum, value) => sum + value, 0), outlierness);
        if (residual !== null)
            element("residual").textContent = this.#withShare(residual, outlierness);
        element("milliseconds").textContent = `${this.#medianTime(milliseconds).toFixed(1)} ms`;
        this.#speak();
    }

    #showVerdict(outlierness, isOutlier) {
        const verdict = element("verdict");
        verdict.textContent = Number.isNaN(outlierness) ? "no number" : isOutlier === null ? "" : isOutlier ? "outlier" : "not an outlier";
        verdict.classList.toggle("is-outlier", isOutlier === true);
        // The threshold stands in the middle of the track; twice the threshold and more fill it.
        element("track").style.setProperty("--filled", Math.min(1, outlierness / (2 * this.#facts.threshold) || 0));
        element("track").classList.toggle("is-outlier", isOutlier === true);
    }

    #withShare(part, outlierness) {
        return outlierness > 0 ? `${short(part)} (${percent(100 * part / outlierness)})` : short(part);
    }

    #medianTime(milliseconds) {
        this.#times = [...this.#times, milliseconds].slice(-RUNS_TIMED);
        return this.#times.toSorted((a, b) => a - b)[this.#times.length >> 1];
    }

    #speak() {
        clearTimeout(this.#speaking);
        this.#speaking = setTimeout(() => {
            const parts = [`Outlierness ${element("outlierness").textContent}`, element("verdict").textContent];
            if (this.#facts.outputs.includes("p_value"))
                parts.push(`p-value ${element("p-value").textContent}`);
            element("spoken").textContent = parts.filter(part => part !== "").join(", ");
        }, REST_BEFORE_SPEAKING);
    }
}

/** What the model is, as a list. */
export function showFacts(facts) {
    const entries = [
        ["Kind", facts.kind],
        ["Features", featuresText(facts)],
        ["Support vectors", facts.supportVectors.map(count).join(" + ")],
        ["Kernel width γ", facts.gamma.map(short).join(", ")],
        ["Rule of relevance", facts.rule],
        ["Scaling", facts.scaling ?? "none"],
        ["Threshold from", thresholdText(facts)],
        ["File", `${bytes(facts.size)}, written by OcDtd.Fast ${facts.version}`],
        ["Runtime", `onnxruntime-web ${facts.runtime}, WebAssembly, ${facts.threads === 1 ? "1 thread" : `${facts.threads} threads`}`],
    ];
    element("facts").replaceChildren(...entries.filter(([, value]) => value).map(([name, value]) => {
        const [line, term, description] = ["div", "dt", "dd"].map(tag => document.createElement(tag));
        [term.textContent, description.textContent] = [name, value];
        line.append(term, description);
        return line;
    }));
}

function featuresText({ featureCount, shape }) {
    if (!shape)
        return count(featureCount);
    const channels = shape.channels === 1 ? "" : ` × ${shape.channels}`;
    return `${count(featureCount)} (${shape.height} × ${shape.width}${channels})`;
}

function thresholdText({ thresholdSource, falseAlarmRate }) {
    if (thresholdSource === "svm")
        return "the trained SVM";
    return thresholdSource && `held-out rows, ${percent(100 * falseAlarmRate)} false alarms`;
}
