import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FAILING, SOUND, startArms, type Arms } from '../acceptance/support/arms.ts'
import { answeredByCandidate, startUpstream, type Upstream } from '../acceptance/support/upstreams.ts'
import { startNginx, type Nginx } from '../servers/nginx.ts'
import { available } from '../servers/program.ts'
import { scrapedTwice, startPrometheus, type Prometheus } from '../servers/prometheus.ts'
import { check, openShop, watchWeight, type Shop } from './support/shop.ts'
import { shownFiles } from './support/shown-files.ts'

/** The README promises 0.2 points, which takes traffic. */
const PER_SECOND = 2_000_000
const ASKED = 100

describe.skipIf(!available('act', 'git', 'nginx', 'prometheus', 'promtool'))('the README’s workflow', () => {
  let shop: Shop
  let upstreams: readonly Upstream[]
  let nginx: Nginx
  let arms: Arms
  let prometheus: Prometheus
  let settings = ''

  beforeEach(async () => {
    const [blue, green] = [await startUpstream('baseline'), await startUpstream('candidate')]
    upstreams = [blue, green]
    nginx = await startNginx(
      { baseline: blue.url, candidate: green.url },
      { baseline: 'shop_blue', candidate: 'shop_green' },
    )
    const weight = watchWeight(async () => await weightOf(nginx))
    arms = await startArms(weight.now, PER_SECOND, { baseline: 'blue', candidate: 'green' })
    prometheus = await startPrometheus({ targets: [new URL(arms.url).host] })
    // Where things listen differs from the README. The margin is wider: no minute of blocks can settle 0.2 points while
    // the noise of each arm is presumed.
    const { workflow, config } = shownFiles('README.md', {
      '/etc/nginx/conf.d/split.conf': nginx.settings['file'] ?? '',
      'https://prometheus.example.com': prometheus.url,
      'margin: 0.2 points': 'margin: 1 points',
    })
    settings = config
    shop = await openShop('green slot', weight, {
      workflow,
      programs: { nginx: `exec ${nginx.command.join(' ')} "$@"` },
    })
    await scrapedTwice(prometheus, 'http_requests_total')
  })
  afterEach(async () => {
    await shop.close()
    await Promise.all([nginx.stop(), prometheus.stop(), arms.close()])
    await Promise.all(upstreams.map((one) => one.close()))
  })

  /** The interval fits a Prometheus that scrapes every second, and nobody waits for GitHub's lists here. */
  const patience = (maxWait: string): void =>
    shop.cloned.write({
      '.github/sluice.yml': `${settings}interval: 4s\nmax-wait: ${maxWait}\nsettle: 500ms\n`,
    })
  const commit = (message: string): string =>
    shop.commit(message, { 'deploy.sh': `#!/bin/sh\necho "${message} is deployed to $1"\n` })

  test('two commits and six scheduled runs: one held and promoted, one rolled back, and no schedule undoes it', async () => {
    const { run, quiet, told } = shop
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
