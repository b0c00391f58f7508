// From best to worst.
const ORDER = ['Successful', 'Running', 'Pending', 'Inconclusive', 'Error', 'Failed'];
export function isOutcome(phase) {
    return phase !== 'Pending' && phase !== 'Running';
}
export function isWorse(than, phase) {
    return ORDER.indexOf(phase) > ORDER.indexOf(than);
}
export function worst(a, b) {
    return isWorse(a, b) ? b : a;
}
