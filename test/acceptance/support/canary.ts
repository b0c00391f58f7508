import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  factsFor,
  runAction,
  startSandbox,
  type ActionResult,
  type FactsOptions,
  type RunOptions,
  type Sandbox,
  type SeededRepository,
} from '@sluice/sandbox'
import { test as base } from 'vitest'
import { decode, type Verdict } from '@sluice/verdict'
import { rejudge } from '@sluice/compat'
import { root } from '../../support/files.ts'
import { startArms, type Arms } from './arms.ts'
import { fakeRouter, type FakeRouter } from './router.ts'

export const METRICS = `
- name: error rate
  kind: proportion
  events: http_requests_total{code=~"5.."}
  trials: http_requests_total
  margin: 1 points
- name: p95 latency
  kind: quantile
  quantile: 0.95
  histogram: http_request_duration_seconds
  margin: 30%
`

/** Two versions, a router, a GitHub with one pull request, and a workspace; everything on loopback. */
export interface Stage {
  readonly router: FakeRouter
  readonly arms: Arms
  readonly sandbox: Sandbox
  readonly repository: SeededRepository
  readonly pull: number
  readonly workspace: string
  /** Runs the committed bundle of canary-step with these inputs on top of the usual ones. */
  readonly canary: (inputs?: Readonly<Record<string, string>>, more?: More) => Promise<ActionResult>
  readonly verdict: () => Verdict
  readonly close: () => Promise<void>
}

/** A test with a stage of its own, so that several may run at once. */
export const test = base.extend<{ readonly stage: Stage }>({
  stage: async ({}, use) => {
    const stage = await openStage()
    await use(stage)
    await stage.close()
  },
})

export type More = Pick<RunOptions, 'onStart' | 'onLine' | 'post' | 'env'> & {
  readonly facts?: FactsOptions
  readonly runId?: string
  /** Where GitHub answers, for a test that stands in between. */
  readonly apiUrl?: string
}

export async function openStage({ rate = 40_000, weight = 0 } = {}): Promise<Stage> {
  const router = await fakeRouter(weight)
  const arms = await startArms(router.weight, rate)
  const sandbox = await startSandbox()
  const repository = sandbox.repository({ owner: 'acme', name: 'shop' })
  const pull = repository.pullRequest({ title: 'Faster checkout' }).number
  const workspace = mkdtempSync(join(tmpdir(), 'stage-'))
  return {
    router,
    arms,
    sandbox,
    repository,
    pull,
    workspace,
    canary: async (inputs = {}, more = {}) => {
      const facts = factsFor(sandbox, repository, { pull, ...more.facts })
      const { apiUrl = facts.apiUrl, runId = facts.runId } = more
      return await runAction({
        ...more,
        action: join(root, 'actions/canary-step'),
        workspace,
        facts: { ...facts, apiUrl, ...(runId === undefined ? {} : { runId }) },
        with: {
          environment: 'staging',
          service: 'shop',
          router: 'proxy',
          'router-settings': `url: ${router.url}`,
          source: 'scrape',
          'source-settings': `baseline-url: ${arms.url}/baseline/metrics\ncandidate-url: ${arms.url}/candidate/metrics`,
          metrics: METRICS,
          ladder: '5, 50, 100',
          interval: '250ms',
          'max-wait': '20s',
          // More than twice the tolerance of a look, so that no look counts requests from before the shift.
          settle: '600ms',
          // On a busy machine the arms of a quarter second are not read at the same moment.
          'blind-for': '10s',
          ...inputs,
        },
      })
    },
    verdict: () => decode(readFileSync(join(workspace, 'sluice-report/verdict.json'), 'utf8'), rejudge),
    close: async () => {
      await Promise.all([router.close(), arms.close(), sandbox.close()])
      rmSync(workspace, { recursive: true, force: true })
    },
  }
}
