import { bisectRoot } from "./bisect.js";
import { demand, demandOpenUnit } from "./errors.js";
/**
 * The sum from 0 up to `most` at which a rising log e-value reaches ln(1/alpha); `most` itself when even that is
 * too little. An unlimited `most` is searched by doubling from `start`.
 */
export function mixtureBound(logE, alpha, most, start) {
    demandOpenUnit(alpha, 'alpha');
    const miss = (s) => logE(s) + Math.log(alpha);
    let top = most;
    if (most === Infinity) {
        top = start > 0 ? start : 1;
        for (let i = 0; miss(top) <= 0; i++) {
            demand(i < 200, () => `no boundary found below ${top}`);
            top *= 2;
        }
    }
    return miss(top) < 0 ? top : bisectRoot(miss, 0, top);
}
