/** Judges that spend a share of the promised false-alarm level; the rules of the others promise none. */
const SPENDING = new Set(['sequential', 'fixed']);
/** The false-alarm level promised for the whole analysis. */
export function alphaOf(policy) {
    return 1 - policy.confidence;
}
/** Share of the false-alarm level that a critical metric may spend: its weight among all that spend. */
export function budgetShare(policy, metric) {
    const spending = policy.metrics.filter((each) => each.critical && SPENDING.has(each.judge));
    const total = spending.reduce((sum, each) => sum + each.weight, 0);
    return total > 0 ? metric.weight / total : 1 / Math.max(1, spending.length);
}
