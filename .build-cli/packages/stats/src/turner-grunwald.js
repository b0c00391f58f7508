import { demandPositive } from "./errors.js";
function part(count, alternative, equal) {
    return count === 0 ? 0 : count * (Math.log(alternative) - Math.log(equal));
}
/**
 * log e-values by look against "both arms have the same rate": each block's likelihood under the rates estimated from
 * the blocks before it (with `gamma` prior events and non-events), over that of their exposure-weighted mean (Turner,
 * Ly & Grünwald 2024). Two-sided. Kept for comparison; slower than the tilt.
 */
export function turnerGrunwaldLogE(blocks, gamma) {
    demandPositive(gamma, 'gamma');
    const seen = { x: 0, n: 0, y: 0, m: 0 };
    let total = 0;
    return blocks.map(({ x, n, y, m }) => {
        if (n + m > 0) {
            const candidate = (seen.x + gamma) / (seen.n + 2 * gamma);
            const baseline = (seen.y + gamma) / (seen.m + 2 * gamma);
            const equal = (n * candidate + m * baseline) / (n + m);
            total += part(x, candidate, equal) + part(n - x, 1 - candidate, 1 - equal);
            total += part(y, baseline, equal) + part(m - y, 1 - baseline, 1 - equal);
        }
        seen.x += x;
        seen.n += n;
        seen.y += y;
        seen.m += m;
        return total;
    });
}
