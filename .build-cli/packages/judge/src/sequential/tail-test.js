import { binnedQuantile, countAbove, dispersion, mergeBins, NO_BINS, tailThreshold, } from '@sluice/stats';
import { equalityEvidence } from "./rate-evidence.js";
/** How values above `threshold` in the baseline compare with the candidate's above where `line` takes it. */
export function exceedances({ block, threshold }, line) {
    const { candidate, baseline } = block;
    return {
        x: countAbove(candidate, line.slope * threshold + line.offset),
        n: candidate.total,
        y: countAbove(baseline, threshold),
        m: baseline.total,
    };
}
const SAME = { slope: 1, offset: 0 };
/**
 * The test at one quantile. Fail: more of the candidate's values above the threshold than of the baseline's (fewer,
 * where lower is worse). Pass: the same after the candidate's threshold is moved by the margin. Where a moved threshold
 * falls inside a bucket, the bucket's values are taken as evenly spread, as `histogram_quantile` does.
 */
export function tailTest(q, margin, failWhen, direction) {
    const certainly = failWhen === 'certainly-beyond-margin';
    const fail = equalityEvidence('bernoulli', direction);
    const pass = equalityEvidence('bernoulli', direction === 1 ? -1 : 1);
    const judged = [];
    const tails = [];
    const sums = { x: 0, y: 0 };
    let past = NO_BINS;
    let layout = '';
    const phi = () => dispersion(tails, sums.y > 0 && sums.x > 0 ? sums.x / sums.y : 1, true).measured;
    return {
        add: (block) => {
            if (block.layout !== layout)
                past = NO_BINS;
            layout = block.layout;
            const threshold = tailThreshold(past, q);
            past = mergeBins(past, block.baseline);
            if (threshold === null)
                return;
            const entry = { block, threshold };
            const same = exceedances(entry, SAME);
            const moved = exceedances(entry, margin);
            fail.add(certainly ? moved : same, null);
            pass.add(moved, null);
            judged.push(entry);
            tails.push(same);
            const all = same.n + same.m;
            sums.x += (same.x * same.m) / all;
            sums.y += (same.y * same.n) / all;
        },
        failLogE: (guarded) => fail.logE(guarded ? phi() : 1),
        passLogE: (guarded) => pass.logE(guarded ? phi() : 1),
        phi,
        judged: () => judged,
        shares: () => {
            const threshold = tailThreshold(past, q) ?? binnedQuantile(past, q);
            const share = (x) => (past.total > 0 ? countAbove(past, x) / past.total : 0);
            return { tail: share(threshold), atMargin: share(margin.slope * threshold + margin.offset) };
        },
    };
}
