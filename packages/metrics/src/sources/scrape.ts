import { field, httpUrl, linesOf, optional, text } from '@sluice/action'
import { access, accessFields } from '../access.ts'
import { assemble, type ArmReadings } from '../reading.ts'
import { createObserver, type ArmName } from '../scrape/observer.ts'
import { readPages, readTogether } from '../scrape/pages.ts'
import { partsFor, readPart, type Part } from '../scrape/wanted.ts'
import { eventsAreSilent, settleSilence } from '../silent-events.ts'
import { patienceFields, patienceOf } from '../settings.ts'
import { defineSource } from '../define-source.ts'
import type { MetricQuery, Span } from '../contract.ts'
import { createBudget } from '../ask.ts'
import type { AbsentArm, Samples } from '@sluice/verdict'

/** The `/metrics` pages of both arms, read by this process at every look. */
export const scrape = defineSource(
  'Reads the `/metrics` pages of both arms itself, so that no Prometheus server is needed.',
  {
    'baseline-url': field(
      'address of a `/metrics` page, one per line for several instances',
      linesOf(httpUrl()).parse,
    ),
    'candidate-url': field(
      'the same for the candidate; one page for both will do if it has a label for the arm',
      linesOf(httpUrl()).parse,
    ),
    ...accessFields,
    state: optional(text('file in which looks are kept for a later job')),
    ...patienceFields,
  },
  (settings, io) => {
    const instances = (name: 'baseline-url' | 'candidate-url'): readonly ReturnType<typeof access>[] =>
      settings[name].map((url) => access(url, settings, io))
    const arms = { baseline: instances('baseline-url'), candidate: instances('candidate-url') }
    // Behind one address (a proxy that measures both arms) only the texts can tell the arms apart.
    const onePage = settings['baseline-url'].join('\n') === settings['candidate-url'].join('\n')
    const budget = createBudget(io, settings['requests-per-minute'])
    const observer = createObserver(io, settings.state, async (span, signal) => {
      const patience = patienceOf(settings, span.intervalMs)
      const read = (name: ArmName): Promise<readonly string[] | AbsentArm> =>
        readPages(io, arms[name], patience, budget, signal)
      return await readTogether(io, span, async () => {
        const [baseline, candidate] = await Promise.all([
          read('baseline'),
          onePage ? undefined : read('candidate'),
        ])
        return { baseline, candidate: candidate ?? baseline }
      })
    })
    return {
      readsPast: false,
      observe: async (queries, span, signal) => {
        const all = queries.map((query) => ({ query, parts: partsFor(query, span, onePage) }))
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
      const settled = settleSilence(readings, !eventsAreSilent(readings))
      return assemble(query, span, settled.readings, settled.notes)
    }
  },
)
