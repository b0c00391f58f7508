import { addMeans, findCrossing, meanLogE, startMeans } from '@sluice/stats';
/** The estimate with its confidence sequence: the ratios, or differences, of means that neither side rejects. */
export function meanEffect(blocks, estimate, relative, alpha) {
    if (estimate === null)
        return { estimate, low: null, high: null };
    const size = Math.max(...blocks.flatMap(({ candidate, baseline }) => [Math.abs(candidate.mean), Math.abs(baseline.mean)]));
    const excess = (effect, side) => {
        const sums = relative ? startMeans(effect, 0) : startMeans(1, effect);
        for (const block of blocks)
            addMeans(sums, block);
        return meanLogE(sums, side) + Math.log(alpha);
    };
    const tolerance = (relative ? 1 : size) * 1e-7;
    const bound = (side) => {
        let [inner, outer] = [estimate, estimate];
        for (let step = tolerance * 64; excess(outer, side) <= 0; step *= 4) {
            if (!(step < tolerance * 1e12))
                return null;
            inner = outer;
            outer -= side * step;
        }
        return inner === outer
            ? estimate
            : findCrossing((effect) => excess(effect, side), outer, inner, tolerance);
    };
    return { estimate, low: bound(1), high: bound(-1) };
}
