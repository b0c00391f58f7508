import { counted, share } from "../numbers.js";
import { lossWords } from "./words.js";
/** What bounds in parentheses promise in the tables of fields and measures. */
export function boundsCaption(confidence) {
    return `In parentheses: bounds, each of which holds at ${share(confidence)} by itself.`;
}
/** What a flag in the table of slices says; `flag` is how the medium shows one. */
export function slicesCaption({ repeated }, confidence, flag) {
    const meaning = repeated > 0
        ? 'the field certainly differs more than its noise there'
        : 'the field certainly differs more often there than everywhere';
    return `${flag} marks where ${meaning}; ${falseFlags(confidence)}.`;
}
/** What a flag in the table of a model's slices says; empty where no truth is known, for nothing is flagged then. */
export function modelSlicesCaption(model, confidence, flag) {
    if (model.slices.every(({ loss }) => loss === undefined))
        return '';
    return `${flag} marks where the candidate certainly ${lossWords(model).loses} the stable model; ${falseFlags(confidence)}.`;
}
/** What bounds in parentheses promise among the figures of models. */
export function intervalsCaption(confidence) {
    return `In parentheses: intervals, each of which holds at ${share(confidence)}.`;
}
function falseFlags(confidence) {
    return `of all marks, no more than ${share(1 - confidence)} are expected to be false alarms`;
}
/** Distinct values up to which distributions are exact; beyond, each value is known to this share of itself. */
const EXACT = 1000;
const WITHIN = 0.005;
/** How exact quantiles are; empty where no arm can have more values than are kept exactly. */
export function measuresCaption({ measures }) {
    return measures.some(({ arms }) => arms.some(({ n }) => n > EXACT))
        ? `Quantiles and means of more than ${counted(EXACT)} distinct values are within ${share(WITHIN)}.`
        : '';
}
/** How exact figures of drift are; empty where nothing can have more values than are kept exactly. */
export function driftCaption({ compared, model }) {
    return model !== undefined && model.drift.length > 0 && compared > EXACT
        ? `Drift of numbers with more than ${counted(EXACT)} distinct values is computed from values within ${share(WITHIN)}.`
        : '';
}
/** That nothing was left out, for any number of pairs. */
export function allCompared(compared) {
    if (compared === 0)
        return 'there was no pair to compare';
    return compared === 1 ? 'the one pair was compared' : `all ${counted(compared)} pairs were compared`;
}
