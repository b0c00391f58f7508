import fc from 'fast-check'
import { expect, test } from 'vitest'
import { events, oneWaySetting, setting } from '../life/arbitrary-life.ts'
import type { Setting } from '../life/setting.ts'
import { Simulation } from '../life/simulation.ts'

/** `LIVES=100000` plays so many, which takes a minute of computing. */
const LIVES = Number(process.env['LIVES'] ?? 20_000)
/** The same lives every time, so that a red build can be repeated; another seed explores others. */
const SEED = Number(process.env['LIFE_SEED'] ?? 20_261_130)

/** Where an engine climbs its own steps, a quarter as many: it has one place and fewer ways. */
const ONE_WAY = Math.ceil(LIVES / 4)

const LIMIT = { timeout: 1_800_000 }

test(`${LIVES} random lives of a rollout keep every promise`, LIMIT, async () => {
  await keepEveryPromise(setting, LIVES)
})

test(`${ONE_WAY} random lives of a rollout whose router goes one way do, too`, LIMIT, async () => {
  await keepEveryPromise(oneWaySetting, ONE_WAY)
})

async function keepEveryPromise(world: fc.Arbitrary<Setting>, lives: number): Promise<void> {
  const promises = fc.asyncProperty(world, events, async (given, happens) => {
    await new Simulation(given).play(happens)
  })
  const run = await fc.check(promises, { numRuns: lives, seed: SEED })
  // The shortest life that breaks a promise, told from its beginning.
  const told = run.errorInstance instanceof Error ? run.errorInstance.message : ''
  expect(run.failed ? `${told}\n${JSON.stringify(run.counterexample)}` : '').toBe('')
  expect(run.numRuns).toBe(lives)
}
