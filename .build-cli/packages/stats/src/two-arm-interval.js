import { findCrossing } from "./crossing.js";
import { demandOpenUnit } from "./errors.js";
import { EXACT, temperOf } from "./ratio-interval.js";
import { tiltLogE } from "./tilt.js";
import { addBetBlock, startBet } from "./two-arm-bet.js";
/** log e-value of all blocks against a null on one side of a line. */
export function betLogE(blocks, law, line, side, phi = 1, logWeights) {
    const state = startBet(side, law, line);
    for (const block of blocks)
        addBetBlock(state, block);
    return tiltLogE(state, phi, logWeights);
}
/**
 * Confidence sequence for an effect by inverting the two bets of each line, each bound one-sided at `alpha`. A bound
 * is the end of the family (`least`, `most`) where the data exclude nothing on that side. `around` is an effect that
 * is not excluded, such as the estimate.
 */
export function lineInterval(blocks, law, family, around, alpha, spread = EXACT) {
    demandOpenUnit(alpha, 'alpha');
    const reach = -Math.log(alpha);
    const bound = (side, end) => {
        const excess = (effect) => betLogE(blocks, law, family.at(effect), side, temperOf(spread, side), family.logWeights) - reach;
        let [inner, outer] = [around, around];
        for (let step = 2 * family.step; excess(outer) <= 0; step *= 1.7) {
            if (outer === end)
                return end;
            inner = outer;
            outer = side === 1 ? Math.max(end, outer - step) : Math.min(end, outer + step);
        }
        return inner === outer ? around : findCrossing(excess, outer, inner, family.step * 1e-4);
    };
    return { low: bound(1, family.least), high: bound(-1, family.most) };
}
