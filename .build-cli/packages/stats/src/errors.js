/** The one error this package raises: an input that has no meaning for the formula asked for, said in plain words. */
export class StatsError extends Error {
    name = 'StatsError';
}
/** Raises a {@link StatsError} unless the claim holds; `say` is only called when it does not. */
export function demand(claim, say) {
    if (!claim)
        throw new StatsError(say());
}
/** Raises a {@link StatsError} naming `name` unless `value` is a number strictly between 0 and 1. */
export function demandOpenUnit(value, name) {
    demand(value > 0 && value < 1, () => `${name} must lie strictly between 0 and 1, got ${value}`);
}
/** Raises a {@link StatsError} naming `name` unless `value` is a finite number of at least `least`. */
export function demandAtLeast(value, least, name) {
    demand(Number.isFinite(value) && value >= least, () => `${name} must be a finite number of at least ${least}, got ${value}`);
}
/** Raises a {@link StatsError} naming `name` unless `value` is finite and above zero. */
export function demandPositive(value, name) {
    demand(Number.isFinite(value) && value > 0, () => `${name} must be finite and above 0, got ${value}`);
}
