import { duration, optional, withDefault, yamlOf, type Field, commandField, itemOf } from '@sluice/action'

/** What becomes of the previous colour once the target is kept. */
export interface Retirement {
  /** Time left for open connections and for an instant way back by hand. */
  readonly afterMs: number
  readonly run: readonly string[] | undefined
}

const fields = { after: withDefault('0s', duration()), run: optional(commandField()) }

/** The `retire` input: `keep`, a duration to wait, or a mapping with `after` and `run`. */
export const retireField: Field<Retirement> = yamlOf(
  '`keep`, a duration, or a mapping with `after` and `run`',
  (data) => {
    if (data === 'keep') return { afterMs: 0, run: undefined }
    const { after, run } = itemOf(fields, typeof data === 'string' ? { after: data } : data, 'retire')
    return { afterMs: after, run }
  },
)
