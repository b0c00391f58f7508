import { field, optional, quote, text, Unacceptable, type Field } from '@sluice/action'
import { defineRouter, type RouterParts } from '../contract.ts'

/** An endpoint is InService again within a minute or two after new weights. */
const DEADLINE_MS = 5 * 60_000

/** By the service model of botocore. */
const NAME = /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/

const name = (shape: string): Field<string> =>
  field(shape, (given) => {
    if (NAME.test(given)) return given
    throw new Unacceptable(`must be letters, digits and hyphens, at most 63, got ${quote(given)}`)
  })

/** Production variants of an Amazon SageMaker endpoint. */
export const sagemakerRouter = defineRouter(
  'Sets the weights of two production variants of an Amazon SageMaker endpoint.',
  {
    endpoint: name('name of the endpoint'),
    baseline: name('name of the baseline’s production variant'),
    candidate: name('name of the candidate’s production variant'),
    region: optional(text('AWS region; default `$AWS_REGION`')),
    role: optional(text('ARN of a role to assume')),
  },
  (given, io) => {
    let opened: Promise<Omit<RouterParts, 'can'>> | undefined
    const endpoint = async (signal: AbortSignal): Promise<Omit<RouterParts, 'can'>> => {
      signal.throwIfAborted()
      opened ??= import('../sagemaker/endpoint.ts').then(({ openEndpoint }) => openEndpoint(io, given))
      opened.catch(() => (opened = undefined))
      return await opened
    }
    return {
      can: { survivesRestart: true, pin: true, deadline: { shift: DEADLINE_MS, undo: DEADLINE_MS } },
      read: async (signal) => await (await endpoint(signal)).read(signal),
      write: async (shares, options, signal) => await (await endpoint(signal)).write(shares, options, signal),
      health: async (arm, signal) =>
        (await (await endpoint(signal)).health?.(arm, signal)) ?? { up: 0, total: 0 },
    }
  },
)
