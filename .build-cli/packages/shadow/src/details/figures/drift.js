import { adjustP } from '@sluice/stats';
import { classDrift, numericDrift } from "../../drift/drift.js";
/** Drift of outputs and inputs, flagged with the false-discovery rate controlled. */
export function driftFigures(drifts, confidence) {
    const found = drifts.filter((drift) => drift !== undefined);
    const adjusted = adjustP(found.map(({ p }) => Math.min(1, Math.max(0, p))), 'benjamini-hochberg');
    return found.map((drift, i) => {
        const reach = drift.reach(confidence);
        return {
            name: `drift of ${drift.name}`,
            value: drift.distance,
            low: Math.max(0, drift.distance - reach),
            high: Math.min(1, drift.distance + reach),
            note: noteOf(drift, adjusted[i] ?? 1),
            flagged: (adjusted[i] ?? 1) <= 1 - confidence,
        };
    });
}
function noteOf({ stability, jensenShannon, wasserstein }, p) {
    const number = (value) => String(Number(value.toPrecision(3)));
    const moved = wasserstein === undefined ? '' : `, Wasserstein ${number(wasserstein)}`;
    return `corrected p ${number(p)}, PSI ${number(stability)}, Jensen-Shannon ${number(jensenShannon)}${moved}`;
}
/** Drift of the classes that a classifier gives. */
export function answerDrift(tally) {
    const counts = new Map();
    for (const [row, column, count] of tally.flips.cells()) {
        for (const [name, arm] of [
            [row, 0],
            [column, 1],
        ]) {
            const known = counts.get(name) ?? [0, 0];
            known[arm] += count;
            counts.set(name, known);
        }
    }
    return [
        classDrift('the predicted classes', [...counts.values()]),
        numericDrift('the scores', tally.scores.stable.data(), tally.scores.candidate.data()),
    ];
}
