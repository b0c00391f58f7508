import { addTilt, startTilt, tiltLogE } from "./tilt.js";
/** False for a block that can say nothing about a ratio: no events, or an arm without exposure. */
export function informsRatio({ x, n, y, m }) {
    return x + y > 0 && n > 0 && m > 0;
}
/** Probability that an event falls into the candidate when its rate is `ratio` times the baseline's. */
export function candidateShare({ n, m }, ratio) {
    return (n * ratio) / (n * ratio + m);
}
/**
 * Adds one block to the evidence about a rate ratio. Given x + y events, x is Binomial(x + y, n r/(n r + m)) when the
 * candidate's rate is r times the baseline's, so the base rate cancels and may drift from block to block. Exact for
 * Poisson events; conservative for rare Bernoulli ones. A block that cannot inform leaves the state as it is.
 */
export function addRatioBlock(state, block, nullRatio) {
    if (informsRatio(block))
        addTilt(state, block.x, block.x + block.y, candidateShare(block, nullRatio));
}
/** log e-value of all blocks against "ratio <= nullRatio" (side 1) or "ratio >= nullRatio" (side -1). */
export function ratioLogE(blocks, nullRatio, side, phi = 1, logWeights) {
    const state = startTilt(side);
    for (const block of blocks)
        addRatioBlock(state, block, nullRatio);
    return tiltLogE(state, phi, logWeights);
}
