import type { Io } from '@sluice/action'
import { checkEvidence, type CheckResult } from '@sluice/judge'
import { checkParity, checkShared, runSmoke, type Parity } from '@sluice/swap'
import type { Evidence } from '@sluice/verdict'
import type { SwapDriver } from './driver.ts'
import type { Input, SwapTask } from './plan.ts'
import { runSoak } from './soak.ts'

/** Everything that was checked before users could meet the target. */
export interface Checked {
  readonly evidence: readonly Evidence[]
  readonly parity?: Parity
}

/** Smoke, parity, shared components, soak and what the mode asks by itself: all of them, at the same time. */
export async function checkAll(
  input: Input,
  driver: SwapDriver,
  task: SwapTask,
  io: Io,
  signal: AbortSignal,
): Promise<Checked> {
  const { colours } = task
  const { target, previous } = colours
  const [smoke, parity, shared, own, soaked] = await Promise.all([
    runSmoke(input.smoke ?? [], target, io, signal),
    input.parity === undefined ? undefined : checkParity(input.parity, colours, io, signal),
    checkShared(input.shared ?? [], [previous, target], 'before', io, signal),
    driver.check(task, signal),
    input.soak === undefined ? undefined : runSoak(input.soak, target, io, signal),
  ])
  const results: readonly CheckResult[] = [
    ...smoke,
    ...(parity === undefined ? [] : [parity.result]),
    ...shared,
    ...own,
    ...(soaked === undefined ? [] : [soaked]),
  ]
  const evidence = results.map(checkEvidence)
  return parity?.parity === undefined ? { evidence } : { evidence, parity: parity.parity }
}
