import { judge } from '@sluice/judge'
import { connect, mayGoOn, openPublisher } from '@sluice/publish'
import { SHADOW_SCRIPT, shadowHtml, shadowMarkdown } from '@sluice/report'
import type { Exit, Io } from '@sluice/runner'
import { decisionOf, isField, verdictOf } from '@sluice/shadow'
import { shadowDetails } from '@sluice/verdict'
import type { Compared, Input } from './compare.ts'
import type { outputs } from './inputs.ts'

const DID = { accept: 'was accepted', reject: 'was rejected', undecided: 'is undecided' } as const

/** Judges the counts, publishes the verdict, and says how the step ends. */
export async function close(
  input: Input,
  { comparison, summary, window }: Compared,
  io: Io,
): Promise<Exit<(typeof outputs)[number]>> {
  const connection = connect(input, io)
  const settings = {
    confidence: input.confidence,
    maxDifferenceRate: input['max-difference-rate'],
    requirements: input.requirements,
    window,
  }
  const conduct = { cost: [], said: [] }
  const verdict = verdictOf(summary, comparison, settings, { subject: connection.subject, conduct, judge })
  const decision = decisionOf(verdict.outcome)
  const go = mayGoOn(verdict.outcome, input['when-inconclusive'])
  const did = DID[decision]
  const details = shadowDetails(verdict.details)
  const sections =
    details === undefined
      ? { markdown: [], html: [] }
      : { markdown: shadowMarkdown(details), html: shadowHtml(details), script: SHADOW_SCRIPT }
  const published = await openPublisher('shadow-compare', input, connection, io).final(
    verdict,
    { decision, did, go, elsewhere: isField },
    sections,
  )
  return {
    outputs: {
      outcome: verdict.outcome,
      decision,
      reason: verdict.reason,
      ...published,
      'deployment-id': '',
      summary: '',
    },
    ...(go || !input['fail-step'] ? {} : { failed: `${input.service} ${did}: ${verdict.reason}` }),
  }
}
