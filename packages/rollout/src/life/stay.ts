import type { Life } from './life.ts'

/** Why going home would help nobody; undefined where nothing is known, or where nobody is on the candidate. */
export async function noWayBack(life: Life): Promise<string | undefined> {
  const exposed = Math.max(life.weight, ...life.ownWeights) > 0
  return exposed ? await life.ports.homeProblem?.(life.arms) : undefined
}

/** Writes 100 until it is read back with nothing pending; returns the last weight read. */
export async function writeAll(life: Life): Promise<number | undefined> {
  const { ports, timing, router } = life
  const end = ports.now() + router.deadlineMs.shift
  let accepted = false
  let last: number | undefined
  for (;;) {
    if (!accepted) {
      accepted = await router.write(100).then(
        () => true,
        () => false,
      )
      if (accepted) life.quietFrom = Math.max(life.quietFrom, ports.now() + router.settlesMs)
    }
    const now = await router.read().catch(() => undefined)
    last = now?.weight ?? last
    if (accepted && now?.weight === 100 && !now.pending && ports.now() >= life.quietFrom) return 100
    if (ports.now() >= end) return last
    await ports.pause(timing.pollMs)
  }
}
