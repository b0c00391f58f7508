import { addBetBlock, addTilt, lineGrowth, startBet, startTilt, tiltLogE } from '@sluice/stats';
// Any event at all contradicts a limit of zero.
const CERTAIN = 700;
/** The test of "rate <= limit" (direction 1) or "rate >= limit" (direction -1). */
export function limitTest(law, limit, direction) {
    const sides = [direction, direction === 1 ? -1 : 1];
    const tilts = sides.map((side) => startTilt(side));
    const bets = sides.map((side) => startBet(side, law, { slope: 0, offset: limit }));
    let [events, exposure] = [0, 0];
    const rate = () => (exposure > 0 ? events / exposure : null);
    const logE = (which) => tiltLogE((law === 'bernoulli' ? tilts : bets)[which] ?? { sums: [0] });
    return {
        add: (forFail, forPass = forFail) => {
            events += forFail.events;
            exposure += forFail.exposure;
            for (const [i, tally] of [forFail, forPass].entries()) {
                const [tilt, bet] = [tilts[i], bets[i]];
                if (tilt !== undefined && law === 'bernoulli')
                    addTilt(tilt, tally.events, tally.exposure, limit);
                if (bet !== undefined && law === 'poisson')
                    addBetBlock(bet, { x: tally.events, n: tally.exposure, y: 0, m: 0 });
            }
        },
        failLogE: () => (limit === 0 && direction === 1 && events > 0 ? CERTAIN : logE(0)),
        passLogE: () => logE(1),
        broken: () => direction * ((rate() ?? limit) - limit) > 0,
        growth: () => {
            const seen = rate();
            if (seen === null || direction * (limit - seen) <= 0)
                return 0;
            return lineGrowth(law, { slope: 0, offset: limit }, seen, 1);
        },
    };
}
