import type { Io } from '@sluice/action'
import { shift, type Router } from '@sluice/traffic/version-1'
import type { Verdict } from '@sluice/verdict'
import type { Ledger } from './ledger.ts'
import { look, type Analysis } from './look.ts'
import { nextStep, type Decision, type Step } from './next-step.ts'
import { untilSlotEnds, type Rung } from './plan.ts'

/** Everything a climb works with; `tell` shows progress; it neither throws nor takes time. */
export interface Climb {
  readonly analysis: Analysis
  readonly ladder: readonly number[]
  readonly router: Router
  readonly ledger: Ledger
  readonly io: Io
  /** Epoch milliseconds after which this job looks no more. */
  readonly until: number
  readonly tell: (verdict: Verdict, step: Step, at: number) => void
}

export interface Climbed {
  readonly verdict: Verdict
  readonly decision: Decision
  /** The weight that was judged, and the one the router holds now. */
  readonly from: number
  readonly weight: number
}

/** Climbs rung by rung while the evidence allows it, and ends at the first decision or when the time is up. */
export async function climb(run: Climb): Promise<Climbed> {
  let rungs = await stand(run)
  for (;;) {
    const rung = rungs.at(-1) ?? { weight: 0, from: run.io.now() }
    const { verdict, step } = await watch(run, rungs, rung)
    if (step.decision === 'hold') {
      await run.ledger.held(rung.weight)
      return ended(verdict, step, rung)
    }
    if (step.to !== rung.weight) await move(run, step.to)
    if (step.decision !== 'advance' || step.to === rung.weight) return ended(verdict, step, rung)
    rungs = [...rungs, await arrive(run, step.to)]
    if (run.io.now() + run.analysis.intervalMs > run.until) {
      await run.ledger.held(step.to)
      return ended(verdict, step, rung)
    }
  }
}

/** Puts the router on the rung where this rollout stands: the first one, or the one an earlier job reached. */
async function stand(run: Climb): Promise<readonly Rung[]> {
  const reached = run.ledger.rungs.at(-1)
  const weight = reached?.weight ?? run.ladder[0] ?? 0
  await move(run, weight)
  return reached === undefined ? [await arrive(run, weight)] : run.ledger.rungs
}

async function move({ router, ledger, io }: Climb, weight: number): Promise<void> {
  await ledger.stillOurs()
  await shift(router, weight, io, io.signal)
}

async function arrive({ ledger, io }: Climb, weight: number): Promise<Rung> {
  const rung = { weight, from: io.now() }
  await ledger.climbed(rung)
  return rung
}

/** Looks at every interval's end until there is something to do. */
async function watch(
  run: Climb,
  rungs: readonly Rung[],
  rung: Rung,
): Promise<{ verdict: Verdict; step: Step }> {
  const { analysis, io } = run
  for (;;) {
    const now = io.now()
    const verdict = await look(analysis, rungs, now, io.signal)
    const wait = untilSlotEnds(rung, analysis.intervalMs, io.now())
    const timeIsUp = io.now() + wait > run.until
    // A rung is earned by what happened on it: before its first whole interval there is nothing to decide.
    const step =
      now - rung.from < analysis.intervalMs
        ? stay(rung)
        : nextStep(verdict, rung.weight, run.ladder, timeIsUp)
    run.tell(verdict, step, rung.weight)
    if (step.decision !== 'hold' || timeIsUp) return { verdict, step }
    await io.sleep(wait, io.signal)
  }
}

function stay({ weight }: Rung): Step {
  return { decision: 'hold', to: weight }
}

function ended(verdict: Verdict, step: Step, rung: Rung): Climbed {
  return { verdict, decision: step.decision, from: rung.weight, weight: step.to }
}
