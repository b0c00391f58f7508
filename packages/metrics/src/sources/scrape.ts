import {
  field,
  httpUrl,
  linesOf,
  mapOfText,
  optional,
  quote,
  text,
  Unacceptable,
  UserError,
} from '@sluice/action'
import { access, accessFields } from '../access.ts'
import { assemble, type ArmReadings } from '../reading.ts'
import { createObserver, type ArmName } from '../scrape/observer.ts'
import { readPages, readTogether, type Instance } from '../scrape/pages.ts'
import { partsFor, readPart, type Part } from '../scrape/wanted.ts'
import { eventsWereSeen, settleSilence } from '../silent-events.ts'
import { patienceFields, patienceOf } from '../settings.ts'
import { defineSource } from '../define-source.ts'
import type { MetricQuery, Span } from '../contract.ts'
import { createBudget } from '../ask.ts'
import type { AbsentArm, Samples } from '@sluice/verdict'

/** The `/metrics` pages of both arms, read by this process at every look. */
export const scrape = defineSource(
  'Reads the `/metrics` pages of both arms itself, so that no Prometheus server is needed.',
  {
    'baseline-url': optional(
      field('address of a `/metrics` page, one per line for several instances', linesOf(httpUrl()).parse),
    ),
    'candidate-url': optional(
      field(
        'the same for the candidate; one page for both will do if it has a label for the arm',
        linesOf(httpUrl()).parse,
      ),
    ),
    urls: optional(
      mapOfText(
        'instead of both: the pages of each version or slot by its name, e.g. `{ blue: http://10.0.0.5/metrics, green: … }`',
      ),
    ),
    ...accessFields,
    state: optional(text('file in which looks are kept for a later job')),
    ...patienceFields,
  },
  (settings, io) => {
    const pages = pagesFrom(settings, (url) => access(url, settings, io))
    const budget = createBudget(io, settings['requests-per-minute'])
    const observer = createObserver(io, settings.state, async (span, signal) => {
      const patience = patienceOf(settings, span.intervalMs)
      const read = (name: ArmName): Promise<readonly string[] | AbsentArm> =>
        readPages(io, pagesOf(pages, name, span), patience, budget, signal)
      return await readTogether(io, span, async () => {
        const [baseline, candidate] = await Promise.all([
          read('baseline'),
          isOnePage(pages, span) ? undefined : read('candidate'),
        ])
        return { baseline, candidate: candidate ?? baseline }
      })
    })
    return {
      readsPast: false,
      rolesAreFixed: 'baseline' in pages && !sameText(pages.baseline, pages.candidate),
      observe: async (queries, span, signal) => {
        // Behind an address that both arms share only the texts can tell them apart.
        const armInText = sharesPages(pages, span)
        const all = queries.map((query) => ({ query, parts: partsFor(query, span, armInText) }))
        const wanted = all.flatMap(({ parts }) =>
          parts.flatMap((part) => (part.kind === 'selector' ? [part.wanted] : [])),
        )
        await observer.look(wanted, span, signal)
        return all.map(({ query, parts }) => seen(query, parts, span))
      },
    }

    function seen(query: MetricQuery, parts: readonly Part[], span: Span): Samples {
      const arm = (name: ArmName): ArmReadings =>
        Object.fromEntries(
          parts
            .filter((part) => part.arm === name)
            .map((part) => [part.part, readPart(query, part, observer.history, span)]),
        )
      const readings = { baseline: arm('baseline'), candidate: arm('candidate') }
      const settled = settleSilence(readings, eventsWereSeen(readings))
      return assemble(query, span, settled.readings, settled.notes)
    }
  },
)

/** Where the pages are: by role, or by the name of a version or slot. */
type Addresses =
  | { readonly baseline: readonly Instance[]; readonly candidate: readonly Instance[] }
  | { readonly byName: ReadonlyMap<string, readonly Instance[]> }

interface AddressSettings {
  readonly 'baseline-url': readonly URL[] | undefined
  readonly 'candidate-url': readonly URL[] | undefined
  readonly urls: Readonly<Record<string, string>> | undefined
}

function pagesFrom(settings: AddressSettings, open: (url: URL) => Instance): Addresses {
  const { 'baseline-url': baseline, 'candidate-url': candidate, urls } = settings
  if (urls === undefined && baseline !== undefined && candidate !== undefined)
    return { baseline: baseline.map(open), candidate: candidate.map(open) }
  if (urls === undefined || baseline !== undefined || candidate !== undefined)
    throw wrong('give baseline-url and candidate-url, or urls')
  const item = linesOf(httpUrl())
  return {
    byName: new Map(
      Object.entries(urls).map(([name, lines]) => {
        try {
          return [name, item.parse(lines).map(open)] as const
        } catch (error) {
          if (error instanceof Unacceptable) throw wrong(`urls.${name}: ${error.message}`)
          throw error
        }
      }),
    ),
  }
}

/** Throws `BAD_INPUT` for a version or slot that has no address. */
function pagesOf(pages: Addresses, role: ArmName, span: Span): readonly Instance[] {
  if ('baseline' in pages) return pages[role]
  const instances = pages.byName.get(span[role])
  if (instances !== undefined) return instances
  throw wrong(`urls: has no address for ${quote(span[role])}; it has ${[...pages.byName.keys()].join(', ')}`)
}

function isOnePage(pages: Addresses, span: Span): boolean {
  return sameText(pagesOf(pages, 'baseline', span), pagesOf(pages, 'candidate', span))
}

function sharesPages(pages: Addresses, span: Span): boolean {
  const baseline = new Set(pagesOf(pages, 'baseline', span).map(({ url }) => url.href))
  return pagesOf(pages, 'candidate', span).some(({ url }) => baseline.has(url.href))
}

function sameText(a: readonly Instance[], b: readonly Instance[]): boolean {
  const text = (instances: readonly Instance[]): string => instances.map(({ url }) => url.href).join('\n')
  return text(a) === text(b)
}

function wrong(what: string): UserError {
  return new UserError('BAD_INPUT', what, 'Fix `source-settings`.')
}
