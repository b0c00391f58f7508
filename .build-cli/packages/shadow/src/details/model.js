import { numericDrift } from "../drift/drift.js";
import { ClassificationTally } from "../models/classification.js";
import { FigureTally } from "../models/figures.js";
import { totalOf } from "../tally/exact-sum.js";
import { maskCredentials } from "../tally/credentials.js";
import { agreementFigures, noiseFigures } from "./figures/agreement.js";
import { classFigures } from "./figures/classes.js";
import { answerDrift, driftFigures } from "./figures/drift.js";
import { numberFigures } from "./figures/numbers.js";
import { modelSlices } from "./model-slices.js";
/** Classes shown in the confusion matrix: those with the most answers. */
const MOST_LABELS = 12;
const MOST_FLIPS = 20;
/** What two models said, as a report shows it. */
export function modelRows(summary, comparison, confidence) {
    const { model } = summary;
    if (model === undefined)
        return undefined;
    const { detail, overall } = model;
    const classes = detail instanceof ClassificationTally ? detail : undefined;
    // Credentials are no class.
    const cells = (classes?.flips.cells() ?? []).map(([row, column, count]) => [maskCredentials(row), maskCredentials(column), count]);
    const labels = mostCommon(cells);
    return {
        type: comparison.kind,
        figures: [
            ...agreementFigures(overall.agreement, confidence),
            ...noiseFigures(model, confidence),
            ...(classes === undefined ? [] : classFigures(classes, confidence)),
            ...(detail instanceof FigureTally ? numberFigures(detail, confidence) : []),
        ],
        labels,
        confusion: labels.map((row) => labels.map((column) => cells.find(([a, b]) => a === row && b === column)?.[2] ?? 0)),
        flips: cells
            .filter(([from, to]) => from !== to)
            .sort(([, , a], [, , b]) => b - a)
            .slice(0, MOST_FLIPS)
            .map(([from, to, count]) => ({ from, to, count })),
        slices: modelSlices(model.slices, comparison.kind, confidence),
        drift: driftFigures([...outputDrift(detail), ...inputDrift(model, comparison)], confidence),
        calibration: classes === undefined ? [] : [classes.quality.stable, classes.quality.candidate].map(calibrationOf),
    };
}
function outputDrift(detail) {
    if (detail instanceof ClassificationTally)
        return answerDrift(detail);
    if (!(detail instanceof FigureTally))
        return [];
    const [stable, candidate] = ['stable prediction', 'candidate prediction'].map((name) => detail.figures.get(name));
    if (stable === undefined || candidate === undefined)
        return [];
    return [numericDrift('the predictions', stable.data(), candidate.data())];
}
function inputDrift(model, { model: paths }) {
    return model.inputs.map(([stable, candidate], k) => numericDrift(paths?.inputs[k]?.join('.') ?? 'an input', stable.data(), candidate.data()));
}
function calibrationOf({ bins }) {
    return bins
        .filter(({ n }) => n > 0)
        .map(({ n, positives, score }) => [totalOf(score) / n, positives / n, n]);
}
function mostCommon(cells) {
    const sizes = new Map();
    for (const [row, column, count] of cells) {
        sizes.set(row, (sizes.get(row) ?? 0) + count);
        sizes.set(column, (sizes.get(column) ?? 0) + count);
    }
    return [...sizes]
        .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
        .slice(0, MOST_LABELS)
        .map(([label]) => label);
}
