import { lineGrowth } from '@sluice/stats';
import { equalityEvidence, lineEvidence } from "./rate-evidence.js";
/** The rates of a candidate that uses up its margin exactly. */
export function marginLine(margin, direction) {
    return margin.of === 'baseline'
        ? { slope: Math.max(0, 1 + direction * margin.value), offset: 0 }
        : { slope: 1, offset: direction * margin.value };
}
/** The margin on the scale of the effect: 1.1 for 10 % of the baseline, the value itself for one in the unit. */
export function marginEffect(margin, direction) {
    if (margin.of === 'baseline')
        return 1 + direction * margin.value;
    return direction === 1 || margin.value === 0 ? margin.value : -margin.value;
}
/** The tests of "not worse than the baseline" and "worse than the margin" in one direction. */
export function changeTest(law, margin, failWhen, direction) {
    const line = marginLine(margin, direction);
    const certainly = failWhen === 'certainly-beyond-margin';
    const fail = certainly ? lineEvidence(law, direction, line) : equalityEvidence(law, direction);
    const pass = lineEvidence(law, direction === 1 ? -1 : 1, line);
    const edge = marginEffect(margin, direction);
    return {
        add: (block, past) => {
            fail.add(block, past);
            pass.add(block, past);
        },
        failLogE: fail.logE,
        passLogE: pass.logE,
        beyond: (estimate) => estimate !== null && direction * (estimate - edge) > 0,
        growth: (rate, share) => lineGrowth(law, line, rate, share),
    };
}
