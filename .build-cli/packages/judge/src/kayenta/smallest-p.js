/** The smallest two-sided p-value that a rank test of n against m points can reach: 2 / C(n+m, n), at most 1. */
export function smallestP(n, m) {
    let ways = 1;
    for (let k = 1; k <= Math.min(n, m) && ways < 1e15; k++)
        ways *= (Math.max(n, m) + k) / k;
    return Math.min(1, 2 / ways);
}
