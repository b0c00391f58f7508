import { demand } from "./errors.js";
const HEAD = 12;
// B(2k) / (2k)! for k = 1…8, the corrections of Euler and Maclaurin.
const CORRECTIONS = [
    8.3333333333333333e-2, -1.3888888888888889e-3, 3.3068783068783069e-5, -8.2671957671957672e-7,
    2.0876756987868099e-8, -5.2841901386874932e-10, 1.3382536530684679e-11, -3.3896802963225829e-13,
];
/** Riemann's zeta function for s > 1, by Euler-Maclaurin summation to about 1e-15. */
export function zeta(s) {
    demand(s > 1, () => `zeta is summed here for s above 1, got ${s}`);
    let total = HEAD ** (1 - s) / (s - 1) + HEAD ** -s / 2;
    for (let k = 1; k < HEAD; k++)
        total += k ** -s;
    let rising = s;
    CORRECTIONS.forEach((factor, k) => {
        total += factor * rising * HEAD ** (-s - 2 * k - 1);
        rising *= (s + 2 * k + 1) * (s + 2 * k + 2);
    });
    return total;
}
