import { METRIC_KINDS } from '@sluice/verdict';
export const KINDS = Object.keys(METRIC_KINDS).filter((kind) => kind in METRIC_KINDS);
export const WORSE = ['higher', 'lower', 'either'];
/** Keys that any metric may have, whatever its kind. */
export const COMMON_KEYS = [
    'name',
    'kind',
    'worse',
    'margin',
    'critical',
    'weight',
    'judge',
    'limit',
    'unit',
    'settings',
];
/** The relative margin of a kind when none is given and higher is worse: 25 % of an error rate, 10 % of a latency. */
export const MARGIN_OF = {
    proportion: 0.25,
    count: 0.25,
    mean: 0.1,
    quantile: 0.1,
    series: 0.1,
    scalar: 0.1,
};
/** Every key a metric of this kind may have. */
export function keysOf(kind) {
    return [...COMMON_KEYS, ...METRIC_KINDS[kind].parts, ...(kind === 'quantile' ? ['quantile'] : [])];
}
