import { afterEach, describe, expect, test, vi } from 'vitest'
import { FAILING, SOUND, startArms, type Arms } from '../acceptance/support/arms.ts'
import { answeredByCandidate, startUpstream } from '../acceptance/support/upstreams.ts'
import { AWS_KEYS } from '../servers/aws-stand-in.ts'
import { startLambdaStandIn } from '../servers/aws-lambda.ts'
import { startHaproxy } from '../servers/haproxy.ts'
import { startLoopback } from '../servers/loopback.ts'
import { available } from '../servers/program.ts'
import { scrapedTwice, startPrometheus } from '../servers/prometheus.ts'
import { haproxyShare } from './support/haproxy-share.ts'
import { check, openShop, watchWeight } from './support/shop.ts'
import { shownFiles } from './support/shown-files.ts'

const PER_SECOND = 2_000_000
const ASKED = 60
const QUICK = 'settle: 500ms\nmax-wait: 150s\n'

/** What a test started, in the order in which it must stop. */
const started: (() => Promise<void>)[] = []
const later = <T>(thing: T, stop: (thing: T) => Promise<void>): T => {
  started.push(async () => await stop(thing))
  return thing
}
afterEach(async () => {
  for (const stop of started.splice(0).reverse()) await stop()
})

const PAGE = 'docs/rollouts.md'

describe.skipIf(!available('act', 'git', 'haproxy', 'prometheus', 'promtool'))(
  'a canary beside stable',
  () => {
    test('two releases by act: one promoted and finished, one rolled back, and no schedule undoes it', async () => {
      const [stable, next] = [
        later(await startUpstream('baseline'), async (one) => await one.close()),
        later(await startUpstream('candidate'), async (one) => await one.close()),
      ]
      const haproxy = later(
        await startHaproxy({ baseline: stable.url, candidate: next.url }),
        async (one) => await one.stop(),
      )
      const weight = watchWeight(async () => await haproxyShare(haproxy.socket))
      const arms: Arms = later(
        await startArms(weight.now, PER_SECOND, { baseline: 'stable', candidate: 'canary' }),
        async (one) => await one.close(),
      )
      const prometheus = later(
        await startPrometheus({ targets: [new URL(arms.url).host] }),
        async (one) => await one.stop(),
      )
      // What `deploy.sh` puts into each place.
      const deployed = new Map<string, string>()
      const versions = later(
        await startLoopback(async (request, response) => {
          const place = request.url ?? ''
          let sha = ''
          for await (const part of request) sha += String(part)
          if (request.method === 'PUT') deployed.set(place, sha)
          response.end(deployed.get(place) ?? 'an older one')
        }),
        async (one) => await one.stop(),
      )
      const { workflow, config } = shownFiles(
        PAGE,
        {
          '/run/haproxy/admin.sock': haproxy.socket,
          'http://$arm.shop.internal/version': `${versions.url}/$arm`,
          'https://prometheus.example.com': prometheus.url,
          // No minute of blocks can settle half a point while the noise of each arm is presumed.
          'margin: 0.5 points': 'margin: 2 points',
          'ladder: 10, 50, 100': 'ladder: 20, 100',
        },
        { from: '**A canary beside stable.**', to: '**An equal control.**' },
      )
      const shop = later(await openShop('canary', weight, { workflow }), async (one) => await one.close())
      const { run, quiet, told, commit } = shop
      await scrapedTwice(prometheus, 'http_requests_total')
      const files = {
        '.github/sluice.yml': `${config}interval: 4s\n${QUICK}`,
        'deploy.sh': `#!/bin/sh\ncurl -s -X PUT --data "$2" ${versions.url}/$1\necho "$2 is deployed to $1"\n`,
      }

      const a = commit('Release A', files)
      const first = await run('push of A', 'push')
      expect(first.log).toMatch(/^exit 0/)
      expect(first.log).toContain(`${a} is deployed to canary`)
      expect(first.log).toContain(`${a} is deployed to stable`)
      expect(first.moves, first.log).toBe('0 → 20 → 100 → 0')
      expect(await answeredByCandidate(haproxy.url, ASKED)).toBe(0)
      const finished = 'Finished, with all traffic on the stable version. By nektos/act.'
      expect(told()).toEqual({ checks: [check('success')], states: [finished] })
      await quiet('schedule 1 has nothing to do')

      arms.candidate = FAILING
      const b = commit('Release B', { 'deploy.sh': `${files['deploy.sh']}# B\n` })
      const second = await run('push of B, which is worse', 'push')
      expect(second.log).toMatch(/^exit 1/)
      expect(second.log).toContain(`${b} is deployed to canary`)
      expect(second.log).not.toContain(`${b} is deployed to stable`)
      expect(second.moves, second.log).toBe('0 → 20 → 0')
      const back = 'Rolled back from 20% to 0%: the candidate is worse than the baseline. By nektos/act.'
      expect(told()).toEqual({ checks: [check('success'), check('failure')], states: [finished, back] })
      arms.candidate = SOUND
      await quiet('schedule 2 has nothing to do')
      expect(await answeredByCandidate(haproxy.url, ASKED)).toBe(0)
    }, 900_000)
  },
)

describe.skipIf(!available('act', 'git'))('revisions', () => {
  test('two releases by act: what was promoted is the next baseline, and no schedule undoes it', async () => {
    const lambda = later(await startLambdaStandIn(['7', '8', '9']), async (one) => await one.stop())
    let newest = '7'
    let released = '8'
    const weight = watchWeight(async () => await Promise.resolve(100 * lambda.share(released)))
    const arms: Arms = later(await startArms(weight.now, 60_000), async (one) => await one.close())
    // What `aws lambda publish-version`, `get-alias` and `list-versions-by-function` say.
    const versions = later(
      await startLoopback((request, response) => {
        if (request.url === '/push') newest = String(Number(newest) + 1)
        response.end(`baseline=${lambda.alias.FunctionVersion}\ncandidate=${newest}\n`)
      }),
      async (one) => await one.stop(),
    )
    const { workflow } = shownFiles(
      PAGE,
      {
        'env: { AWS_REGION: eu-central-1 }': `env: { AWS_REGION: eu-central-1, AWS_ENDPOINT_URL_LAMBDA: '${lambda.url}', AWS_ACCESS_KEY_ID: ${AWS_KEYS.id}, AWS_SECRET_ACCESS_KEY: ${AWS_KEYS.secret} }`,
      },
      { from: '**Revisions** (the router', to: 'With `bake: 30m`' },
    )
    const shop = later(await openShop('new version', weight, { workflow }), async (one) => await one.close())
    const { run, quiet, told, commit } = shop
    const files = {
      'versions.sh': `#!/bin/sh\ncurl -s ${versions.url}/$1\n`,
      '.github/sluice.yml': `source: scrape
source-settings: { baseline-url: '${arms.url}/baseline/metrics', candidate-url: '${arms.url}/candidate/metrics' }
metrics:
  - { name: error rate, kind: proportion, events: 'http_requests_total{code=~"5.."}', trials: http_requests_total, margin: 2 points }
ladder: 25, 100
interval: 500ms
${QUICK}`,
    }

    commit('Release A', files)
    const first = await run('push of A, version 8', 'push')
    expect(first.log).toMatch(/^exit 0/)
    expect(first.moves, first.log).toBe('0 → 25 → 100')
    expect(lambda.alias).toMatchObject({ FunctionVersion: '8', weights: {} })
    await quiet('schedule 1 has nothing to do')

    arms.candidate = FAILING
    released = '9'
    await vi.waitFor(() => expect(weight.now()).toBe(0), 10_000)
    commit('Release B', { 'b.txt': 'B\n' })
    const second = await run('push of B, version 9, worse', 'push')
    expect(second.log).toMatch(/^exit 1/)
    expect(second.moves, second.log).toBe('0 → 25 → 0')
    expect(lambda.alias).toMatchObject({ FunctionVersion: '8', weights: {} })
    expect(told()).toMatchObject({ checks: [check('success'), check('failure')] })
    await quiet('schedule 2 has nothing to do')
    expect(lambda.alias).toMatchObject({ FunctionVersion: '8', weights: {} })
  }, 900_000)
})
