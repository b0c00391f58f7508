import { field, httpUrl, linesOf, optional, text } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'

/** Time until every provider has the new flag: they hear of it by a stream, or ask every few seconds. */
const SETTLES_MS = 5_000

/** A feature flag in a file that flagd watches. */
export const openfeature = defineRouter(
  'Sets the weights of two variants of a feature flag in a file that flagd (OpenFeature) watches, and reads back what it serves.',
  {
    file: text('path of the file of flags, in JSON'),
    flag: text('key of the flag'),
    baseline: text('name of the variant that users have now'),
    candidate: text('name of the variant that is released'),
    url: optional(
      linesOf(
        field(
          'OFREP address of each flagd that watches the file, e.g. `http://127.0.0.1:8016`',
          httpUrl().parse,
        ),
      ),
    ),
  },
  ({ url, ...given }, io) => {
    const flags = lazily(async () => {
      const { openFlags } = await import('../openfeature/flagd.ts')
      return openFlags(io, { ...given, urls: url ?? [] })
    })
    return {
      can: { step: 0.1, tolerance: 0.05, settles: SETTLES_MS, survivesRestart: true, sticky: true },
      ...lazyMethods(flags),
    }
  },
)
