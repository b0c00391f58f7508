import { field, optional, quote, text, Unacceptable, type Field } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'

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
    const endpoint = lazily(async () => {
      const { openEndpoint } = await import('../sagemaker/endpoint.ts')
      return openEndpoint(io, given)
    })
    return {
      can: { survivesRestart: true, pin: true, deadline: { shift: DEADLINE_MS, undo: DEADLINE_MS } },
      ...lazyMethods(endpoint, { health: true }),
    }
  },
)
