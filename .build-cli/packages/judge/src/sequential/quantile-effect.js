import { betLogE, findCrossing, ratioLogE, REGRESSION_LOG_WEIGHTS, } from '@sluice/stats';
import { COMMON_RATE } from "./rate-evidence.js";
import { exceedances } from "./tail-test.js";
const SAME = { slope: 1, offset: 0 };
// The exact share at the 95th percentile is on the line between the two forms; it counts as rare.
const RARE = COMMON_RATE * 1.2;
/**
 * Confidence sequence for how far a quantile moved (a ratio, or a difference): the moves that the exceedance test
 * rejects on neither side. The same tail must exceed the moved threshold as exceeds the baseline's own.
 */
export function quantileEffect(judged, estimate, relative, alpha, phi) {
    if (judged.length === 0 || estimate === null)
        return { estimate, low: null, high: null };
    const reach = -Math.log(alpha);
    const size = Math.max(...judged.map(({ threshold }) => Math.abs(threshold)));
    const line = (move) => relative ? { slope: move, offset: 0 } : { slope: 1, offset: move };
    const excess = (move, side) => {
        const blocks = judged.map((entry) => exceedances(entry, line(move)));
        const rare = blocks.reduce((sum, { y, m }) => sum + y / m, 0) / blocks.length <= RARE;
        const logE = rare
            ? ratioLogE(blocks, 1, side, phi, REGRESSION_LOG_WEIGHTS)
            : betLogE(blocks, 'bernoulli', SAME, side, phi, REGRESSION_LOG_WEIGHTS);
        return logE - reach;
    };
    const tolerance = relative ? 1e-6 : 1e-6 * size;
    const bound = (side) => {
        let [inner, outer] = [estimate, estimate];
        for (let step = tolerance * 4096; excess(outer, side) <= 0; step *= 4) {
            if (step > tolerance * 1e10)
                return null;
            inner = outer;
            outer -= side * step;
            if (relative && outer <= 0)
                return 0;
        }
        return inner === outer ? estimate : findCrossing((move) => excess(move, side), outer, inner, tolerance);
    };
    return { estimate, low: bound(1), high: bound(-1) };
}
