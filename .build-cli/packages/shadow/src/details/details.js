import { lossesOf } from "../judged/not-compared.js";
import { differing } from "../tally/discord.js";
import { measureRows } from "./measures.js";
import { modelRows } from "./model.js";
import { pathRows } from "./paths.js";
import { sliceRows } from "./slices.js";
/** Everything a shadow report shows besides the evidence. */
export function detailsOf(summary, comparison, evidence, conduct, confidence) {
    const { rows, omitted } = pathRows(summary, evidence);
    const model = modelRows(summary, comparison, confidence);
    return {
        kind: 'shadow',
        noise: comparison.noise,
        redacted: comparison.redact,
        compared: summary.compared,
        repeated: summary.repeated,
        differing: differing(summary.any),
        paths: rows,
        pathsOmitted: omitted,
        slices: sliceRows(summary, confidence),
        measures: measureRows(summary.measures, confidence),
        lost: lossesOf(summary),
        cost: conduct.cost,
        conduct: conduct.said,
        ...(model === undefined ? {} : { model }),
    };
}
