import type { Exit, Io } from '@sluice/action'
import { preflight, preflightText, requirePreflight, type PreflightFinding } from '@sluice/rollout'
import { openSource } from '@sluice/metrics'
import { numbered } from '@sluice/report'
import { openRouter } from '@sluice/traffic'
import { BLUE, GREEN } from './colours.ts'
import type { outputs } from './inputs.ts'
import type { Input } from './plan.ts'
import { prepare } from './prepare.ts'

type Outputs = (typeof outputs)[number]

/** Opens everything, looks at it as the first swap would, prints the plan, and changes nothing. Fails on a problem. */
export async function dryRun(given: Input, io: Io): Promise<Exit<Outputs>> {
  const findings = given.mode === 'router' ? await preflightOf(given, io) : []
  io.log.info(preflightText(requirePreflight(findings)))
  const { driver, input } = await prepare(given, io)
  const colours = await driver.begin()
  const share = colours === undefined ? undefined : (await driver.router(colours).read()).weight
  if (colours === undefined || share === undefined) {
    io.log.info(
      'Neither colour serves all traffic, so a swap would not start. Let the open rollout end first.',
    )
  } else {
    for (const line of planLines(input, colours.previous, colours.target, share)) io.log.info(line)
  }
  await driver.close(colours)
  const blank = { verdict: '', report: '', 'check-url': '', 'comment-url': '', 'deployment-id': '' }
  return {
    outputs: {
      outcome: 'inconclusive',
      decision: 'refused',
      reason: 'DRY_RUN',
      ...blank,
      live: share === 0 ? (colours?.previous ?? '') : share === 100 ? (colours?.target ?? '') : '',
      slot: colours?.target ?? '',
      deploy: 'false',
      'downtime-ms': '',
      'failed-probes': '',
    },
  }
}

/** The router, both colours behind it, and every query for the colour that is the baseline of the settings. */
async function preflightOf(input: Input, io: Io): Promise<readonly PreflightFinding[]> {
  const { metrics, watch } = input
  const [baseline, candidate] = watch.arms ?? [BLUE, GREEN]
  const question = { queries: metrics?.queries ?? [], baseline, candidate, ladder: watch.ladder }
  const open = (): ReturnType<typeof openRouter> => openRouter(input.router, input['router-settings'], io)
  const source = (): ReturnType<typeof openSource> =>
    openSource(input.source ?? 'prometheus', input['source-settings'], io)
  const ports = { openRouter: open, ...(metrics === undefined ? {} : { openSource: source }) }
  return await preflight(question, ports, io.signal)
}

function planLines(input: Input, previous: string, target: string, share: number): readonly string[] {
  const { watch, retire } = input
  const checks = [
    numbered(input.smoke?.length ?? 0, 'smoke check'),
    `${input.parity === undefined ? 'no ' : ''}parity`,
    `${numbered(input.shared?.length ?? 0, 'shared component')} with both colours`,
  ]
  const probe =
    watch.probe === undefined
      ? 'no probe'
      : `${numbered(watch.probe.rate, 'probe')} per second to ${watch.probe.urls.join(', ')}`
  return [
    `Plan for ${input.service} in ${input.environment}. Nothing is changed now:`,
    `  now: ${target} serves ${share}%, ${previous} the rest`,
    `  1. check ${target}: ${checks.join(', ')}. Without a pass, the swap is refused.`,
    `  2. move ${watch.ladder.map((rung) => `${rung}%`).join(', then ')} to ${target}`,
    `  3. watch ${watch.ladder.length === 1 ? 'it' : 'each of these steps'} for ${watch.forMs / 1000} s to ${watch.atMostMs / 1000} s, with a look every ${watch.everyMs / 1000} s and ${probe}`,
    `  4. after a pass, all traffic goes to ${target}; otherwise it goes back to ${previous}`,
    `  5. ${retire.run === undefined ? `keep ${previous}` : `retire ${previous} with ${retire.run.join(' ')}, at the latest after ${retire.afterMs / 1000} s`}`,
  ]
}
