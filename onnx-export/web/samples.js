// Rows to start from: the model's own support vectors, and those of samples.json where it lies beside the page.

import { paint, pictureColours } from "./picture-view.js";

/** Support vectors shown of each member, spread over all of them. */
const OF_EACH_MEMBER = 12;

/**
 * Rows of samples.json that fit the model; none where there is no such file. README.md says what the file looks like.
 * @returns {Promise<{ title: string, note: string, samples: { label: string, row: Float32Array }[] } | null>}
 */
export async function servedSamples(featureCount) {
    try {
        const response = await fetch("./samples.json");
        if (!response.ok)
            return null;
        const { title = "Samples", note = "", divisor = 1, samples = [] } = await response.json();
        const fitting = samples.filter(({ values }) => values.length === featureCount);
        const rows = fitting.map(({ label, values }) => ({ label: String(label), row: Float32Array.from(values, value => value / divisor) }));
        return rows.length > 0 ? { title, note, samples: rows } : null;
    } catch {
        return null; // A page without samples works.
    }
}

/** The model's support vectors, labelled by their place in the file. */
export async function modelSamples(scorer, supportVectors) {
    const samples = [];
    for (const [member, available] of supportVectors.entries()) {
        const shown = Math.min(OF_EACH_MEMBER, available);
        for (let i = 0; i < shown; i++) {
            const index = Math.floor(i * available / shown);
            const place = supportVectors.length > 1 ? `${member + 1}.${index + 1}` : `${index + 1}`;
            samples.push({ label: place, row: await scorer.supportVector(member, index) });
        }
    }
    const numbers = supportVectors.length > 1 ? "member and number" : "number";
    return { title: "From the model", note: `Support vectors, by ${numbers} in the file.`, samples };
}

/** Buttons for groups of samples: small pictures where there is a shape. */
export function showSamples(groups, shape, onPick) {
    const blocks = groups.map(group => {
        const block = document.createElement("div");
        const title = document.createElement("h3");
        title.textContent = group.title;
        const note = document.createElement("p");
        note.className = "quiet";
        note.textContent = group.note;
        const list = document.createElement("div");
        list.className = "samples";
        list.append(...group.samples.map(sample => sampleButton(group.title, sample, shape, onPick)));
        block.append(title, list, note);
        return block;
    });
    document.getElementById("sample-groups").replaceChildren(...blocks);
}

function sampleButton(group, { label, row }, shape, onPick) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", `${group}: ${label}`);
    button.onclick = () => onPick(row);
    if (shape) {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [shape.width, shape.height];
        paint(canvas, pictureColours(row, shape));
        button.append(canvas);
    }
    button.append(label);
    return button;
}
