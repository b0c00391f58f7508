import { duration, field, optional, text, UserError, withDefault, shownAddress } from '@sluice/action'
import { access, accessFields } from '../access.ts'
import { createBudget } from '../ask.ts'
import type { MetricQuery, ProbeFinding } from '../contract.ts'
import { oauthFields, renewedHeaders } from '../credentials.ts'
import { defineSource } from '../define-source.ts'
import { compiled, readAnswers, type HttpAccess, type HttpPlace } from '../http/answers.ts'
import { armInUrl, fillTemplate, type AskedTime } from '../http/template.ts'
import { namesArm, questionFor, type HttpTemplate } from '../http/text.ts'
import { partsOf } from '../query-parts.ts'
import { absent, assemble, byPart, findingFrom, type ArmReadings, type Reading } from '../reading.ts'
import { patienceFields, patienceOf } from '../settings.ts'

const ARMS = ['baseline', 'candidate'] as const

/** Any service that answers with JSON. */
export const http = defineSource(
  'Asks any service that answers with JSON, and takes numbers out of its answers with JMESPath.',
  {
    url: text(
      'address; `$arm`, `$from` and `$to` (epoch seconds; `${from:ms}`, `${from:iso}`) and `$window` are filled in',
    ),
    body: optional(text('JSON body with the same placeholders; the requests are then POST')),
    ...accessFields,
    ...oauthFields,
    lag: withDefault('0s', field('duration until data have arrived', duration().parse)),
    ...patienceFields,
  },
  (settings, io) => {
    const template: HttpTemplate = { address: settings.url, body: settings.body }
    const { headers } = access(checkedUrl(settings.url), settings, io)
    const budget = createBudget(io, settings['requests-per-minute'])
    const reach: HttpAccess = { io, headers: renewedHeaders(io, settings, headers), budget }
    return {
      lagMs: settings.lag,
      asksEach: true,
      observe: async (queries, span, signal) => {
        const slots = span.slots.length > 0 ? span.slots : [{ from: 0, to: span.intervalMs }]
        const places = queries.flatMap((query) =>
          ARMS.flatMap((arm) =>
            slots.flatMap(({ from, to }) =>
              placesOf(template, query, { arm: span[arm], from, to }).map((place) => ({ ...place, arm })),
            ),
          ),
        )
        const jmespath = await import('@jmespath-community/jmespath')
        if (span.slots.length === 0) {
          compiled(jmespath, places)
          return queries.map(({ name }) => ({ metric: name, blocks: [] }))
        }
        const patience = patienceOf(settings, span.intervalMs)
        const readings = await readAnswers(reach, jmespath, places, patience, signal)
        const read = places.map((place, i) => ({ ...place, reading: readings[i] ?? absent('no_data') }))
        return queries.map((query) => {
          const arm = (name: (typeof ARMS)[number]): ArmReadings =>
            byPart(read.filter((place) => place.query === query && place.arm === name))
          return assemble(query, span, { baseline: arm('baseline'), candidate: arm('candidate') })
        })
      },
      probe: async (query, arm, windowMs, signal) => {
        const to = io.now() - settings.lag
        const places = placesOf(template, query, { arm, from: to - windowMs, to })
        const jmespath = await import('@jmespath-community/jmespath')
        const patience = patienceOf(settings, windowMs)
        const readings = await readAnswers(reach, jmespath, places, patience, signal)
        return places.map((place, i) => findingOf(place, readings[i] ?? absent('no_data')))
      },
    }
  },
)

function placesOf(template: HttpTemplate, query: MetricQuery, moment: AskedTime): readonly HttpPlace[] {
  return partsOf(query, !namesArm(template)).map((part) => {
    const question = questionFor(template, query, part, moment)
    return { query, part, question }
  })
}

function findingOf({ part, question }: HttpPlace, reading: Reading): ProbeFinding {
  const asked =
    question.kind === 'constant'
      ? String(question.value)
      : `${new URL(question.url).pathname} -> ${question.expression}`
  return findingFrom(part, asked, reading, 'The expression found null.')
}

/** A sample of the address, to read its user name and password, and to refuse what is none. */
function checkedUrl(address: string): URL {
  const sample = fillTemplate(address, { arm: 'v1', from: 0, to: 60_000 }, armInUrl)
  const url = URL.canParse(sample) ? new URL(sample) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url
  throw new UserError(
    'BAD_INPUT',
    `url: must be an address that begins with http:// or https://, got ${JSON.stringify(shownAddress(address))}`,
    'Fix `source-settings`.',
  )
}
