import type { PathRules } from './json/paths.ts'

export const KINDS = ['json', 'classification', 'regression', 'ranking', 'embedding', 'text'] as const
export type Kind = (typeof KINDS)[number]

export const NOISE_MODES = ['paired', 'diffy', 'none'] as const
export type NoiseMode = (typeof NOISE_MODES)[number]

/** A number that both arms report with every record, such as a latency: measured, not compared by value. */
export interface Measure {
  readonly name: string
  readonly path: readonly string[]
}

/** Where a model's answer stands in a record. */
export interface ModelPaths {
  readonly prediction: readonly string[]
  /** The probability of the positive class, or the confidence in the prediction. */
  readonly score: readonly string[] | undefined
  readonly label: readonly string[] | undefined
  /** Inputs whose distribution is watched for drift between the arms. */
  readonly inputs: readonly (readonly string[])[]
  /** For binary classification: the class that `score` is the probability of. */
  readonly positive: string | undefined
  /** For rankings: how many of the first results matter. */
  readonly top: number
}

/** How records are read, paired and compared: all that the counts depend on besides the records. */
export interface Comparison {
  readonly kind: Kind
  readonly noise: NoiseMode
  readonly pairBy: readonly (readonly string[])[]
  readonly rules: PathRules
  readonly measures: readonly Measure[]
  /** Whether failed requests are counted: those with a `status` of 500 and above, or an `error` that is not empty. */
  readonly errors: boolean
  readonly slices: readonly (readonly string[])[]
  readonly model: ModelPaths | undefined
  /** Examples kept for each path. */
  readonly examples: number
  /** Whether values are replaced by their type and shape before they are kept. */
  readonly redact: boolean
  /** Longest record, in bytes. */
  readonly limit: number
}
