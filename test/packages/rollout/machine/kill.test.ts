import { describe, expect, test } from 'vitest'
import { progressOf, swap, type SwapPlan, type Swapped } from '@sluice/rollout'
import {
  lasting,
  ledgerOf,
  planOfTest,
  worldOf,
  type Gate,
  type Lasting,
  type Story,
} from './make-believe.ts'

interface Case {
  readonly name: string
  readonly story: Story
  readonly plan?: Partial<SwapPlan>
  readonly decision: Swapped['decision']
  readonly share: number
}

const CASES: readonly Case[] = [
  { name: 'a sound target', story: {}, decision: 'swapped', share: 100 },
  {
    name: 'a target that breaks',
    story: { looks: ['inconclusive', 'fail'] },
    decision: 'swapped-back',
    share: 0,
  },
  {
    name: 'a watch that never decides',
    story: { looks: ['inconclusive'] },
    decision: 'swapped-back',
    share: 0,
  },
  { name: 'a failing check', story: { checks: 'fail' }, decision: 'refused', share: 0 },
  { name: 'a check without an answer', story: { checks: 'inconclusive' }, decision: 'refused', share: 0 },
  {
    name: 'a shared part broken by the swap',
    story: { sharedAfter: 'fail' },
    decision: 'swapped-back',
    share: 0,
  },
  { name: 'a hold-back', story: {}, plan: { ladder: [98] }, decision: 'swapped', share: 100 },
  {
    name: 'three cohorts',
    story: {},
    plan: { mode: 'fleet', ladder: [5, 25, 100] },
    decision: 'swapped',
    share: 100,
  },
]

/** Runs a swap that stops dead at the n-th place, as SIGKILL would: nothing after it happens, no `finally` runs. */
async function runUntil(it: Lasting, { story, plan }: Case, place: number): Promise<Swapped | string> {
  let passed = 0
  const dead = Promise.withResolvers<string>()
  const gate: Gate = async (where) => {
    if (place === NEVER || passed++ < place) return
    dead.resolve(where)
    await new Promise(() => undefined)
  }
  const ledger = ledgerOf(it, gate)
  const world = worldOf(it, ledger, story, gate)
  const run = { plan: planOfTest(plan), ledger, world, claimed: async () => undefined }
  return await Promise.race([swap(run, new AbortController().signal), dead.promise])
}

const NEVER = -1

describe.each(CASES)('$name', (it) => {
  test('ends as promised when nothing interrupts it', async () => {
    const world = lasting()
    const ending = await runUntil(world, it, NEVER)
    expect(ending).toMatchObject({ decision: it.decision })
    expectConsistent(world, it)
  })

  test('ends the same after a kill at any place, and after a second kill at any place', async () => {
    const { places } = await killEverywhere(it)
    expect(places).toBeGreaterThan(it.decision === 'refused' ? 5 : 15)
  })
})

async function killEverywhere(it: Case): Promise<{ readonly places: number }> {
  for (let first = 0; ; first++) {
    for (let second = 0; ; second++) {
      const world = lasting()
      const one = await runUntil(world, it, first)
      if (typeof one !== 'string') return { places: first }
      const two = await runUntil(world, it, second)
      const last = typeof two === 'string' ? await runUntil(world, it, NEVER) : two
      expect(last, `killed ${one} (${first}), then at place ${second}`).toMatchObject({
        decision: it.decision,
      })
      expectConsistent(world, it)
      if (typeof two !== 'string') break
    }
  }
}

function expectConsistent(world: Lasting, it: Case): void {
  expect(world.share).toBe(it.share)
  expect(world.entries).toHaveLength(1)
  const entry = world.entries[0]
  if (entry === undefined) throw new Error('unreachable')
  expect(progressOf(entry.plan, entry.marks)).toMatchObject({ phase: 'ended', decision: it.decision })
  const order = world.shares.filter((share, i) => share !== world.shares[i - 1])
  const ladder = entry.plan.ladder
  const back = it.decision === 'swapped-back'
  expect(order).toEqual(
    it.decision === 'refused'
      ? []
      : back
        ? [ladder[0], 0]
        : ladder.at(-1) === 100
          ? [...ladder]
          : [...ladder, 100],
  )
}

test('what a run has ended, a re-run of the same workflow run reports and does not repeat', async () => {
  const world = lasting()
  const [sound] = CASES
  if (sound === undefined) throw new Error('unreachable')
  await runUntil(world, sound, NEVER)
  const again = await runUntil(world, { ...sound, plan: { attempt: '2' } }, NEVER)
  expect(again).toMatchObject({ decision: 'swapped', already: true })
  expect(world.shares).toEqual([100])
  expect(world.retired).toBe(1)
})
