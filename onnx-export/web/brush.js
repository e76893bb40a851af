// A pen on a row of features that is a picture: height × width pixels, channels last.

/** Radius of the full stroke and of the soft rim around it, in pixels of a picture whose shorter side is 28. */
const CORE = 0.6;
const RIM = 1;

/**
 * Draws a stroke: white, or back to black where <code>erase</code> is set. Never paints over what is already lighter (darker).
 * @param {Float32Array} row
 * @param {{ height: number, width: number, channels: number }} shape
 * @param {{ x: number, y: number }} from Where the stroke starts, in pixels from the top left corner of the picture.
 * @param {{ x: number, y: number }} to
 * @param {boolean} erase
 */
export function stroke(row, shape, from, to, erase) {
    const scale = Math.max(1, Math.min(shape.height, shape.width) / 28);
    const reach = (CORE + RIM) * scale;
    const [top, bottom] = range(from.y, to.y, reach, shape.height);
    const [left, right] = range(from.x, to.x, reach, shape.width);
    for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) {
            const distance = distanceToSegment(x + 0.5, y + 0.5, from, to) / scale;
            const ink = Math.min(1, Math.max(0, (CORE + RIM - distance) / RIM));
            if (ink > 0)
                paint(row, (y * shape.width + x) * shape.channels, shape.channels, ink, erase);
        }
    }
}

function paint(row, start, channels, ink, erase) {
    for (let at = start; at < start + channels; at++)
        row[at] = erase ? Math.min(row[at], 1 - ink) : Math.max(row[at], ink);
}

function range(from, to, reach, end) {
    return [Math.max(0, Math.floor(Math.min(from, to) - reach)), Math.min(end, Math.ceil(Math.max(from, to) + reach))];
}

function distanceToSegment(x, y, from, to) {
    const [dx, dy] = [to.x - from.x, to.y - from.y];
    const length = dx * dx + dy * dy;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - from.x) * dx + (y - from.y) * dy) / length));
    return Math.hypot(x - from.x - along * dx, y - from.y - along * dy);
}
