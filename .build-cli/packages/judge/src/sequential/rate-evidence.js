import { addBetBlock, addOddsBlock, addRatioBlock, EQUAL_LOG_WEIGHTS, REGRESSION_LOG_WEIGHTS, startBet, startTilt, tiltLogE, } from '@sluice/stats';
/** Above this share of events the binomial form wastes evidence, and the exact Bernoulli forms take over. */
export const COMMON_RATE = 0.05;
// Beyond a standard deviation of 2000 the exact sum costs more than the conservative form loses.
const LARGEST_EXACT_VARIANCE = 4e6;
/** Evidence against "the candidate's rate is not above (side 1) or not below (side -1) the baseline's". */
export function equalityEvidence(law, side) {
    const state = startTilt(side);
    return {
        add: (block) => {
            // Both forms hold given the block's number of events, so that number may choose between them.
            if (law === 'bernoulli' && isCommon(block))
                addOddsBlock(state, wholeCounts(block));
            else
                addRatioBlock(state, block, 1);
        },
        logE: (phi) => tiltLogE(state, phi, REGRESSION_LOG_WEIGHTS),
    };
}
/**
 * How the effects beyond a line are mixed. The weights lean towards modest changes where the line goes through zero; a
 * difference is passed by silence as well, which speaks through the largest effects.
 */
export function lineLogWeights({ offset }) {
    return offset === 0 ? REGRESSION_LOG_WEIGHTS : EQUAL_LOG_WEIGHTS;
}
/**
 * Evidence against "the candidate's rate lies not above (side 1) or not below (side -1) the line". A ratio of rare or
 * Poisson events is judged given their number, where the base rate cancels; everything else by a bet on both arms.
 */
export function lineEvidence(law, side, line) {
    const given = startTilt(side);
    const bet = startBet(side, law, line);
    return {
        add: (block, past) => {
            const rare = law === 'poisson' || past === null || past <= COMMON_RATE;
            if (line.offset === 0 && line.slope > 0 && rare)
                addRatioBlock(given, block, line.slope);
            else
                addBetBlock(bet, block);
        },
        logE: (phi) => {
            const sums = given.sums.map((sum, j) => sum + (bet.sums[j] ?? 0));
            return tiltLogE({ sums }, phi, lineLogWeights(line));
        },
    };
}
function isCommon({ x, n, y, m }) {
    const [events, all] = [x + y, n + m];
    if (events <= COMMON_RATE * all)
        return false;
    return (n * m * events * (all - events)) / all ** 3 <= LARGEST_EXACT_VARIANCE;
}
// Extrapolated counts are fractional; rounding events and non-events apart keeps the rarer of the two right.
function wholeCounts({ x, n, y, m }) {
    const [hits, others] = [Math.round(x), Math.round(n - x)];
    const [baseHits, baseOthers] = [Math.round(y), Math.round(m - y)];
    return { x: hits, n: hits + others, y: baseHits, m: baseHits + baseOthers };
}
