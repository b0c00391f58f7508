import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsFor, startSandbox, type Sandbox, type SeededRepository } from '@sluice/sandbox'
import { FAILING, startArms, type Arms } from '../acceptance/support/arms.ts'
import { answeredByCandidate, startUpstream, type Upstream } from '../acceptance/support/upstreams.ts'
import { startNginx, type Nginx } from '../servers/nginx.ts'
import { available } from '../servers/program.ts'
import { scrapedTwice, startPrometheus, type Prometheus } from '../servers/prometheus.ts'
import { runByAct, type JobEnded } from './support/act.ts'
import { readmeWorkflow } from './support/readme-workflow.ts'

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
  let asking: NodeJS.Timeout
  let weight = 0

  beforeEach(async () => {
    sandbox = await startSandbox()
    repository = sandbox.repository({ owner: 'acme', name: 'shop' })
    const [baseline, candidate] = [await startUpstream('baseline'), await startUpstream('candidate')]
    upstreams = [baseline, candidate]
    nginx = await startNginx(
      { baseline: baseline.url, candidate: candidate.url },
      { baseline: 'shop_stable', candidate: 'shop_canary' },
    )
    weight = 0
    arms = await startArms(() => weight, PER_SECOND)
    asking = setInterval(() => void weightOf(nginx).then((now) => (weight = now ?? weight)), 50)
    prometheus = await startPrometheus({ targets: [new URL(arms.url).host] })
    await scrapedTwice(prometheus, 'http_requests_total')
  })
  afterEach(async () => {
    clearInterval(asking)
    expect(sandbox.state.violations).toEqual([])
    await Promise.all([nginx.stop(), prometheus.stop(), arms.close(), sandbox.close()])
    await Promise.all(upstreams.map((one) => one.close()))
  })

  /**
   * Where things listen differs from the README, and how long an interval is, which the repository's own file says. The
   * margin is wider, since no minute of blocks can settle 0.2 points while the noise of each arm is presumed.
   */
  const release = async (): Promise<JobEnded> =>
    await runByAct({
      workflow: readmeWorkflow({
        '/etc/nginx/conf.d/split.conf': nginx.settings['file'] ?? '',
        'https://prometheus.example.com': prometheus.url,
        'margin: 0.2 points': 'margin: 1 points',
      }),
      files: { '.github/sluice.yml': 'interval: 4s\nmax-wait: 150s\n' },
      programs: { nginx: `exec ${nginx.command.join(' ')} "$@"` },
      pushed: (sha) => {
        repository.commit({ sha })
        return factsFor(sandbox, repository)
      },
    })

  const told = () => ({
    checks: sandbox.state.checkRuns('acme/shop').map(({ name, conclusion }) => ({ name, conclusion })),
    states: sandbox.state
      .deployments('acme/shop')
      .flatMap(({ statuses }) => statuses.map(({ state, description }) => `${state}: ${description}`)),
  })

  test('promotes a sound candidate and succeeds', async () => {
    const { code, log } = await release()
    expect(log).toContain('decision=promote')
    expect(code, log).toBe(0)
    expect(await answeredByCandidate(nginx.url, ASKED)).toBe(ASKED)
    const { checks, states } = told()
    expect(checks).toEqual([{ name: 'Sluice canary-step (production, shop)', conclusion: 'success' }])
    expect(states).toEqual([
      'in_progress: The candidate gets 5% of traffic. By nektos/act.',
      'in_progress: About to go from 5% to 25% of traffic. By nektos/act.',
      'in_progress: The candidate gets 25% of traffic. By nektos/act.',
      'in_progress: About to go from 25% to 50% of traffic. By nektos/act.',
      'in_progress: The candidate gets 50% of traffic. By nektos/act.',
      'in_progress: About to go from 50% to 100% of traffic. By nektos/act.',
      'success: Promoted to 100%. By nektos/act.',
    ])
  }, 240_000)

  test('rolls a failing candidate back and fails the job', async () => {
    arms.candidate = FAILING
    const { code, log } = await release()
    expect(log).toContain('decision=roll-back')
    expect(log).toContain('Job failed')
    expect(code, log).toBe(1)
    expect(await answeredByCandidate(nginx.url, ASKED)).toBe(0)
    const { checks, states } = told()
    expect(checks).toEqual([{ name: 'Sluice canary-step (production, shop)', conclusion: 'failure' }])
    expect(states.at(-1)).toMatch(/^failure: Rolled back from 5% to 0%/)
  }, 240_000)
})

/** What the running workers do, or undefined while nginx starts and stops. */
async function weightOf({ url }: Nginx): Promise<number | undefined> {
  const answer = await fetch(`${url}/sluice-weight`).catch(() => undefined)
  return answer === undefined ? undefined : Number(await answer.text())
}
