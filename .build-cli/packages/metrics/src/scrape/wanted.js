import { Unacceptable } from '@sluice/action';
import { badQuery, fillIn, partsOf } from "../query-parts.js";
import { readingsOf } from "./history.js";
import { parseSelector } from "./selector.js";
import { bucketed, growth, summed } from "./series.js";
/** What to look for in both arms' pages. Throws `BAD_QUERY` for a text that this source cannot read. */
export function partsFor(query, span, armInText) {
    const parts = partsOf(query, armInText);
    if (parts.includes('stddev'))
        throw badQuery(query, 'pages hold no mean of an interval: give a histogram');
    return ['baseline', 'candidate'].flatMap((arm) => parts.map((part) => {
        const text = fillIn(query[part] ?? '', span[arm], span.intervalMs).trim();
        if (part === 'exposure' && /^\d+(\.\d+)?$/.test(text)) {
            return { part, arm, kind: 'constant', value: Number(text) };
        }
        const selector = selectorIn(query, part, text);
        return {
            part,
            arm,
            kind: 'selector',
            wanted: { key: JSON.stringify([arm, part, text]), arm, selector },
        };
    }));
}
function selectorIn(query, part, text) {
    try {
        const selector = parseSelector(text);
        const bare = part === 'histogram' && !selector.name.endsWith('_bucket');
        return bare ? { ...selector, name: `${selector.name}_bucket` } : selector;
    }
    catch (error) {
        if (error instanceof Unacceptable)
            throw badQuery(query, `${part} ${error.message}`);
        throw error;
    }
}
/** One reading per slot. Counters are read as what they grew by, gauges (`value`) as what they were at the slot's end. */
export function readPart(query, part, history, span) {
    if (part.kind === 'constant')
        return span.slots.map(() => ({ kind: 'numbers', values: [part.value] }));
    const { wanted } = part;
    const read = (before, after) => {
        if (part.part === 'histogram')
            return bucketed(growth(before, after));
        if (part.part !== 'value')
            return summed(growth(before, after).values());
        const values = Object.values(after.values);
        if (query.kind === 'scalar')
            return summed(values);
        return values.length === 0 ? { kind: 'nothing' } : { kind: 'numbers', values };
    };
    const zero = { kind: 'numbers', values: [0] };
    return readingsOf(history(wanted), span, read).map((reading) => reading.kind === 'nothing' && wanted.selector.orZero ? zero : reading);
}
