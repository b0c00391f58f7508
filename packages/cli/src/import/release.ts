/** A value as YAML, in the order in which it is written. */
export type Value =
  string | number | boolean | { readonly map: readonly Entry[] } | { readonly list: readonly Value[] }

/** One line of the output. A comment stands above it. */
export interface Entry {
  readonly key: string
  readonly value: Value
  readonly comment?: string
}

/** What every importer makes: one service that is released, by inputs of an action. */
export interface Release {
  readonly action: 'canary-step' | 'bluegreen-swap'
  readonly service: string
  /** Where it came from, in words: `the Rollout "shop" of Argo Rollouts`. */
  readonly from: string
  /** The inputs of the action, for `.github/sluice.yml`. */
  readonly inputs: readonly Entry[]
  /** What the job logs in to before it moves traffic. */
  readonly login: 'kubernetes' | 'aws' | 'none'
  /** Steps between the login and the action, as lines of YAML without indentation. */
  readonly steps?: readonly string[]
  /** Further lines for `with:` of the action. */
  readonly with?: readonly string[]
  /** Where a person decides: after the last step of the ladder, by a command, or before anything moves. */
  readonly persons: readonly ('promotes' | 'approves')[]
}

export function entry(key: string, value: Value, comment?: string): Entry {
  return { key, value, ...(comment === undefined ? {} : { comment }) }
}

/** Seconds as a duration that the actions read. */
export function spelledDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  if (whole % 3600 === 0) return `${whole / 3600}h`
  if (whole % 60 === 0) return `${whole / 60}m`
  return `${whole}s`
}

/** A number without the noise of floating point. */
export function tidy(value: number): number {
  return Number(value.toPrecision(10))
}
