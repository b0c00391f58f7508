import { demand, demandOpenUnit, demandPositive } from "./errors.js";
import { normalSf, normalUpperQuantile } from "./normal.js";
/** Alpha spent at `share` of the information (Lan & DeMets 1983; Kim & DeMets 1987; Hwang, Shih & DeCani 1990). */
export function alphaSpent(spending, share, alpha) {
    demandOpenUnit(alpha, 'alpha');
    demand(share > 0 && share <= 1, () => `the information share must lie in (0, 1], got ${share}`);
    switch (spending.kind) {
        case 'obrien-fleming':
            return 2 * normalSf(normalUpperQuantile(alpha / 2) / Math.sqrt(share));
        case 'pocock':
            return alpha * Math.log1p((Math.E - 1) * share);
        case 'kim-demets':
            demandPositive(spending.power, 'the Kim-DeMets power');
            return alpha * share ** spending.power;
        case 'hwang-shih-decani':
            demand(Number.isFinite(spending.gamma), () => `gamma must be finite, got ${spending.gamma}`);
            if (spending.gamma === 0)
                return alpha * share;
            return (alpha * Math.expm1(-spending.gamma * share)) / Math.expm1(-spending.gamma);
    }
}
