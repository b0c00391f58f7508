/** The one error this package raises: an input that has no meaning for the formula asked for, said in plain words. */
export class StatsError extends Error {
  override readonly name = 'StatsError'
}

/** Raises a {@link StatsError} unless the claim holds; `say` is only called when it does not. */
export function demand(claim: boolean, say: () => string): asserts claim {
  if (!claim) throw new StatsError(say())
}

/** Raises a {@link StatsError} naming `name` unless `value` is a number strictly between 0 and 1. */
export function demandOpenUnit(value: number, name: string): void {
  demand(value > 0 && value < 1, () => `${name} must lie strictly between 0 and 1, got ${value}`)
}

/** Raises a {@link StatsError} naming `name` unless `value` is finite and above zero. */
export function demandPositive(value: number, name: string): void {
  demand(Number.isFinite(value) && value > 0, () => `${name} must be finite and above 0, got ${value}`)
}
