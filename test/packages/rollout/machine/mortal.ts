import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, Ledger, SwapPorts } from '@sluice/rollout'
// Not through the index: it is loaded a hundred times, and most of it isn't needed here.
import { fileLedger } from '../../../../packages/rollout/src/machine/file-ledger.ts'
import { swap } from '../../../../packages/rollout/src/machine/swap.ts'
import { planOfTest } from './make-believe.ts'

/**
 * One run of a swap in a process of its own: node mortal.ts FOLDER PLACE OUTCOME. Router and records are files, every
 * effect is written down, and at the given place the process kills itself with SIGKILL.
 */
const [folder = '', place = '', outcome = ''] = process.argv.slice(2)
const router = join(folder, 'share')
const journal = join(folder, 'journal')
let passed = 0

function gate(): void {
  if (passed++ === Number(place)) process.kill(process.pid, 'SIGKILL')
}

async function around<T>(what: string, act: () => T | Promise<T>): Promise<T> {
  gate()
  const result = await act()
  writeFileSync(journal, `${what}\n`, { flag: 'a' })
  gate()
  return result
}

const kept = fileLedger(join(folder, 'swaps.json'))
const ledger: Ledger = {
  list: kept.list,
  open: async (plan, signal) => await around('open', async () => await kept.open(plan, signal)),
  mark: async (id, plan, mark, signal) =>
    await around(`mark ${mark.what}`, async () => await kept.mark(id, plan, mark, signal)),
  release: async (id, signal) => await around('release', async () => await kept.release(id, signal)),
}
let looks = 0
const world = (entry: Entry): SwapPorts => ({
  now: () => Date.now(),
  read: async () => await Promise.resolve(Number(readFileSync(router, 'utf8'))),
  shift: async (share) => await around(`shift ${share}`, () => writeFileSync(router, String(share))),
  goHome: async () => await around('go-home', () => writeFileSync(router, '0')),
  homeProblem: async () => await Promise.resolve(undefined),
  check: async () => await around('check', () => 'pass' as const),
  checkShared: async () => await around('check-shared', () => 'pass' as const),
  look: async () =>
    await around('look', () =>
      looks++ === 0
        ? ({ outcome: 'inconclusive', reason: 'not_enough_data' } as const)
        : outcome === 'pass'
          ? ({ outcome: 'pass', reason: 'within_margin' } as const)
          : ({ outcome: 'fail', reason: 'regression_found' } as const),
    ),
  wait: async () => await around('wait', () => undefined),
  release: async (signal) => await ledger.release(entry.id, signal),
  retire: async () => await around('retire', () => undefined),
  mark: async (mark, signal) => await ledger.mark(entry.id, entry.plan, mark, signal),
  tell: () => undefined,
  warn: () => undefined,
})

const run = {
  plan: planOfTest({ watchMs: 60_000 }),
  ledger,
  world,
  claimed: async () => await Promise.resolve(),
}
const { decision } = await swap(run, new AbortController().signal)
writeFileSync(join(folder, 'decision'), decision)
