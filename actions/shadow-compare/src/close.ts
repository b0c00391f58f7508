import { judge } from '@sluice/compat'
import { connect, mayGoOn, openPublisher } from '@sluice/publish'
import {
  examplesNdjson,
  renderTerminal,
  SHADOW_SCRIPT,
  shadowHtml,
  shadowMarkdown,
  shadowTerminal,
} from '@sluice/report'
import { reasonPage, type Exit, type Io } from '@sluice/action'
import { decisionOf, explainedBy, isField, settingsOf, shadowVerdict } from '@sluice/shadow'
import { shadowDetails } from '@sluice/verdict'
import type { Input, Watched } from './compare.ts'
import type { outputs } from './inputs.ts'

const DID = { accept: 'was accepted', reject: 'was rejected', undecided: 'is undecided' } as const

/** Judges the counts, publishes the verdict, and says how the step ends. */
export async function close(
  input: Input,
  { asked, comparison, summary, conduct, window }: Watched,
  io: Io,
): Promise<Exit<(typeof outputs)[number]>> {
  const connection = connect(input, io)
  const verdict = shadowVerdict(summary, comparison, settingsOf(asked, window), {
    subject: connection.subject,
    conduct,
    judge,
  })
  const decision = decisionOf(verdict.outcome)
  const go = mayGoOn(verdict.outcome, input['when-inconclusive'])
  const details = shadowDetails(verdict.details)
  if (details === undefined) throw new Error('the details of this verdict do not fit their own shape')
  const framing = {
    decision,
    did: DID[decision],
    go,
    elsewhere: isField,
    causes: explainedBy(details.causes ?? []),
    ...(decision === 'accept' ? {} : { helpUrl: reasonPage(verdict.reason) }),
  }
  const { confidence } = asked
  const shown = renderTerminal(verdict, framing)
  io.log.info(`${shown}\n${shadowTerminal(details, confidence)}`)
  const publishing = input['dry-run'] ? { ...input, publish: [] } : input
  const publisher = openPublisher('shadow-compare', publishing, connection, io)
  const published = await publisher.final(verdict, framing, {
    markdown: shadowMarkdown(details, confidence),
    html: shadowHtml(details, confidence),
    script: SHADOW_SCRIPT,
    files: [['examples.ndjson', examplesNdjson(details)]],
  })
  return {
    outputs: {
      outcome: verdict.outcome,
      decision,
      reason: verdict.reason,
      ...published,
      'deployment-id': '',
      part: '',
    },
    ...(go || !input['fail-step']
      ? {}
      : { failed: `${shown.split('\n')[0] ?? ''}\nSee ${reasonPage(verdict.reason)}` }),
  }
}
