const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Reads a JSON number exactly, however many digits it has; undefined when it is none. */
export function readDecimal(text) {
    const match = NUMBER.exec(text);
    if (match === null)
        return undefined;
    const fraction = match[3] ?? '';
    const all = `${match[2] ?? ''}${fraction}`.replace(/^0+/, '');
    const digits = all.replace(/0+$/, '');
    if (digits === '')
        return { negative: false, digits: '', exponent: 0 };
    const exponent = Number(match[4] ?? 0) - fraction.length + (all.length - digits.length);
    return { negative: match[1] === '-', digits, exponent };
}
/** Whether two JSON numbers are the same number: `1`, `1.0` and `10e-1` are, 2^53 and 2^53 + 1 are not. */
export function sameNumber(a, b) {
    if (a === b)
        return true;
    const x = readDecimal(a);
    const y = readDecimal(b);
    if (x === undefined || y === undefined)
        return false;
    return x.negative === y.negative && x.digits === y.digits && x.exponent === y.exponent;
}
