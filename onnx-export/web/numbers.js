// Numbers as people read them.

/** About four digits: "1,234", "12.35", "0.001235", "1.2e-7". */
export function short(value) {
    if (value === null || Number.isNaN(value))
        return "–";
    if (!Number.isFinite(value))
        return value > 0 ? "∞" : "−∞";
    const size = Math.abs(value);
    if (size !== 0 && (size < 1e-4 || size >= 1e7))
        return value.toExponential(2).replaceAll("-", "−").replace("e+", "e");
    return value.toLocaleString("en", { maximumSignificantDigits: 4 }).replace("-", "−");
}

export const count = value => value.toLocaleString("en");

export const percent = share => `${share.toLocaleString("en", { maximumSignificantDigits: 2 })} %`;

export function bytes(size) {
    for (const [unit, factor] of [["GB", 1e9], ["MB", 1e6], ["kB", 1e3]]) {
        if (size >= factor)
            return `${(size / factor).toFixed(1)} ${unit}`;
    }
    return `${size} bytes`;
}

/** The shortest decimal form that reads back to the same float32. */
export function float32Text(value) {
    for (let digits = 6; digits < 9; digits++) {
        const text = String(Number(value.toPrecision(digits)));
        if (Math.fround(Number(text)) === value)
            return text;
    }
    return String(value);
}
