/** Closed list: adding one is an API change. */
export const VERDICT_REASONS = [
    'within_margin',
    'regression_found',
    'not_enough_data',
    'nothing_measured',
    'sample_ratio_mismatch',
    'source_unavailable',
];
const SOURCE_FAULTS = new Set(['source_unreachable', 'source_refused']);
/** One harmful critical finding fails the whole; one unknown leaves it open; silence never passes. */
export function conclude(evidence) {
    const critical = evidence.filter((e) => e.critical);
    if (critical.some((e) => e.finding === 'worse'))
        return { outcome: 'fail', reason: 'regression_found' };
    const open = critical.filter((e) => e.finding === 'unknown');
    if (critical.length === 0)
        return { outcome: 'inconclusive', reason: 'nothing_measured' };
    if (open.length === 0)
        return { outcome: 'pass', reason: 'within_margin' };
    return { outcome: 'inconclusive', reason: whyOpen(open) };
}
function whyOpen(open) {
    if (open.some((e) => e.reason === 'sample_ratio_mismatch'))
        return 'sample_ratio_mismatch';
    if (open.some((e) => SOURCE_FAULTS.has(e.reason)))
        return 'source_unavailable';
    if (open.every((e) => e.reason === 'no_data'))
        return 'nothing_measured';
    return 'not_enough_data';
}
/** The conclusion over all evidence of several verdicts; order does not matter, and one verdict combines to itself. */
export function combine(verdicts) {
    return conclude(verdicts.flatMap((v) => v.evidence));
}
