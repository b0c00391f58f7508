import { numberAt } from "../json/number.js";
/** Counts whether a number became larger or smaller, a text longer or shorter. */
export function noteDirection(counts, d, a, b) {
    const text = a[d.aFrom] === 0x22;
    const change = text
        ? d.bTo - d.bFrom - (d.aTo - d.aFrom)
        : numberAt(b, d.bFrom, d.bTo) - numberAt(a, d.aFrom, d.aTo);
    if (change > 0)
        counts.higher++;
    else if (change < 0)
        counts.lower++;
}
