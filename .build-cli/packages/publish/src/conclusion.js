/**
 * What a check run concludes in. GitHub counts `neutral` as passed where a check is required, so an undecided verdict
 * that must block is `action_required`.
 */
export function checkConclusion(outcome, whenInconclusive) {
    switch (outcome) {
        case 'pass':
            return 'success';
        case 'fail':
            return 'failure';
        case 'inconclusive':
            return { fail: 'action_required', neutral: 'neutral', pass: 'success' }[whenInconclusive];
    }
}
/** Whether the workflow may go on: a pass may, a fail may not, and for the rest the user has said it. */
export function mayGoOn(outcome, whenInconclusive) {
    return outcome === 'pass' || (outcome === 'inconclusive' && whenInconclusive !== 'fail');
}
