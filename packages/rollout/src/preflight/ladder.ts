import { percentText } from '../life/words.ts'
import type { PreflightFinding } from './finding.ts'
import type { PreflightRouter } from './ports.ts'

/** What a rollout asks of a router whose engine climbs its own steps. */
export interface LadderQuestion {
  /** Weights to climb, in percent. */
  readonly ladder: readonly number[]
  /** The weight at which the candidate is watched after the last pass; undefined where it is not. */
  readonly bakesAt?: number | undefined
}

/** Compares the ladder with the engine's own stops, for a router that can go no other way. */
export async function lookAtEngine(
  { ladder, bakesAt }: LadderQuestion,
  router: PreflightRouter,
  signal: AbortSignal,
): Promise<readonly PreflightFinding[]> {
  const engine = await router.ladder?.(signal)
  if (engine === undefined) return []
  const own = engine.findings.map((finding) => ({ ...finding, area: 'router' as const }))
  if (ladder.length === 0) return own
  const judged = ladder.filter((weight) => weight < 100)
  const wanted = bakesAt === undefined || bakesAt === 100 ? judged : [...judged, bakesAt]
  return [
    ...own,
    ...missing(wanted, engine.stops),
    ...unasked(wanted, engine.stops, ladder.at(-1) === 100),
    ...(bakesAt === 100 ? [NO_BAKE] : []),
  ]
}

const NO_BAKE: PreflightFinding = {
  level: 'problem',
  area: 'router',
  message: '`bake` watches the candidate at 100%, and from there this router cannot go back',
  hint: 'Set `hold-back`, and give the engine a stop at that weight, such as 95% for `hold-back: 5%`.',
}

function missing(wanted: readonly number[], stops: readonly number[]): readonly PreflightFinding[] {
  return wanted
    .filter((weight) => !has(stops, weight))
    .map((weight) => ({
      level: 'problem',
      area: 'router',
      message: `the rollout asks for ${percentText(weight)}, but the engine stops at ${listOf(stops)}`,
      hint: `Add a step of ${percentText(weight)} that waits without a time to the engine, or take ${weight} out of \`ladder\`.`,
    }))
}

/** Stops that the ladder would have to pass. Those above the last rung count only where it goes on to 100%. */
function unasked(
  wanted: readonly number[],
  stops: readonly number[],
  promotes: boolean,
): readonly PreflightFinding[] {
  const last = promotes ? 100 : Math.max(0, ...wanted)
  return stops
    .filter((stop) => stop < last && !has(wanted, stop))
    .map((stop) => ({
      level: 'problem',
      area: 'router',
      message: `the engine stops at ${percentText(stop)}, which is not in the ladder`,
      hint: `Add ${stop} to \`ladder\`, or take that step out of the engine.`,
    }))
}

function has(weights: readonly number[], weight: number): boolean {
  return weights.some((each) => Math.abs(each - weight) < 1e-6)
}

function listOf(stops: readonly number[]): string {
  return stops.length === 0 ? 'no weight between 0% and 100%' : stops.map(percentText).join(', ')
}
