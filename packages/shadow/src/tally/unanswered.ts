import type { Unanswered } from '../replay/replay.ts'
import type { Summary } from './summary.ts'

/**
 * Counts requests of a replay that an arm never answered for what requirements are about: they failed, and where time was
 * up they took at least that long.
 */
export function noteUnanswered(
  { errors, measures }: Summary,
  { primaryOnly, candidateOnly, both, late }: Unanswered,
  timeoutMs: number,
): void {
  const all = primaryOnly + candidateOnly + both
  errors.n += all
  errors.unanswered += all
  errors.primaryOnly += primaryOnly
  errors.candidateOnly += candidateOnly
  errors.both += both
  const latencies = measures.get('latency_ms')
  late.forEach((count, arm) => {
    if (count > 0) latencies?.[arm]?.add(timeoutMs, count)
  })
}
