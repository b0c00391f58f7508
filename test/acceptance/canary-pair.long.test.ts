import { setTimeout as delay } from 'node:timers/promises'
import { factsFor } from '@sluice/sandbox'
import { expect, test } from 'vitest'
import { openStage, type Stage } from './support/canary.ts'
import { rolloutsOf, watchedRun, type WatchedRun } from './support/watched-run.ts'

/** `PAIRS=50` plays so many; without it there are a few. */
const PAIRS = Number(process.env['PAIRS'] ?? 4)
/** The second job begins so many milliseconds after the first at most: somewhere in its whole rollout. */
const LATEST_MS = 6000
const LANES = 2

/** Two jobs: of one commit, or of two. */
interface Pair {
  readonly name: string
  readonly afterMs: number
  readonly commits: 1 | 2
}

const INPUTS = {
  slots: 'blue, green',
  'max-wait': '60s',
  'blind-for': '60s',
  // As the stage has it: a shorter one lets a look on a busy machine count requests from before the shift.
  settle: '600ms',
}

async function play(stage: Stage, { name, afterMs, commits }: Pair): Promise<readonly string[]> {
  const { sandbox, repository, router } = stage
  const pulls = Array.from({ length: commits }, (_, i) => repository.pullRequest({ title: `${name} ${i}` }))
  const inputs = {
    ...INPUTS,
    'source-settings': `urls: { blue: '${stage.arms.url}/baseline/metrics', green: '${stage.arms.url}/candidate/metrics' }\nstate: ${name}.json`,
  }
  const run = async (pull: number | undefined, waitMs = 0): Promise<WatchedRun> => {
    const facts = pull === undefined ? { event: 'schedule' as const } : { pull }
    const runId = factsFor(sandbox, repository, facts).runId ?? ''
    await delay(waitMs)
    const ended = await watchedRun(stage, name, inputs, { facts, runId })
    repository.endRun(Number(runId), 'success')
    return ended
  }
  const [first, second = first] = pulls
  const runs = await Promise.all([run(first?.number), run(second?.number, afterMs)])
  for (let tries = 0; tries < 2 && rolloutsOf(stage, name).some(({ open }) => open); tries += 1)
    runs.push(await run(undefined))

  const problems = runs.flatMap(({ broken }) => broken)
  const records = rolloutsOf(stage, name)
  // A record that came second is withdrawn before it has moved anything.
  const real = records.filter(({ phase }) => phase !== 'error')
  if (real.some(({ open }) => open)) problems.push('a rollout is still open')
  if (real.length > commits) problems.push(`${real.length} rollouts of ${commits} commits`)
  const last = real.at(-1)
  if (last?.phase !== 'promoted') problems.push(`the last rollout ended ${last?.phase ?? 'nowhere'}`)
  if (commits === 2 && last?.sha !== second?.headSha)
    problems.push('the newest commit is not the one released')
  const weight = last?.payload.arms.candidate === 'blue' ? 0 : 100
  if (router.weight() !== weight) problems.push(`traffic is at ${router.weight()}%, not ${weight}%`)
  for (const { headSha } of pulls) {
    const checks = sandbox.state.checkRuns('acme/shop').filter((check) => check.headSha === headSha)
    if (checks.length > 1) problems.push(`${checks.length} checks of one commit`)
    if (checks.some(({ status }) => status !== 'completed')) problems.push('a check is still in progress')
  }
  await fetch(`${router.url}/weight`, { method: 'PUT', body: '{"weight":0}' })
  if (problems.length === 0) return []
  const told = runs.map(
    ({ outputs, log }) => `${outputs['decision'] ?? '?'} ${outputs['reason'] ?? ''}\n${log}`,
  )
  return problems.map((problem) => `${commits} commits, ${afterMs} ms apart: ${problem}\n${told.join('\n')}`)
}

test(
  'two jobs at once: one owner at a time, one record, one check, and the weight that is claimed is the one that was read',
  async () => {
    // Spread over a whole rollout without a pattern: multiples of the golden section.
    const left = Array.from({ length: PAIRS }, (_, i): Pair => {
      const share = (0.5 + i * 0.6180339887) % 1
      return { name: `pair-${i}`, afterMs: Math.round(share * LATEST_MS), commits: i % 2 === 0 ? 1 : 2 }
    })
    const problems: string[] = []
    const lane = async (): Promise<void> => {
      const stage = await openStage({ rate: 60_000 })
      for (let next = left.shift(); next !== undefined; next = left.shift())
        problems.push(...(await play(stage, next)))
      problems.push(...stage.sandbox.state.violations)
      await stage.close()
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    console.log(`${PAIRS} pairs of jobs were played.`)
    expect(problems.join('\n\n')).toBe('')
  },
  PAIRS > 10 ? 7_200_000 : 900_000,
)
