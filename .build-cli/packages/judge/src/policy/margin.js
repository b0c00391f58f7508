import { convert, isTime, readAmount, timeUnitIn } from "./amount.js";
import { MARGIN_OF } from "./keys.js";
/** The unit the values are in: as stated, else as the suffix of the queried metric says; '' where nothing does. */
export function unitOf({ table, must }, texts) {
    const given = table['unit'];
    if (typeof given === 'string' && given.trim() !== '')
        return given.trim();
    if (given !== undefined)
        must('unit', 'text');
    const queries = [texts.histogram, texts.value, texts.mean].filter((text) => text !== undefined);
    return queries.map(timeUnitIn).find((unit) => unit !== undefined) ?? '';
}
/** The margin as written, or the usual one of the kind where higher is worse. */
export function marginOf(entry, unit) {
    const { table, kind, worse, judge, say, must } = entry;
    const usual = { value: MARGIN_OF[kind], of: 'baseline' };
    const given = table['margin'];
    if (given === undefined) {
        if (worse !== 'higher' && judge === 'sequential')
            say('margin', `is required where worse is ${worse}: a share such as 1%, or an amount such as 0.2 points`);
        return usual;
    }
    const amount = readAmount(given);
    const read = amount === undefined ? SPELLING : marginIn(entry, amount, unit);
    if (typeof read !== 'string')
        return read;
    must('margin', read);
    return usual;
}
const SPELLING = 'a share such as `10%` or an amount with its unit, such as `0.2 points` or `5 ms`';
/** The margin, or what would be accepted instead. */
function marginIn({ kind, worse, judge }, amount, unit) {
    if (amount.unit === '')
        return SPELLING;
    if (amount.value === 0 && judge === 'sequential')
        return 'above 0, for no traffic can show that nothing changed at all';
    if (amount.unit === '%') {
        if (worse !== 'higher' && amount.value >= 100)
            return 'below 100% where lower is worse';
        return { value: amount.value / 100, of: 'baseline' };
    }
    if (kind === 'proportion') {
        if (amount.unit === 'points' && amount.value < 100)
            return { value: amount.value / 100, of: 'unit' };
        return 'a share of the baseline such as `10%` or percentage points such as `0.2 points`';
    }
    const value = unit === '' && !isTime(amount.unit) ? amount.value : convert(amount, unit);
    if (value !== undefined)
        return { value, of: 'unit' };
    if (unit !== '')
        return `an amount in ${unit}, the unit of the values`;
    return 'given together with `unit`, which says what the values themselves are in (`s`, `ms`, …)';
}
/** The absolute limit in the unit of the values, a proportion's as a share. */
export function limitOf({ table, kind, worse, say, must }, unit) {
    const given = table['limit'];
    if (given === undefined)
        return undefined;
    if (worse === 'either')
        say('limit', 'needs worse: higher or worse: lower');
    const value = typeof given === 'number' ? given : amountIn(readAmount(given), kind === 'proportion', unit);
    const [least, most] = [
        kind === 'proportion' || kind === 'count' ? 0 : -Infinity,
        kind === 'proportion' ? 1 : Infinity,
    ];
    if (value !== undefined && Number.isFinite(value) && value >= least && value <= most)
        return value;
    const amount = unit === '' ? 'a number' : `a number or an amount in ${unit}`;
    must('limit', kind === 'proportion' ? 'a share such as `1%` or 0.01' : amount);
    return undefined;
}
function amountIn(amount, share, unit) {
    if (amount === undefined)
        return undefined;
    if (amount.unit === '')
        return amount.value;
    if (share)
        return amount.unit === '%' || amount.unit === 'points' ? amount.value / 100 : undefined;
    return unit === '' ? undefined : convert(amount, unit);
}
