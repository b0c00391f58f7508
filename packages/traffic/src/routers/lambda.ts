import { optional, text, field, Unacceptable, quote, type Field } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import type { LambdaAlias } from '../lambda/alias.ts'

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
    let opened: Promise<LambdaAlias> | undefined
    const alias = async (signal: AbortSignal): Promise<LambdaAlias> => {
      signal.throwIfAborted()
      opened ??= import('../lambda/alias.ts').then(({ openAlias }) => openAlias(io, given))
      opened.catch(() => (opened = undefined))
      return await opened
    }
    return {
      can: { settles: SETTLES_MS, survivesRestart: true, revisions: true },
      read: async (signal) => await (await alias(signal)).read(signal),
      write: async (shares, options, signal) => await (await alias(signal)).write(shares, options, signal),
      health: async (arm, signal) => await (await alias(signal)).health(arm, signal),
    }
  },
)
