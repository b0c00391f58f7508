import { sourceOf } from './source.ts'
import { textTable } from '@sluice/report'
import { preflightText, requirePreflight, type ArmNames, type PreflightFinding } from '@sluice/rollout'
import type { Exit, Io } from '@sluice/action'
import { openRouter } from '@sluice/traffic'
import type { Samples } from '@sluice/verdict'
import type { CanaryOutput } from './inputs.ts'
import { rungsOf, type Input } from './plan.ts'
import { lookBefore } from './preflight.ts'
import { armsNow, openRouterFor, rolloutRouter } from './router.ts'

/**
 * Runs the preflight, asks the router for its weight and the source for one interval, prints the plan, and changes
 * nothing. Fails with all problems at once where a rollout could not begin.
 */
export async function rehearse(input: Input, io: Io): Promise<Exit<CanaryOutput>> {
  const ladder = rungsOf(input)
  const { arms, findings } = await findingsNow(input, io)
  io.log.info(preflightText(requirePreflight(findings)))
  const router = rolloutRouter(openRouterFor(input, io), input.slots, arms, io)
  const { weight: at } = await router.read()
  const source = sourceOf(input, io)
  const now = io.now()
  const slot = { from: now - input.interval, to: now, weight: at }
  const span = {
    slots: [slot],
    intervalMs: input.interval,
    ...arms,
  }
  const samples = await source.observe(input.metrics?.queries ?? [], span, io.signal)

  io.log.info(`Plan for ${input.service} in ${input.environment}. Nothing is changed now:`)
  io.log.info(
    `  The candidate has ${at}% of traffic now. The steps are ${ladder.map((w) => `${w}%`).join(' → ')}.`,
  )
  io.log.info(textTable([['metric', 'baseline now', 'candidate now'], ...samples.map(answered)]))
  return {
    outputs: {
      outcome: 'inconclusive',
      decision: 'hold',
      reason: 'DRY_RUN',
      verdict: '',
      report: '',
      'check-url': '',
      'comment-url': '',
      'deployment-id': '',
      sha: '',
      weight: String(at),
      slot: '',
      deploy: 'false',
      'baseline-version': '',
    },
  }
}

/** What the first run of a rollout would find if it began now; nothing is written. */
export async function findingsNow(
  input: Input,
  io: Io,
): Promise<{ readonly arms: ArmNames; readonly findings: readonly PreflightFinding[] }> {
  const arms = await armsFor(input, io)
  return { arms, findings: await lookBefore(input, arms, false, io) }
}

/** The slots as they stand; a router that cannot be read is the preflight's to report. */
async function armsFor({ baseline, candidate, slots, ...input }: Input, io: Io): Promise<ArmNames> {
  const fixed = { baseline, candidate }
  if (slots === undefined) return fixed
  const guess = { baseline: slots[0], candidate: slots[1] }
  try {
    return (await armsNow(openRouter(input.router, input['router-settings'], io), slots, fixed)) ?? guess
  } catch {
    return guess
  }
}

function answered({ metric, blocks }: Samples): readonly string[] {
  const block = blocks.at(-1)
  const said = (arm: 'baseline' | 'candidate'): string => {
    const seen = block?.[arm]
    if (seen === undefined) return 'nothing'
    return seen.kind === 'absent'
      ? `${seen.absence}${seen.detail === undefined ? '' : `: ${seen.detail}`}`
      : seen.kind
  }
  return [metric, said('baseline'), said('candidate')]
}
