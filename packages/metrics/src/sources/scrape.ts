import { duration, httpUrl, linesOf, optional, text, wholeNumber } from '@sluice/inputs'
import { access, accessFields } from '../access.ts'
import { assemble, type ArmReadings } from '../reading.ts'
import { createObserver, type ArmName } from '../scrape/observer.ts'
import { readPages } from '../scrape/pages.ts'
import { partsFor, readPart } from '../scrape/wanted.ts'
import { eventsAreSilent, settleSilence } from '../silent-events.ts'
import { defineSource } from '../source.ts'

/** The `/metrics` pages of both arms, read by this process at every look. */
export const scrape = defineSource(
  'Reads the `/metrics` pages of both arms itself, so that no Prometheus server is needed.',
  {
    'baseline-url': linesOf(httpUrl()),
    'candidate-url': linesOf(httpUrl()),
    ...accessFields,
    state: optional(text('file in which looks are kept for a later job')),
    timeout: { ...duration(), whenBlank: () => 5_000 },
    attempts: { ...wholeNumber({ min: 1, max: 10 }), whenBlank: () => 3 },
  },
  (settings, io) => {
    const instances = (name: 'baseline-url' | 'candidate-url'): readonly ReturnType<typeof access>[] =>
      settings[name].map((url) => access(url, settings, io))
    const arms = { baseline: instances('baseline-url'), candidate: instances('candidate-url') }
    // Behind one address (a proxy that measures both arms) only the texts can tell the arms apart.
    const onePage = settings['baseline-url'].join('\n') === settings['candidate-url'].join('\n')
    const patience = { timeoutMs: settings.timeout, attempts: settings.attempts }
    const observer = createObserver(io, settings.state, async (signal) => {
      const [baseline, candidate] = await Promise.all([
        readPages(io, arms.baseline, patience, signal),
        onePage ? undefined : readPages(io, arms.candidate, patience, signal),
      ])
      return { baseline, candidate: candidate ?? baseline }
    })
    return {
      observe: async (query, span, signal) => {
        const parts = partsFor(query, span, onePage)
        const wanted = parts.flatMap((part) => (part.kind === 'selector' ? [part.wanted] : []))
        await observer.look(wanted, span, signal)
        const arm = (name: ArmName): ArmReadings =>
          Object.fromEntries(
            parts
              .filter((part) => part.arm === name)
              .map((part) => [part.part, readPart(query, part, observer.history, span)]),
          )
        const readings = { baseline: arm('baseline'), candidate: arm('candidate') }
        return assemble(query, span, settleSilence(readings, !eventsAreSilent(readings)))
      },
    }
  },
)
