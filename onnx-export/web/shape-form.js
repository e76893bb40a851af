// Asks for the shape that a file does not store.

const element = id => document.getElementById(id);

/** A form that asks what a row is. */
export class ShapeForm {
    #featureCount = 0;

    /**
     * @param {(shape: { height: number, width: number, channels: number }) => void} onShape
     * @param {() => void} onList
     */
    constructor(onShape, onList) {
        const form = element("shape-form");
        form.onsubmit = event => {
            event.preventDefault();
            const [height, width, channels] = ["height", "width", "channels"].map(name => form.elements[name].valueAsNumber);
            const product = height * width * channels;
            const fits = product === this.#featureCount;
            element("shape-problem").textContent = fits
                ? ""
                : `${height} × ${width} × ${channels} is ${product}; the model expects ${this.#featureCount}.`;
            if (fits)
                onShape({ height, width, channels });
        };
        element("as-list").onclick = onList;
    }

    /** Shows the form with the likeliest shape filled in: a square, grey or in colour. */
    start(featureCount) {
        this.#featureCount = featureCount;
        element("shape-features").textContent = featureCount;
        element("shape-problem").textContent = "";
        const form = element("shape-form");
        const channels = [1, 3].find(c => Number.isInteger(Math.sqrt(featureCount / c)));
        form.elements.channels.value = channels ?? 1;
        form.elements.height.value = form.elements.width.value = channels ? Math.sqrt(featureCount / channels) : "";
    }
}
