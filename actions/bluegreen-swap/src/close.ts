import { mayGoOn } from '@sluice/publish'
import type { Exit } from '@sluice/action'
import type { Acted } from './act.ts'
import type { outputs } from './inputs.ts'
import type { Prepared } from './prepare.ts'
import { sectionsOf } from './sections.ts'
import { verdictOf } from './verdict.ts'
import { didWords } from './words.ts'

type Outputs = (typeof outputs)[number]

/** Publishes the verdict and says how the step ends. The swap itself is over: a comment that fails undoes nothing. */
export async function close(prepared: Prepared, { swapped, found }: Acted): Promise<Exit<Outputs>> {
  const { input, stand } = prepared
  const findings = await stand.close()
  const verdict = verdictOf(prepared, swapped, found, findings)
  const did = didWords(swapped, stand.colours)
  const rehearsed = swapped.why === 'rehearsed' && verdict.outcome === 'pass'
  const waiting = swapped.decision === 'waiting' && mayGoOn('inconclusive', input['when-inconclusive'])
  // Traffic that stays on a target which did not prove itself is no success: a person has to look.
  const stranded = swapped.decision === 'swapped' && swapped.why !== undefined
  const go = (swapped.decision === 'swapped' && !stranded) || waiting || rehearsed
  const framing = { decision: swapped.decision, did, go }
  const published = await prepared.publisher.final(
    verdict,
    framing,
    sectionsOf(prepared, swapped, found, { ...findings, lines: [...found.notes, ...findings.lines] }),
  )
  const live = swapped.decision === 'swapped' ? stand.colours.target : stand.colours.previous
  return {
    outputs: {
      outcome: verdict.outcome,
      decision: swapped.decision,
      reason: swapped.why ?? verdict.reason,
      ...published,
      'deployment-id': /^\d+$/.test(swapped.entry.id) ? swapped.entry.id : '',
      live: swapped.decision === 'waiting' ? '' : live,
      ...findings.outputs,
    },
    ...(go || (!stranded && !input['fail-step']) ? {} : { failed: `${input.service} ${did}` }),
  }
}
