import type { Slot } from '../contract.ts'

/** Slots that one range query can ask for: equally wide and equally spaced. Indices are into the span. */
export interface Run {
  readonly slots: readonly Slot[]
  readonly first: number
  readonly widthMs: number
  readonly stepMs: number
}

/** Prometheus refuses more than 11,000 points per series. */
const MOST_POINTS = 5_000

/** Cuts the slots of a span, in order, into as few runs as possible. */
export function runsOf(slots: readonly Slot[]): readonly Run[] {
  const runs: Slot[][] = []
  for (const slot of slots) {
    const run = runs.at(-1)
    if (run !== undefined && continues(run, slot)) run.push(slot)
    else runs.push([slot])
  }
  let first = 0
  return runs.map((run) => {
    const [begin, next] = run
    const widthMs = begin === undefined ? 0 : begin.to - begin.from
    const stepMs = begin === undefined || next === undefined ? widthMs : next.to - begin.to
    const cut = { slots: run, first, widthMs, stepMs }
    first += run.length
    return cut
  })
}

function continues(run: readonly Slot[], slot: Slot): boolean {
  const [begin, next] = run
  const last = run.at(-1)
  if (begin === undefined || last === undefined || run.length >= MOST_POINTS) return false
  const alike = slot.to - slot.from === begin.to - begin.from
  const step = slot.to - last.to
  return alike && step > 0 && (next === undefined || step === next.to - begin.to)
}
