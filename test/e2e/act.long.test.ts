import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsFor, startSandbox, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import { FAILING, SOUND, startArms, type Arms } from '../acceptance/support/arms.ts'
import { answeredByCandidate, startUpstream, type Upstream } from '../acceptance/support/upstreams.ts'
import { startNginx, type Nginx } from '../servers/nginx.ts'
import { available } from '../servers/program.ts'
import { scrapedTwice, startPrometheus, type Prometheus } from '../servers/prometheus.ts'
import { openRepository, type ActRepository } from './support/act.ts'
import { readmeFiles } from './support/readme-workflow.ts'

/** The README promises 0.2 points, which takes traffic. */
const PER_SECOND = 2_000_000
const ASKED = 100

describe.skipIf(!available('act', 'git', 'nginx', 'prometheus', 'promtool'))('the README’s workflow', () => {
  let sandbox: Sandbox
  let repository: SeededRepository
  let upstreams: readonly Upstream[]
  let nginx: Nginx
  let arms: Arms
  let prometheus: Prometheus
  let cloned: ActRepository
  let watching: NodeJS.Timeout
  /** Percent of users that the green slot serves, as nginx's workers say: every change since the last run began. */
  let weights: number[] = []
  const weight = (): number => weights.at(-1) ?? 0

  beforeEach(async () => {
    sandbox = await startSandbox()
    repository = sandbox.repository({ owner: 'acme', name: 'shop' })
    const [blue, green] = [await startUpstream('baseline'), await startUpstream('candidate')]
    upstreams = [blue, green]
    nginx = await startNginx(
      { baseline: blue.url, candidate: green.url },
      { baseline: 'shop_blue', candidate: 'shop_green' },
    )
    arms = await startArms(weight, PER_SECOND, { baseline: 'blue', candidate: 'green' })
    weights = [0]
    watching = setInterval(() => void see(), 50)
    prometheus = await startPrometheus({ targets: [new URL(arms.url).host] })
    // Where things listen differs from the README. The margin is wider: no minute of blocks can settle 0.2 points while
    // the noise of each arm is presumed.
    const { workflow, config } = readmeFiles({
      '/etc/nginx/conf.d/split.conf': nginx.settings['file'] ?? '',
      'https://prometheus.example.com': prometheus.url,
      'margin: 0.2 points': 'margin: 1 points',
    })
    cloned = openRepository({ workflow, programs: { nginx: `exec ${nginx.command.join(' ')} "$@"` } })
    settings = config
    await scrapedTwice(prometheus, 'http_requests_total')
  })
  afterEach(async () => {
    clearInterval(watching)
    expect(sandbox.state.violations).toEqual([])
    await Promise.all([nginx.stop(), prometheus.stop(), arms.close(), sandbox.close()])
    await Promise.all(upstreams.map((one) => one.close()))
    cloned.close()
  })

  let settings = ''
  async function see(): Promise<void> {
    const now = await weightOf(nginx)
    if (now !== undefined && now !== weight()) weights.push(now)
  }

  /** One run of the workflow; what it did with users is printed and returned. */
  const run = async (what: string, event: 'push' | 'schedule'): Promise<{ log: string; moves: string }> => {
    weights = [weight()]
    const { code, log } = await cloned.run(factsFor(sandbox, repository, { event }))
    const moves = weights.join(' → ')
    console.log(`${what.padEnd(30)} green slot at ${moves}%, ${code === 0 ? 'job succeeded' : 'job failed'}`)
    return { log: `exit ${code ?? 'none'}\n${log}`, moves }
  }
  const quiet = async (what: string): Promise<void> => {
    const before = told()
    const { log, moves } = await run(what, 'schedule')
    expect(moves, log).toBe(String(weight()))
    expect(log).toContain('nothing to do: no rollout is open')
    expect(log).toMatch(/^exit 0/)
    expect(told()).toEqual(before)
  }
  /** The interval fits a Prometheus that scrapes every second, and nobody waits for GitHub's lists here. */
  const patience = (maxWait: string): void =>
    cloned.write({
      '.github/sluice.yml': `${settings}interval: 4s\nmax-wait: ${maxWait}\nsettle: 500ms\n`,
    })
  const commit = (message: string): void => {
    cloned.write({ 'deploy.sh': `#!/bin/sh\necho "${message} is deployed to $1"\n` })
    repository.commit({ sha: cloned.commit(message) })
  }
  const told = () => ({
    checks: sandbox.state.checkRuns('acme/shop').map(({ name, conclusion }) => ({ name, conclusion })),
    states: sandbox.state.deployments('acme/shop').map(({ statuses }) => statuses.at(-1)?.description),
  })
  const check = (conclusion: string | null) => ({
    name: 'Sluice canary-step (production, shop)',
    conclusion,
  })

  test('two commits and six scheduled runs: one held and promoted, one rolled back, and no schedule undoes it', async () => {
    patience('9s')
    commit('Release A')
    const first = await run('push of A, little time', 'push')
    expect(first.log).toContain('Release A is deployed to green')
    expect(first.log).toContain('decision=hold')
    expect(first.log).toMatch(/^exit 0/)
    expect(first.moves).toBe('0 → 5 → 0')
    expect(told()).toMatchObject({ checks: [check(null)] })

    patience('150s')
    const second = await run('schedule 1 continues A', 'schedule')
    expect(second.moves, second.log).toBe('0 → 5 → 25 → 50 → 100')
    expect(second.log).toContain('decision=promote')
    expect(second.log).not.toContain('is deployed to')
    expect(await answeredByCandidate(nginx.url, ASKED)).toBe(ASKED)
    expect(told()).toEqual({
      checks: [check('success')],
      states: ['Promoted to 100%. By nektos/act.'],
    })
    await quiet('schedule 2 has nothing to do')
    await quiet('schedule 3 has nothing to do')

    // The other slot gets the next release.
    arms.baseline = FAILING
    commit('Release B')
    const third = await run('push of B, which is worse', 'push')
    expect(third.log).toContain('Release B is deployed to blue')
    expect(third.log).toContain('decision=roll-back')
    expect(third.log).toMatch(/^exit 1/)
    expect(third.moves).toBe('100 → 95 → 100')
    expect(told()).toEqual({
      checks: [check('success'), check('failure')],
      states: [
        'Promoted to 100%. By nektos/act.',
        'Rolled back from 5% to 0%: the candidate is worse than the baseline. By nektos/act.',
      ],
    })
    arms.baseline = SOUND
    await quiet('schedule 4 has nothing to do')
    await quiet('schedule 5 has nothing to do')
    await quiet('schedule 6 has nothing to do')
    expect(await answeredByCandidate(nginx.url, ASKED)).toBe(ASKED)
  }, 900_000)
})

/** What the running workers do, or undefined while nginx starts and stops. */
async function weightOf({ url }: Nginx): Promise<number | undefined> {
  const answer = await fetch(`${url}/sluice-weight`).catch(() => undefined)
  return answer === undefined ? undefined : Number(await answer.text())
}
