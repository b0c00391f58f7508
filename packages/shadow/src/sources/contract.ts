import type { Compared } from '../compared.ts'
import type { Surroundings } from '../engines/contract.ts'
import type { ShadowInput } from '../inputs/fields.ts'

/** A way to come by what is compared: logs, a replay of requests, or parts that other jobs have counted. */
export interface ComparisonSource {
  /** What to give for it, for the message that refuses inputs. */
  readonly needs: string
  /** Whether the inputs ask for it. */
  readonly isAsked: (input: ShadowInput) => boolean
  /** Which of the inputs do not go with it, one sentence each. */
  readonly problems: (input: ShadowInput) => readonly string[]
  /** Compares. Throws a `UserError` where something cannot be read. */
  readonly compare: (input: ShadowInput, around: Surroundings) => Promise<Compared>
}
