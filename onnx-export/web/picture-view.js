// A row as a picture that can be drawn on, its relevance as a heatmap beside it, and a cursor that reads both.

import { stroke } from "./brush.js";
import { heatColour } from "./colours.js";
import { percent, short } from "./numbers.js";

const element = id => document.getElementById(id);

/** Shows one row; tells <code>onChange</code> when the user changed it. */
export class PictureView {
    #shape;
    #row;
    #relevance = null;
    #outlierness = NaN;
    #scaleEnd = 0;
    #cursor = null;
    #penAt = null;
    #spaceAt = null;
    #onChange;
    #picture = element("picture");
    #heat = element("heat");

    /** @param {() => void} onChange Called after each change by the user. */
    constructor(onChange) {
        this.#onChange = onChange;
        this.#listenToPen();
        for (const canvas of [this.#picture, this.#heat])
            this.#listenToCursor(canvas);
        element("clear").onclick = () => this.#clear();
        element("overlay").onchange = () => this.#draw();
        element("hold").onchange = () => this.#drawRelevance();
        drawLegend();
    }

    /** Starts with a picture of this shape, black. */
    start(shape, explains) {
        this.#shape = shape;
        this.#row = new Float32Array(shape.height * shape.width * shape.channels);
        this.#relevance = null;
        this.#moveCursor(null);
        this.#scaleEnd = 0;
        element("hold").checked = element("overlay").checked = false;
        element("heat-figure").hidden = !explains;
        for (const canvas of [this.#picture, this.#heat]) {
            [canvas.width, canvas.height] = [shape.width, shape.height];
            canvas.parentElement.style.aspectRatio = `${shape.width} / ${shape.height}`;
        }
        this.#draw();
    }

    get row() {
        return this.#row;
    }

    set row(values) {
        this.#row = Float32Array.from(values);
        this.#draw();
    }

    /** Shows what the model said about the row. */
    showRelevance(relevance, outlierness) {
        this.#outlierness = outlierness;
        this.#relevance = relevance && perPixel(relevance, this.#shape);
        this.#drawRelevance();
    }

    #drawRelevance() {
        if (!this.#relevance)
            return;
        if (!element("hold").checked)
            this.#scaleEnd = this.#relevance.reduce((largest, value) => Math.max(largest, value), 0);
        element("legend-middle").textContent = short(this.#scaleEnd / 2);
        element("legend-end").textContent = short(this.#scaleEnd);
        this.#draw();
        this.#readPixel();
    }

    #draw() {
        const overlay = element("overlay").checked && this.#relevance;
        const colour = pictureColours(this.#row, this.#shape);
        paint(this.#picture, at => overlay ? this.#mix(colour(at), at) : colour(at));
        if (this.#relevance)
            paint(this.#heat, at => heatColour(this.#share(at)));
    }

    #share(at) {
        return this.#scaleEnd > 0 ? this.#relevance[at] / this.#scaleEnd : 0;
    }

    // The picture is dimmed, or pale relevance would be lost on white strokes.
    #mix(colour, at) {
        const share = this.#share(at), weight = Math.sqrt(Math.min(1, share)), heat = heatColour(share);
        return colour.map((value, i) => 0.6 * value * (1 - weight) + heat[i] * weight);
    }

    #clear() {
        this.#row.fill(0);
        this.#changed();
    }

    #changed() {
        this.#draw();
        this.#onChange();
    }

    #stroke(from, to) {
        stroke(this.#row, this.#shape, from, to, element("erase").checked);
    }

    #listenToPen() {
        const canvas = this.#picture;
        canvas.onpointerdown = event => {
            if (event.button !== 0)
                return;
            canvas.setPointerCapture(event.pointerId);
            this.#penAt = this.#place(canvas, event);
            this.#stroke(this.#penAt, this.#penAt);
            this.#changed();
        };
        canvas.onpointermove = event => {
            if (!this.#penAt)
                return;
            const passed = event.getCoalescedEvents?.() ?? [];
            for (const point of passed.length > 0 ? passed : [event]) {
                const place = this.#place(canvas, point);
                this.#stroke(this.#penAt, place);
                this.#penAt = place;
            }
            this.#changed();
        };
        canvas.onpointerup = canvas.onpointercancel = () => this.#penAt = null;
    }

    /** Where a pointer is, in pixels of the picture. */
    #place(canvas, event) {
        const box = canvas.getBoundingClientRect();
        return {
            x: (event.clientX - box.left) / box.width * this.#shape.width,
            y: (event.clientY - box.top) / box.height * this.#shape.height,
        };
    }

    #listenToCursor(canvas) {
        canvas.addEventListener("pointermove", event => {
            const { x, y } = this.#place(canvas, event);
            this.#moveCursor({ x: Math.floor(x), y: Math.floor(y) });
        });
        canvas.addEventListener("pointerleave", () => {
            if (document.activeElement !== canvas)
                this.#moveCursor(null);
        });
        canvas.onfocus = () => this.#moveCursor(this.#cursor ?? this.#middle());
        canvas.onblur = () => {
            this.#spaceAt = null;
            this.#moveCursor(null);
        };
        canvas.onkeydown = event => this.#keyDown(canvas, event);
        canvas.onkeyup = event => {
            if (event.key === " ")
                this.#spaceAt = null;
        };
    }

    #middle() {
        return { x: this.#shape.width >> 1, y: this.#shape.height >> 1 };
    }

    #keyDown(canvas, event) {
        this.#cursor ??= this.#middle();
        const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
        const draws = canvas === this.#picture;
        if (step) {
            const far = event.shiftKey ? 5 : 1;
            this.#moveCursor({ x: this.#cursor.x + far * step[0], y: this.#cursor.y + far * step[1] });
        } else if (draws && event.key === "Delete") {
            this.#clear();
        } else if (!draws || event.key !== " ") {
            return;
        }
        event.preventDefault();
        if (draws && (event.key === " " || this.#spaceAt))
            this.#paintAtCursor();
    }

    // Space held while the cursor moves draws a line.
    #paintAtCursor() {
        const here = { x: this.#cursor.x + 0.5, y: this.#cursor.y + 0.5 };
        this.#stroke(this.#spaceAt ?? here, here);
        this.#spaceAt = here;
        this.#changed();
    }

    #moveCursor(to) {
        const { width, height } = this.#shape;
        this.#cursor = to && { x: Math.min(width - 1, Math.max(0, to.x)), y: Math.min(height - 1, Math.max(0, to.y)) };
        for (const mark of document.querySelectorAll(".frame .cursor")) {
            mark.hidden = !this.#cursor;
            if (!this.#cursor)
                continue;
            mark.style.left = `${100 * this.#cursor.x / width}%`;
            mark.style.top = `${100 * this.#cursor.y / height}%`;
            mark.style.width = `${100 / width}%`;
            mark.style.height = `${100 / height}%`;
        }
        this.#readPixel();
    }

    #readPixel() {
        if (!this.#cursor)
            return;
        const { width, channels } = this.#shape, { x, y } = this.#cursor;
        const at = y * width + x;
        const values = Array.from(this.#row.subarray(at * channels, (at + 1) * channels), short).join(", ");
        let reading = `Row ${y + 1}, column ${x + 1}: value ${values}`;
        if (this.#relevance) {
            const relevance = this.#relevance[at];
            const share = this.#outlierness > 0 ? `, ${percent(100 * relevance / this.#outlierness)} of the score` : "";
            reading += `; relevance ${short(relevance)}${share}`;
        }
        element("pixel").textContent = reading;
    }
}

/** Relevance of pixels: the sum over their channels. */
function perPixel(relevance, { height, width, channels }) {
    const sums = new Float64Array(height * width);
    relevance.forEach((value, at) => sums[Math.floor(at / channels)] += value);
    return sums;
}

/** Grey, or colour where there are three channels. Black is 0 and white is 1, or further out where the row's values lie beyond. */
export function pictureColours(row, { channels }) {
    const low = row.reduce((a, b) => Math.min(a, b), 0), high = row.reduce((a, b) => Math.max(a, b), 1);
    const light = value => 255 * (value - low) / (high - low);
    if (channels === 3)
        return at => [light(row[3 * at]), light(row[3 * at + 1]), light(row[3 * at + 2])];
    return at => {
        let sum = 0;
        for (let channel = 0; channel < channels; channel++)
            sum += row[at * channels + channel];
        const grey = light(sum / channels);
        return [grey, grey, grey];
    };
}

/** Fills a canvas, one pixel each. */
export function paint(canvas, colour) {
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    for (let at = 0; at < canvas.width * canvas.height; at++)
        image.data.set([...colour(at), 255], 4 * at);
    context.putImageData(image, 0, 0);
}

function drawLegend() {
    const legend = element("legend");
    paint(legend, at => heatColour(at / (legend.width - 1)));
}
