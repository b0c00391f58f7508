import { addRankShift, binnedU, rankShiftDispersion, rankShiftLogE, startRankShift } from '@sluice/stats';
import { marginEffect, marginLine } from "./change-test.js";
import { tailTest } from "./tail-test.js";
const FAR_TAIL = 0.99;
export function quantileTest(metric, q, failWhen, direction) {
    const line = marginLine(metric.margin, direction);
    const null0 = failWhen === 'certainly-beyond-margin' ? line : { slope: 1, offset: 0 };
    const own = tailTest(q, line, failWhen, direction);
    const tails = direction === 1 && q < FAR_TAIL ? [own, tailTest(FAR_TAIL, line, failWhen, direction)] : [own];
    const shift = startRankShift();
    return {
        own,
        edge: marginEffect(metric.margin, direction),
        direction,
        add: (block) => {
            for (const tail of tails)
                tail.add(block);
            const { candidate, baseline } = block;
            const u = binnedU(candidate, baseline, null0.slope, null0.offset);
            addRankShift(shift, u, candidate.total, baseline.total);
        },
        failLogEs: (guarded) => [
            rankShiftLogE(shift, direction, guarded ? rankShiftDispersion(shift) : 1),
            ...tails.map((tail) => tail.failLogE(guarded)),
        ],
    };
}
