import type { ChildProcess } from 'node:child_process'
import { foldRecord } from '@sluice/rollout'
import { expect, test } from 'vitest'
import { listen } from '../../acceptance/support/listen.ts'
import { openRelay, type Passed } from '../../acceptance/support/relay.ts'
import { fakeRouter } from '../../acceptance/support/router.ts'
import { openStage } from './stage.ts'

interface Life {
  readonly nature: 'sound' | 'bad'
  readonly when: 'before' | 'after'
  /** What the request at which the process dies says. */
  readonly at: string
  /** The whole runner is lost: no post step comes. */
  readonly lost: boolean
}

/** Between telling people and the end of the record a death leaves most to put right. */
const LIVES: readonly Life[] = [
  { nature: 'sound', when: 'before', at: 'POST /check-runs', lost: true },
  { nature: 'sound', when: 'after', at: 'POST /check-runs', lost: true },
  { nature: 'sound', when: 'after', at: 'Promoted to 100%', lost: true },
  { nature: 'sound', when: 'after', at: 'Promoted to 100%', lost: false },
  { nature: 'sound', when: 'after', at: 'Finished at 100%', lost: true },
  { nature: 'bad', when: 'after', at: 'POST /check-runs', lost: true },
  { nature: 'bad', when: 'before', at: 'Rolled back', lost: false },
  { nature: 'bad', when: 'after', at: 'Rolled back', lost: true },
]
const LANES = 2

const described = ({ method, path, body }: Passed): string =>
  `${method} ${path.replace('/repos/acme/shop', '')} ${/"description":"([^"]*)"/.exec(body)?.[1] ?? ''}`

/** Plays a life to its end, and says what was broken. */
async function play({ nature, when, at, lost }: Life): Promise<readonly string[]> {
  const stage = await openStage()
  const router = await fakeRouter(0)
  const green = await listen((request, response) =>
    response.writeHead(request.url === '/healthz' || nature === 'sound' ? 200 : 500).end(),
  )
  let child: ChildProcess | undefined
  let killed = false
  const dies = (seen: Passed, now: Life['when']): boolean => {
    if (killed || now !== when || !described(seen).includes(at)) return false
    killed = true
    child?.kill('SIGKILL')
    return true
  }
  const relay = await openRelay(
    { github: stage.sandbox.url },
    { before: (seen) => !dies(seen, 'before'), after: (seen) => !dies(seen, 'after') },
  )
  const inputs = {
    router: 'proxy',
    'router-settings': `url: ${router.url}`,
    smoke: `url: ${green.url}/healthz`,
    watch: `{ for: 500ms, at-most: 100s, every: 250ms, probe: '${green.url}', probe-rate: 100, probe-limit: 5% }`,
    retire: '{ after: 0s, run: [echo, retired] }',
  }
  const logs: string[] = []
  const run = async (event: 'push' | 'schedule', runId: string): Promise<void> => {
    const { log } = await stage.swap(inputs, {
      ...{ event, runId, post: killed || !lost, apiUrl: relay.urls.github },
      onStart: (started) => void (child = started),
    })
    logs.push(log)
  }
  await run('push', '51')
  const phases = () => stage.states().map((states) => states.at(-1))
  // A push takes over what its own run left behind, and a schedule what another one did.
  const over = (): boolean => {
    const ended = stage.sandbox.state.deployments('acme/shop').map((deployment) => {
      const createdAt = Date.parse(deployment.createdAt)
      return foldRecord({ ...deployment, createdAt }, deployment.statuses)
    })
    return ended.length > 0 && ended.every((record) => record?.open === false)
  }
  for (const next of ['schedule', 'push', 'schedule'] as const)
    if (!over()) await run(next, String(60 + logs.length))

  const problems: string[] = killed ? [] : [`never asked for ${at}`]
  const [want, weight] = nature === 'sound' ? (['success', 100] as const) : (['failure', 0] as const)
  if (phases().at(-1) !== want) problems.push(`records ended ${phases().join() || 'nowhere'}`)
  if (router.weight() !== weight) problems.push(`traffic is at ${router.weight()}%`)
  const checks = stage.sandbox.state
    .checkRuns('acme/shop')
    .map(({ status, conclusion }) => `${status} ${conclusion ?? ''}`)
  // What a lost run has seen is lost with it: then the check says that nobody can tell.
  const good = want === 'success' ? [want] : [want, 'action_required']
  if (!good.some((one) => checks.join() === `completed ${one}`))
    problems.push(`checks: ${checks.join() || 'none'}`)
  problems.push(...stage.sandbox.state.violations)
  await Promise.all([router.close(), green.close(), relay.close(), stage.close()])
  const told = problems.length > 0 ? `\n${logs.join('\n--\n')}` : ''
  return problems.map((problem) => `${nature}, killed ${when} ${at}, lost: ${lost}: ${problem}${told}`)
}

test('killed around its end, a swap leaves one record that ended and one check that is complete', async () => {
  const left = [...LIVES]
  const problems: string[] = []
  const lane = async (): Promise<void> => {
    for (let life = left.shift(); life !== undefined; life = left.shift())
      problems.push(...(await play(life)))
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  expect(problems.join('\n\n')).toBe('')
}, 600_000)
