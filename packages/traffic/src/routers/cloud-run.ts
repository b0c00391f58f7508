import { field, linesOf, optional, quote, text, Unacceptable, type Field } from '@sluice/action'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'
import { several, type Resource } from '../several.ts'

/** Google promises no time until every front end has new traffic; a few seconds are usual. */
const SETTLES_MS = 10_000

const NAME = /^projects\/[^/\s]+\/locations\/[^/\s]+\/services\/[^/\s]+$/

const service: Field<string> = field('`projects/PROJECT/locations/REGION/services/NAME`', (given) => {
  if (NAME.test(given)) return given
  throw new Unacceptable(`must be projects/PROJECT/locations/REGION/services/NAME, got ${quote(given)}`)
})

const revision: Field<string> = field('name of the revision that serves now', (given) => {
  if (/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(given)) return given
  throw new Unacceptable(`must be the name of a revision, such as shop-00041-abc, got ${quote(given)}`)
})

/** The traffic of Google Cloud Run services between two revisions. */
export const cloudRun = defineRouter(
  'Divides the traffic of Google Cloud Run services between two revisions, and reads back what they serve.',
  {
    service: linesOf(service),
    baseline: revision,
    candidate: { ...revision, shape: 'name of the revision that is released' },
    tag: optional(text('tag that points at the candidate, for an address that reaches it at any share')),
    'identity-provider': optional(
      text(
        'workload identity provider that trusts GitHub, `projects/…/providers/…`; the job needs `id-token: write`, and no login step',
      ),
    ),
    'service-account': optional(text('address of a service account to act as')),
  },
  (given, io) => {
    const { service: names, baseline, candidate, tag } = given
    const options = { serviceAccount: given['service-account'], identityProvider: given['identity-provider'] }
    const services = lazily(async () => {
      const { openServices } = await import('../cloud-run/service.ts')
      return openServices(io, options, { baseline, candidate }, tag)
    })
    const resources = names.map((name): Resource => {
      const open = lazily(async (signal) => (await services(signal))(name))
      return {
        name: name.replace(/^projects\/[^/]+\/locations\/([^/]+)\/services\//, '$1/'),
        ...lazyMethods(open, { health: true }),
      }
    })
    return {
      ...several(resources),
      can: {
        step: 1,
        tolerance: 0.5,
        settles: SETTLES_MS,
        survivesRestart: true,
        revisions: true,
        pin: tag !== undefined,
      },
    }
  },
)
