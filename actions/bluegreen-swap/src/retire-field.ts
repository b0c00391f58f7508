import { duration, optional, withDefault, yamlOf, type Field, commandField, itemOf } from '@sluice/action'

/** What becomes of the previous colour once the target is kept. */
export interface Retirement {
  /** The longest wait for open connections to end. A router that cannot count them is given the whole of it. */
  readonly afterMs: number
  readonly run: readonly string[] | undefined
}

const fields = { after: withDefault('60s', duration()), run: optional(commandField()) }

/** The `retire` input: `keep`, a duration to wait, or a mapping with `after` and `run`. */
export const retireField: Field<Retirement> = yamlOf(
  '`keep`, a duration, or a mapping with `after` and `run`',
  (data) => {
    if (data === 'keep') return { afterMs: 0, run: undefined }
    const { after, run } = itemOf(fields, typeof data === 'string' ? { after: data } : data, 'retire')
    return { afterMs: after, run }
  },
)
