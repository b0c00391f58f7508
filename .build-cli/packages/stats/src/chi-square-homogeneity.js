import { demand } from "./errors.js";
import { chiSquareSf } from "./incomplete-gamma.js";
import { at, demandCounts } from "./numbers.js";
/** Chi-square test of a 2 × B table; columns empty in both rows are dropped, and a single one left gives p = 1. */
export function chiSquareHomogeneity(x, y, yates = false) {
    demand(x.length === y.length, () => `both rows need the same columns, got ${x.length} and ${y.length}`);
    const [m, n] = [demandCounts(x, 'the first row'), demandCounts(y, 'the second row')];
    demand(m > 0 && n > 0, () => `both rows need at least one count, got ${m} and ${n}`);
    const size = m + n;
    let [chi2, columns, least] = [0, 0, Infinity];
    for (let i = 0; i < x.length; i++) {
        const column = at(x, i) + at(y, i);
        if (column === 0)
            continue;
        columns++;
        const [inX, inY] = [(column / size) * m, (column / size) * n];
        least = Math.min(least, inX, inY);
        const off = Math.abs(at(x, i) - inX);
        const gap = yates ? off - Math.min(0.5, off) : off;
        chi2 += (gap * gap) / inX + (gap * gap) / inY;
    }
    const df = columns - 1;
    if (df === 0)
        return { chi2: 0, df, p: 1, minExpected: least, cramersV: 0, columns };
    return { chi2, df, p: chiSquareSf(chi2, df), minExpected: least, cramersV: Math.sqrt(chi2 / size), columns };
}
