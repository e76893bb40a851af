// Walks protocol buffers field by field, without a schema: all that reading an ONNX file takes.

/** The bytes are no whole protocol buffer message. The message is one line. */
export class DamagedError extends Error {}

/**
 * The fields of one message, in the order of the file.
 * @param {Uint8Array} bytes The message, no more and no less.
 * @yields {{ number: number, value: number | Uint8Array | null }} A varint as a number (exact up to 2^53), text, bytes and messages as a view
 * of the bytes, and null for numbers of fixed size, which nothing here needs.
 */
export function* fields(bytes) {
    const reader = new Reader(bytes);
    while (!reader.atEnd) {
        const tag = reader.varint();
        const number = Math.floor(tag / 8);
        if (number === 0)
            throw new DamagedError("it has a field without a number");
        yield { number, value: reader.value(tag % 8) };
    }
}

/** Numbers of a repeated field, which may stand alone or packed into one run of bytes. */
export function* numbers(value) {
    if (!(value instanceof Uint8Array)) {
        yield value;
        return;
    }
    const reader = new Reader(value);
    while (!reader.atEnd)
        yield reader.varint();
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Text of a field; what is no UTF-8 is damage. */
export function text(value) {
    if (!(value instanceof Uint8Array))
        throw new DamagedError("it has a number where a text belongs");
    try {
        return decoder.decode(value);
    } catch {
        throw new DamagedError("it has a text that is no UTF-8");
    }
}

/** A field that must be bytes: a message or an array. */
export function block(value) {
    if (!(value instanceof Uint8Array))
        throw new DamagedError("it has a number where a message belongs");
    return value;
}

class Reader {
    #bytes;
    #at = 0;

    constructor(bytes) {
        this.#bytes = bytes;
    }

    get atEnd() {
        return this.#at >= this.#bytes.length;
    }

    /** Seven bits a byte, the lowest first. Multiplied, not shifted: JavaScript shifts 32 bits only. */
    varint() {
        let value = 0;
        for (let weight = 1, count = 0; count < 10; count++, weight *= 128) {
            if (this.atEnd)
                throw new DamagedError("it ends inside a number");
            const byte = this.#bytes[this.#at++];
            value += (byte & 0x7f) * weight;
            if (byte < 0x80)
                return value;
        }
        throw new DamagedError("it has a number of more than ten bytes");
    }

    value(wireType) {
        switch (wireType) {
            case 0: return this.varint();
            case 1: this.#take(8); return null;
            case 2: return this.#take(this.varint());
            case 5: this.#take(4); return null;
            default: throw new DamagedError("it has a field of no known type");
        }
    }

    #take(length) {
        const left = this.#bytes.length - this.#at;
        if (length > left)
            throw new DamagedError(`it ends early: a part claims ${length} bytes where ${left} are left`);
        const part = this.#bytes.subarray(this.#at, this.#at + length);
        this.#at += length;
        return part;
    }
}
