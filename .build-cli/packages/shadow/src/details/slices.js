import { adjustP, binomialAtLeast, clopperPearson, fisherExact } from '@sluice/stats';
import { isAlwaysNoisy, noiseOf } from "../judged/noise.js";
import { differing, noisy } from "../tally/discord.js";
/** Slices that are listed. */
const MOST_LISTED = 200;
/**
 * Where differences gather: for each slice the field that stands out most there. Every slice is tested at every field
 * that can be compared, and the share of false flags among the flagged is kept below the level (Benjamini-Hochberg).
 */
export function sliceRows(summary, confidence) {
    const cells = [...summary.slices].flatMap(([name, counts]) => cellsOf(name, counts, summary));
    const adjusted = adjustP(cells.map(({ p }) => p), 'benjamini-hochberg');
    const rows = cells.map((cell, i) => ({ cell, flagged: (adjusted[i] ?? 1) <= 1 - confidence }));
    rows.sort((a, b) => a.cell.p - b.cell.p || excessOf(b.cell) - excessOf(a.cell) || (keyOf(a.cell) < keyOf(b.cell) ? -1 : 1));
    const told = new Set();
    const first = rows.filter(({ cell, flagged }) => {
        const isFirst = !told.has(cell.name);
        told.add(cell.name);
        return isFirst || flagged;
    });
    return first.slice(0, MOST_LISTED).map(({ cell, flagged }) => rowOf(cell, flagged, confidence));
}
function cellsOf(name, counts, summary) {
    return [...counts.paths].flatMap(([path, discord]) => {
        const whole = summary.paths.get(path);
        if (whole === undefined || isAlwaysNoisy(whole, summary.repeated))
            return [];
        const share = differing(whole.any) / Math.max(1, summary.compared);
        return [{ name, path, counts, discord, p: pOf(counts, discord, summary.repeated > 0, share) }];
    });
}
/**
 * With repeats, McNemar's exact test, or Fisher's where not every pair has one; without, whether the field differs more often
 * here than everywhere.
 */
function pOf(counts, discord, withRepeats, everywhere) {
    const { compared, repeated } = counts;
    if (withRepeats && repeated < compared)
        return repeated === 0 ? 1 : fisherExact(differing(discord), compared, noisy(discord), repeated, 'greater');
    if (withRepeats) {
        const discordant = discord.candidateOnly + discord.repeatOnly;
        return discordant === 0 ? 1 : binomialAtLeast(discord.candidateOnly, discordant, 0.5);
    }
    if (compared === 0 || everywhere <= 0 || everywhere >= 1)
        return 1;
    return binomialAtLeast(differing(discord), compared, everywhere);
}
function rowOf({ name, path, counts, discord }, flagged, confidence) {
    const { compared, repeated } = counts;
    return {
        name,
        path: path || '$',
        pairs: compared,
        rate: rateOf(counts, discord),
        // Each bound holds by itself, as those of whole fields do.
        ...(compared === 0 ? {} : clopperPearson(differing(discord), compared, 2 * confidence - 1)),
        noise: repeated > 0 ? noiseOf(discord, repeated) : null,
        flagged,
    };
}
function rateOf({ compared }, discord) {
    return differing(discord) / Math.max(1, compared);
}
function excessOf({ counts, discord }) {
    return rateOf(counts, discord) - noiseOf(discord, counts.repeated);
}
function keyOf({ name, path }) {
    return `${name} ${path}`;
}
