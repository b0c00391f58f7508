import type { Io } from '@sluice/action'
import { preflight, preflightPasses, type ArmNames, type PreflightFinding } from '@sluice/rollout'
import { BASELINE } from '@sluice/traffic'
import { rungsOf, type Input } from './plan.ts'
import { openRouterFor, routerArmOf } from './router.ts'
import { sourceOf } from './source.ts'
import { countsRequests } from './sample-notes.ts'

const LONGEST_MS = 60_000

/** Looks at router and metrics before anyone meets the candidate, and writes nothing. `claims`: it is not deployed yet. */
export async function lookBefore(
  input: Input,
  arms: ArmNames,
  claims: boolean,
  io: Io,
): Promise<readonly PreflightFinding[]> {
  const candidate = routerArmOf(input.slots, arms)
  const question = {
    queries: input.metrics?.queries ?? [],
    ...arms,
    ladder: rungsOf(input),
    bakesAt: bakesAt(input),
    byRequests: (input.metrics?.policies ?? []).filter(countsRequests).map(({ name }) => name),
    ...(input.share === undefined ? {} : { share: input.share }),
    ...(claims
      ? { notDeployed: candidate === BASELINE ? ('baseline' as const) : ('candidate' as const) }
      : {}),
  }
  const signal = AbortSignal.any([io.signal, AbortSignal.timeout(LONGEST_MS)])
  return await preflight(
    question,
    {
      openRouter: () => openRouterFor(input, io),
      openSource: () => sourceOf(input, io),
    },
    signal,
  )
}

/** Where a candidate is watched after its last pass. */
function bakesAt(input: Input): number | undefined {
  const bakes = input.bake > 0 && rungsOf(input).at(-1) === 100
  return bakes ? 100 - 100 * input['hold-back'] : undefined
}

/** What stands in the way of a rollout, one text for each problem; the other findings go into the log. */
export async function problemsBefore(
  input: Input,
  arms: ArmNames,
  claims: boolean,
  io: Io,
): Promise<readonly string[]> {
  try {
    const findings = await lookBefore(input, arms, claims, io)
    for (const { level, area, message } of findings) {
      if (level === 'warning') io.log.warning(`Preflight, ${area}: ${message}`)
      else if (level === 'note') io.log.info(`Preflight, ${area}: ${message}`)
    }
    if (preflightPasses(findings)) return []
    return findings
      .filter(({ level }) => level === 'problem')
      .map(({ area, message, hint }) => `${area}: ${message}${hint === undefined ? '' : `\n${hint}`}`)
  } catch (error) {
    if (io.signal.aborted) return ['the job was cancelled before the preflight ended']
    return [`the preflight did not end: ${error instanceof Error ? error.message : String(error)}`]
  }
}
