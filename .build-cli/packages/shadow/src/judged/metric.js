import { differing, noisy } from "../tally/discord.js";
import { shareArm } from "./arms.js";
/** Tells the judge that it counts differences, for the words of its reasons. */
export const DIFFERENCES = { counts: 'differences' };
/** What is not observed in the arm of the primary: a budget or a count has nothing to compare with. */
const UNOBSERVED = { kind: 'absent', absence: 'not_observed' };
/**
 * How often the candidate differs, beyond noise where there are repeats: of every pair, with McNemar's test; of some of them,
 * as two rates, so that what differs in pairs without a repeat counts as much. Without any all differences are real.
 */
export function differenceMetric(name, discord, { compared, repeated }, noise, settings, margin = settings.maxDifferenceRate) {
    const candidate = shareArm(differing(discord), compared);
    if (noise === 'none' || repeated === 0)
        return budgetMetric(name, candidate, settings, margin);
    const asked = { name, margin, settings: DIFFERENCES };
    if (noise === 'paired' && repeated < compared) {
        const baseline = shareArm(noisy(discord), repeated);
        return metric({ ...asked, test: 'rates' }, { baseline, candidate }, settings);
    }
    const baseline = shareArm(noisy(discord), compared);
    const paired = { candidateOnly: discord.candidateOnly, baselineOnly: discord.repeatOnly };
    const test = noise === 'diffy' ? 'diffy' : 'difference';
    return metric({ ...asked, test }, { baseline, candidate, paired }, settings);
}
/** A rate that must stay within a budget. */
export function budgetMetric(name, candidate, settings, margin) {
    return metric({ name, margin, test: 'budget' }, { baseline: UNOBSERVED, candidate }, settings);
}
/** A count of everything there was, not of a sample. */
export function censusMetric(name, candidate, settings, margin) {
    const census = { census: true };
    return metric({ name, margin, test: 'limit', settings: census }, { baseline: UNOBSERVED, candidate }, settings);
}
/** A metric with one block, which is what a comparison that is looked at once has. */
export function metric(asked, arms, { window }) {
    return {
        policy: {
            name: asked.name,
            kind: asked.kind ?? 'proportion',
            worse: 'higher',
            margin: { value: asked.margin, of: asked.ofBaseline === true ? 'baseline' : 'unit' },
            critical: asked.critical ?? true,
            weight: 1,
            judge: 'paired',
            ...(asked.quantile === undefined ? {} : { quantile: asked.quantile }),
            ...(asked.unit === undefined ? {} : { unit: asked.unit }),
            settings: { test: asked.test, ...asked.settings },
        },
        samples: { metric: asked.name, blocks: [{ ...window, weight: 100, ...arms }] },
    };
}
