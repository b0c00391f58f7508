import type { ModelPaths } from './kinds/contract.ts'
import type { KindName } from './kinds/registry.ts'
import type { PathRules } from './json/paths.ts'

export const NOISE_MODES = ['paired', 'diffy', 'none'] as const
export type NoiseMode = (typeof NOISE_MODES)[number]

/** A number that both arms report with every record, such as a latency: measured, not compared by value. */
export interface Measure {
  readonly name: string
  readonly path: readonly string[]
}

/** How records are read, paired and compared: all that the counts depend on besides the records. */
export interface Comparison {
  readonly kind: KindName
  readonly noise: NoiseMode
  readonly pairBy: readonly (readonly string[])[]
  readonly rules: PathRules
  /** Places whose texts hold JSON, as it is or in base64: they are read as what they hold. */
  readonly parse: readonly string[]
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
