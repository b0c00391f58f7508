import type { Io } from '@sluice/action'
import { checkEvidence } from '@sluice/judge'
import type { Entry, Ledger, Stage, Step, World } from '@sluice/rollout'
import { checkShared, type Parity } from '@sluice/swap'
import { conclude, type Evidence } from '@sluice/verdict'
import { checkAll } from './checks.ts'
import type { Input } from './input.ts'
import type { Stand } from './stand.ts'
import { stepWords } from './words.ts'

/** What this run has found out so far; the verdict is made of it. */
export interface Found {
  checks: readonly Evidence[]
  sharedAfter: readonly Evidence[]
  looked: readonly Evidence[]
  parity: Parity | undefined
  stage: Stage | undefined
}

export function nothingFound(): Found {
  return { checks: [], sharedAfter: [], looked: [], parity: undefined, stage: undefined }
}

/** The world of one record, as the machine needs it; everything seen on the way is kept in `found`. */
export function worldOf(
  {
    input,
    stand,
    ledger,
    io,
  }: { readonly input: Input; readonly stand: Stand; readonly ledger: Ledger; readonly io: Io },
  found: Found,
): (entry: Entry) => World {
  return (entry) => ({
    now: io.now,
    read: stand.read,
    shift: stand.shift,
    check: async (signal) => {
      const { evidence, parity } = await checkAll(input, stand, io, signal)
      found.checks = evidence
      found.parity = parity
      return conclude(evidence).outcome
    },
    checkShared: async (signal) => {
      if (input.shared === undefined) return 'pass'
      const { target, previous } = stand.colours
      const results = await checkShared(input.shared, [previous, target], 'after', io, signal)
      found.sharedAfter = results.map(checkEvidence)
      return conclude(found.sharedAfter).outcome
    },
    look: async (stage, signal) => {
      found.stage = stage
      found.looked = await stand.look(stage, signal)
      return conclude(found.looked)
    },
    wait: async (signal) => await io.sleep(input.watch.everyMs, signal),
    release: async (signal) => await ledger.release(entry.id, signal),
    retire: async (since, signal) => await retire(input, stand, io, since, signal),
    mark: async (mark, signal) => await ledger.mark(entry.id, entry.plan, mark, signal),
    tell: (step: Step) => {
      const words = stepWords(step, stand.colours)
      if (words !== '') io.log.info(words)
    },
  })
}

async function retire(input: Input, stand: Stand, io: Io, since: number, signal: AbortSignal): Promise<void> {
  const { afterMs, run } = input.retire
  const left = since + afterMs - io.now()
  if (left > 0) await io.sleep(left, signal)
  const [program, ...args] = (run ?? []).map((word) => word.replaceAll('$colour', stand.colours.previous))
  if (program === undefined) return
  const { code, stderr } = await io.exec(program, args, { signal, timeoutMs: 10 * 60_000 })
  if (code !== 0)
    io.log.warning(`Retiring ${stand.colours.previous} ended with ${code}: ${stderr.trim().slice(-300)}`)
}
