import { field, flag, httpUrl, linesOf, text, withDefault } from '@sluice/action'
import { withoutCredentials } from '../address.ts'
import { defineRouter } from '../contract.ts'
import { lazily, lazyMethods } from '../lazy.ts'
import { several, type Resource } from '../several.ts'

/** Caddy, by its admin API. */
export const caddy = defineRouter(
  'Sets the weights of upstreams in the reverse_proxy handlers of a running Caddy, through its admin API.',
  {
    url: linesOf(field('admin address of each Caddy, e.g. `http://127.0.0.1:2019`', httpUrl().parse)),
    baseline: linesOf(text('upstream of the baseline, as in `dial`, e.g. `10.0.0.5:8080`')),
    candidate: linesOf(text('upstream of the candidate')),
    resume: withDefault('false', flag()),
  },
  ({ url: urls, baseline, candidate, resume }) => {
    const resources = urls.map((url): Resource => {
      const open = lazily(async () => {
        const { openCaddy } = await import('../caddy/admin.ts')
        return openCaddy(url, { baseline, candidate })
      })
      return { name: withoutCredentials(url).host, ...lazyMethods(open, { health: true, drain: true }) }
    })
    return { ...several(resources), can: { step: 0.1, tolerance: 0.05, survivesRestart: resume } }
  },
)
