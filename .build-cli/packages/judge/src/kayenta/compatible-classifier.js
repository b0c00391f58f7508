import { clearedSide, distinct, noData, passes, reaches, sameValues, } from "./classification.js";
import { effectSize, meanRatio } from "./effect-size.js";
import { mannWhitneyInterval } from "./mann-whitney.js";
import { addGaussianNoise, javaGaussian } from "./noise.js";
const NOISE_SCALE = 1e-5;
const NOISE_SEED = 0;
/**
 * Kayenta's MannWhitneyClassifier, faults and wording included, on data already cleaned of NaN and outliers. The noise that upstream
 * adds to two constant arms has no seed there; here it has one, so the answer repeats. Throws `TiedObservations`.
 */
export function classifyCompatible(control, experiment, settings, test, name = 'metric') {
    if (control.length === 0 || experiment.length === 0) {
        return settings.nanStrategy === 'replace' ? passes(1) : noData(settings, name);
    }
    if (sameValues(control, experiment))
        return passes(1, 'The Canary and Baseline data are identical');
    if (distinct([...control, ...experiment]) === 1)
        return passes(1);
    const arms = degenerate(control, experiment) ? withNoise(control, experiment) : { control, experiment };
    return compare(arms, settings, test, name);
}
function compare({ control, experiment }, settings, test, name) {
    const shift = mannWhitneyInterval(experiment, control, test.confidence);
    const deviation = meanRatio(control, experiment);
    const effect = effectSize(settings.measure, control, experiment);
    // The margin is a share of the shift itself, not of the baseline: it widens nothing when the shift is small.
    const bound = test.tolerance * Math.abs(shift.estimate);
    const side = clearedSide(shift, bound, settings.direction, effect, settings.allowed);
    if (side === undefined)
        return { ...passes(deviation), shift };
    const critical = settings.critical && reaches(effect, side, settings.criticalAt);
    const labelled = `${name} was classified as ${side}`;
    const reason = critical ? `The metric ${labelled} (Critical)` : labelled;
    return { label: side, reason, deviation, critical, shift };
}
function degenerate(control, experiment) {
    return distinct(control) === 1 && distinct(experiment) === 1;
}
// Zeros get no noise: it is scaled by the value.
function withNoise(control, experiment) {
    const gaussian = javaGaussian(NOISE_SEED);
    const noisy = (values) => addGaussianNoise(values, 0, (values[0] ?? 0) * NOISE_SCALE, gaussian);
    const shaken = noisy(experiment);
    return { experiment: shaken, control: noisy(control) };
}
