import fc from 'fast-check'
import { expect, test } from 'vitest'
import { events, setting } from '../life/arbitrary-life.ts'
import { Simulation } from '../life/simulation.ts'

/** `LIVES=100000` plays so many, which takes a minute of computing. */
const LIVES = Number(process.env['LIVES'] ?? 20_000)
/** The same lives every time, so that a red build can be repeated; another seed explores others. */
const SEED = Number(process.env['LIFE_SEED'] ?? 20_261_130)

test(`${LIVES} random lives of a rollout keep every promise`, { timeout: 1_800_000 }, async () => {
  const lives = fc.asyncProperty(setting, events, async (given, happens) => {
    await new Simulation(given).play(happens)
  })
  const run = await fc.check(lives, { numRuns: LIVES, seed: SEED })
  // The shortest life that breaks a promise, told from its beginning.
  const told = run.errorInstance instanceof Error ? run.errorInstance.message : ''
  expect(run.failed ? `${told}\n${JSON.stringify(run.counterexample)}` : '').toBe('')
  expect(run.numRuns).toBe(LIVES)
})
