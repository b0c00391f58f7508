import { gateFraming, gateSections, gateVerdict, type GateDecision } from '@sluice/gate'
import { mayGoOn, NO_SECTIONS, openPublisher } from '@sluice/publish'
import { renderTerminal } from '@sluice/report'
import { reasonPage, type Exit } from '@sluice/action'
import type { GateAnswer } from './answer.ts'
import type { outputs } from './inputs.ts'
import type { GateStep } from './prepare.ts'
import { recordStatus } from './status.ts'

type Outputs = (typeof outputs)[number]

/** Shows the decision everywhere the user asked for, and says how the step ends. */
export async function close(
  gate: GateStep,
  decided: GateDecision,
  approval: GateAnswer,
): Promise<Exit<Outputs>> {
  const { input, io, connection, target } = gate
  const verdict = gateVerdict(decided, target, io.now(), gate.policy.overrides)
  const framing = gateFraming(decided)
  const framed = { ...framing, notices: [...(framing.notices ?? []), ...gate.notices] }
  for (const notice of framed.notices) io.log.warning(notice)
  io.log.info(renderTerminal(verdict, framed))

  const asked = input['dry-run'] ? { ...input, publish: [] } : input
  const about = {
    ...connection,
    subject: { ...connection.subject, sha: target.sha, environment: target.environment },
  }
  const sections = { ...NO_SECTIONS, markdown: gateSections(decided) }
  const published = await openPublisher('promote-gate', asked, about, io).final(verdict, framed, sections)
  const unmet = decided.conditions
    .filter((one) => !one.met)
    .map(({ name, reason, because }) => ({ name, reason, because }))
  const goes = decided.decision === 'open' || mayGoOn(verdict.outcome, input['when-inconclusive'])
  return {
    outputs: {
      outcome: verdict.outcome,
      decision: decided.decision,
      reason: decided.reason,
      ...published,
      'deployment-id': await recordStatus(gate, decided),
      unmet: JSON.stringify(unmet),
      approval,
    },
    ...(goes || !input['fail-step']
      ? {}
      : {
          failed: [
            `The gate is ${decided.decision} (${decided.reason}).`,
            ...unmet.map((one) => `${one.name}: ${one.because}. Reason: ${one.reason}.`),
            `See ${reasonPage(decided.reason)}`,
          ].join('\n'),
        }),
  }
}
