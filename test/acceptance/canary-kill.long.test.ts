import { factsFor } from '@sluice/sandbox'
import { expect, test } from 'vitest'
import { FAILING, SOUND } from './support/arms.ts'
import { openStage, type Stage } from './support/canary.ts'
import { described, rolloutsOf, watchedRun, type Kill } from './support/watched-run.ts'

/** `KILLS=all` kills before and after every request of a whole rollout, with and without a post step; it takes long. */
const ALL = process.env['KILLS'] === 'all'
/** Lives that are played at once. */
const LANES = 2

type Nature = 'sound' | 'bad'

interface Life {
  readonly nature: Nature
  readonly kill: Kill | undefined
  /** The whole runner is lost: no post step comes. */
  readonly lost: boolean
}

/** Where a kill leaves most to put right. */
const CHOSEN: readonly Life[] = [
  chosen('sound', 'after', 'POST /deployments canary', true),
  chosen('sound', 'after', 'PUT /weight {"weight":5}', true),
  chosen('sound', 'before', 'POST /check-runs', false),
  chosen('sound', 'after', 'Moving traffic from 5% to 50%', false),
  chosen('sound', 'before', 'PUT /weight {"weight":100}', true),
  chosen('sound', 'after', 'PUT /weight {"weight":100}', false),
  chosen('sound', 'after', 'POST /issues', true),
  chosen('sound', 'after', 'Promoted to 100%', true),
  chosen('bad', 'after', 'PUT /weight {"weight":0}', true),
  chosen('bad', 'after', 'POST /issues', true),
  chosen('bad', 'before', 'Rolled back', false),
  chosen('bad', 'after', 'Rolled back', true),
]

function chosen(nature: Nature, when: Kill['when'], at: string, lost: boolean): Life {
  return { nature, kill: { at, when }, lost }
}

const INPUTS = {
  slots: 'blue, green',
  ladder: '5, 50, 100',
  'max-wait': '60s',
  'blind-for': '60s',
  interval: '250ms',
  // As the stage has it: a shorter one lets a look on a busy machine count requests from before the shift.
  settle: '600ms',
}

/** Plays a life on a service and a pull request of its own, and says what was broken. */
async function play(
  stage: Stage,
  name: string,
  life: Life,
): Promise<{ problems: string[]; asked: string[] }> {
  const { nature, kill, lost } = life
  const { sandbox, repository, router } = stage
  stage.arms.candidate = nature === 'sound' ? SOUND : FAILING
  const { number: pull, headSha } = repository.pullRequest({ title: name })
  const inputs = {
    ...INPUTS,
    'source-settings': `urls: { blue: '${stage.arms.url}/baseline/metrics', green: '${stage.arms.url}/candidate/metrics' }\nstate: ${name}.json`,
  }
  const problems: string[] = []
  const run = async (event: 'pull_request' | 'schedule', killed?: Kill) => {
    const runId = factsFor(sandbox, repository, { pull, event }).runId ?? ''
    const ended = await watchedRun(stage, name, inputs, {
      facts: { pull, event },
      runId,
      post: killed === undefined || !lost,
      ...(killed === undefined ? {} : { kill: killed }),
    })
    repository.endRun(Number(runId), killed === undefined ? 'success' : 'failure')
    problems.push(...ended.broken)
    return ended
  }

  const first = await run('pull_request', kill)
  const told = [first.killedAt ?? 'not killed']
  if (typeof kill?.at === 'string' && first.killedAt === undefined)
    problems.push(`never asked for ${kill.at}`)
  const next = []
  for (let tries = 0; tries < 3; tries += 1) {
    const open = rolloutsOf(stage, name).some((record) => record.open)
    const decided = rolloutsOf(stage, name).some(({ phase }) => phase !== 'error')
    if (!open && decided) break
    next.push(await run(open ? 'schedule' : 'pull_request'))
  }

  const records = rolloutsOf(stage, name)
  const [want, weight] = nature === 'sound' ? (['promoted', 100] as const) : (['rolled-back', 0] as const)
  const phases = records.map(({ phase }) => phase)
  if (phases.join() !== want) problems.push(`records ended ${phases.join() || 'nowhere'}, not ${want}`)
  if (router.weight() !== weight) problems.push(`traffic is at ${router.weight()}%`)
  const checks = sandbox.state.checkRuns('acme/shop').filter((check) => check.headSha === headSha)
  const conclusions = checks.map(({ status, conclusion }) => `${status} ${conclusion ?? ''}`).join()
  const good = nature === 'sound' ? 'completed success' : 'completed failure'
  if (conclusions !== good) problems.push(`checks: ${conclusions || 'none'}`)
  const comments = sandbox.state.comments('acme/shop', pull)
  if (comments.length !== 1) problems.push(`${comments.length} comments`)

  // The next life is another service behind the same router.
  await fetch(`${router.url}/weight`, { method: 'PUT', body: '{"weight":0}' })
  if (problems.length > 0)
    told.push(
      ...next.map(({ outputs, log }) => `${outputs['decision'] ?? '?'} ${outputs['reason'] ?? ''}\n${log}`),
    )
  return {
    problems: problems.map(
      (problem) => `${nature}, ${lost ? 'runner lost' : 'process killed'} ${told.join('\n')}: ${problem}`,
    ),
    asked: first.passed.map(described),
  }
}

/** Plays lives, some at once, each lane on a stage of its own. */
async function playAll(lives: readonly Life[]): Promise<string[]> {
  const left = lives.map((life, i) => ({ life, name: `life-${i}` }))
  const problems: string[] = []
  const lane = async (): Promise<void> => {
    const stage = await openStage({ rate: 60_000 })
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      problems.push(...(await play(stage, next.name, next.life)).problems)
    }
    problems.push(...stage.sandbox.state.violations)
    await stage.close()
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return problems
}

/** Every kill in a rollout of this nature. */
async function everyKill(nature: Nature): Promise<readonly Life[]> {
  const stage = await openStage({ rate: 60_000 })
  const { problems, asked } = await play(stage, 'whole', { nature, kill: undefined, lost: false })
  await stage.close()
  expect(problems).toEqual([])
  console.log(`${asked.length} requests of a whole rollout (${nature}):\n${asked.join('\n')}`)
  // A look asks the same again and again: its first time stands for the others.
  return asked.flatMap((what, i) =>
    asked.indexOf(what) < i
      ? []
      : [true, false].flatMap((lost) =>
          (['before', 'after'] as const).map((when): Life => ({ nature, kill: { at: i + 1, when }, lost })),
        ),
  )
}

test(
  'killed at any request, a rollout ends as its candidate deserves, with one record, one check and one comment',
  async () => {
    const lives = ALL ? [...(await everyKill('sound')), ...(await everyKill('bad'))] : CHOSEN
    const problems = await playAll(lives)
    console.log(`${lives.length} rollouts were killed and continued.`)
    expect(problems.join('\n\n')).toBe('')
  },
  ALL ? 7_200_000 : 900_000,
)
