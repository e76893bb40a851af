// An image file as a row of features.

/** Larger sides are reduced while decoding: browsers limit how large a canvas may be. */
const LARGEST_SIDE = 4096;

/** ITU-R BT.601, as most programs turn colour into grey. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * Decodes an image and resizes it to the shape: red, green and blue where it has three channels, else grey in every channel; values in [0, 1].
 * An image of the very size keeps its stored values. Transparent pixels are black.
 * @param {Blob} file
 * @param {{ height: number, width: number, channels: number }} shape
 * @returns {Promise<Float32Array>}
 */
export async function readImage(file, shape) {
    const pixels = await decode(file);
    const planes = shape.channels === 3 ? [channel(pixels, 0), channel(pixels, 1), channel(pixels, 2)] : [grey(pixels)];
    const resized = planes.map(plane => resize(plane, pixels.height, pixels.width, shape.height, shape.width));
    const row = new Float32Array(shape.height * shape.width * shape.channels);
    for (let at = 0; at < row.length; at++)
        row[at] = resized[(at % shape.channels) % planes.length][Math.floor(at / shape.channels)] / 255;
    return row;
}

async function decode(file) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file, { colorSpaceConversion: "none" });
    } catch {
        throw new Error(`${file.name}: does not decode; expected an image such as PNG or JPEG.`);
    }
    const shrink = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.max(1, Math.round(bitmap.width * shrink)), Math.max(1, Math.round(bitmap.height * shrink))];
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0, width, height);
    bitmap.close();
    return context.getImageData(0, 0, width, height);
}

const channel = ({ data }, index) => Float64Array.from({ length: data.length / 4 }, (_, i) => data[4 * i + index]);

// Grey stays exactly what it is.
const grey = ({ data }) => Float64Array.from({ length: data.length / 4 }, (_, i) => {
    const [red, green, blue] = [data[4 * i], data[4 * i + 1], data[4 * i + 2]];
    return red === green && green === blue ? red : RED * red + GREEN * green + BLUE * blue;
});

/** Every pixel of the result is the mean of the area that it covers: nothing is skipped, however much smaller it is. */
function resize(plane, height, width, toHeight, toWidth) {
    const wide = new Float64Array(height * toWidth);
    for (const { to, from, weight } of overlaps(width, toWidth)) {
        for (let y = 0; y < height; y++)
            wide[y * toWidth + to] += weight * plane[y * width + from];
    }
    const result = new Float64Array(toHeight * toWidth);
    for (const { to, from, weight } of overlaps(height, toHeight)) {
        for (let x = 0; x < toWidth; x++)
            result[to * toWidth + x] += weight * wide[from * toWidth + x];
    }
    return result;
}

/** Which part of a new pixel each old one fills, along one side; a pixel's parts sum to 1. */
function* overlaps(size, toSize) {
    const ratio = size / toSize;
    for (let to = 0; to < toSize; to++) {
        const [start, end] = [to * ratio, (to + 1) * ratio];
        for (let from = Math.floor(start); from < Math.min(size, Math.ceil(end)); from++) {
            const weight = (Math.min(end, from + 1) - Math.max(start, from)) / ratio;
            if (weight > 0)
                yield { to, from, weight };
        }
    }
}
