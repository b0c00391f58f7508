import { studentSf } from "./student-t.js";
/** Standard error of a mean; infinite where a single value says nothing of it. */
export function meanError({ n, m2 }) {
    return n < 2 ? Infinity : Math.sqrt(Math.max(0, m2) / (n - 1) / n);
}
/**
 * Chance of so large a mean difference or a larger one where there is none: Student's paired test, one-sided. Of differences
 * that are all one, the chance that so many go in one direction. 1 with fewer than two.
 */
export function largerMeanP({ n, mean, m2 }) {
    const error = meanError({ n, m2 });
    if (n < 2 || (error === 0 && mean <= 0))
        return 1;
    return error === 0 ? 0.5 ** n : studentSf(mean / error, n - 1);
}
