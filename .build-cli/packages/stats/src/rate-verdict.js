import { addRatioBlock } from "./ratio-eprocess.js";
import { startTilt, tiltLogE } from "./tilt.js";
/**
 * The plain rule for one error rate without guards: at every look fail when the ratio is certainly above 1 + tolerated,
 * else pass when it is certainly below 1 + margin and the candidate had enough exposure; the first crossing is final.
 */
export function rateVerdict(blocks, promise) {
    const [fail, pass] = [startTilt(1), startTilt(-1)];
    let exposure = 0;
    for (const [index, block] of blocks.entries()) {
        addRatioBlock(fail, block, 1 + promise.tolerated);
        addRatioBlock(pass, block, 1 + promise.margin);
        exposure += block.n;
        if (tiltLogE(fail) >= -Math.log(promise.alphaFail))
            return { verdict: 'fail', look: index + 1 };
        const enough = exposure >= promise.minCandidate;
        if (enough && tiltLogE(pass) >= -Math.log(promise.alphaPass))
            return { verdict: 'pass', look: index + 1 };
    }
    return { verdict: 'inconclusive', look: blocks.length };
}
