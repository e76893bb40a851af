// The colours of relevance: nothing is nearly black, much is pale yellow, and lightness rises evenly in between.

const STEPS = 256;

/** Red, green and blue, three bytes a step. */
const table = makeTable();

/** The colour of a share of the scale's end as [red, green, blue]; what lies beyond takes the colour of the nearer end. */
export function heatColour(share) {
    const step = Math.round(Math.min(1, Math.max(0, share)) * (STEPS - 1));
    return [table[3 * step], table[3 * step + 1], table[3 * step + 2]];
}

// In OKLCH, where equal steps of lightness look equal: violet over red and orange to yellow. So it reads the same in grey print and to
// colour-blind eyes.
function makeTable() {
    const bytes = new Uint8ClampedArray(3 * STEPS);
    for (let step = 0; step < STEPS; step++) {
        const t = step / (STEPS - 1);
        const lightness = 0.13 + 0.84 * t;
        const hue = (285 + 175 * t) * Math.PI / 180;
        bytes.set(toBytes(lightness, greatestChroma(lightness, hue, 0.02 + 0.2 * Math.sin(Math.PI * t ** 0.8)), hue), 3 * step);
    }
    return bytes;
}

// A screen cannot show every colour: as much chroma as it can.
function greatestChroma(lightness, hue, wanted) {
    let [low, high] = [0, wanted];
    if (fits(lightness, high, hue))
        return high;
    for (let i = 0; i < 20; i++) {
        const middle = (low + high) / 2;
        if (fits(lightness, middle, hue))
            low = middle;
        else
            high = middle;
    }
    return low;
}

function fits(lightness, chroma, hue) {
    return toLinear(lightness, chroma, hue).every(value => value >= 0 && value <= 1);
}

function toBytes(lightness, chroma, hue) {
    return toLinear(lightness, chroma, hue).map(value => 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}

/** OKLCH to linear sRGB, by the matrices that define OKLab. */
function toLinear(lightness, chroma, hue) {
    const a = chroma * Math.cos(hue), b = chroma * Math.sin(hue);
    const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
    const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
    const s = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3;
    return [
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
    ];
}
