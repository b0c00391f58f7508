import { optional, text, field, Unacceptable, quote, type Field } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'

/** AWS promises no time until an alias's weights hold everywhere; a few seconds are usual. */
const SETTLES_MS = 5_000

const version: Field<string> = field('number of a published version', (given) => {
  if (/^[1-9]\d*$/.test(given)) return given
  throw new Unacceptable(`must be the number of a published version, got ${quote(given)}`)
})

/** The weights of an AWS Lambda alias. */
export const lambda = defineRouter(
  'Sets the weights of an AWS Lambda alias between two published versions.',
  {
    function: text('name or ARN of the function'),
    alias: text('name of the alias that users call'),
    baseline: version,
    candidate: version,
    region: optional(text('AWS region; default `$AWS_REGION`')),
    role: optional(text('ARN of a role to assume')),
  },
  (given, io) => {
    const alias = lazily(async () => {
      const { openAlias } = await import('../lambda/alias.ts')
      return openAlias(io, given)
    })
    return {
      can: { settles: SETTLES_MS, survivesRestart: true, revisions: true },
      ...lazyMethods(alias, { health: true }),
    }
  },
)
