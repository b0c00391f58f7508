/** Argo Rollouts' answer to a run: go on, wait for a person, return to stable, or keep waiting. */
export function rolloutEffect(phase) {
    switch (phase) {
        case 'Successful':
            return 'continue';
        case 'Inconclusive':
            return 'pause';
        case 'Failed':
        case 'Error':
            return 'abort';
        case 'Pending':
        case 'Running':
            return 'wait';
    }
}
/** A Kayenta score as a measurement: cut off at the point, then held against both thresholds. */
export function kayentaMeasurement(score, pass, marginal) {
    const whole = Math.trunc(score);
    if (whole >= pass)
        return 'Successful';
    return whole >= marginal ? 'Inconclusive' : 'Failed';
}
