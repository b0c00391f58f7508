import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { secretsSaid, startSecretWorld, type SecretWorld } from '../support/secret-world.ts'
import { openStage, type Stage } from './support/canary.ts'

let stage: Stage
let world: SecretWorld
beforeEach(async () => {
  stage = await openStage()
  world = await startSecretWorld()
})
afterEach(async () => {
  await Promise.all([stage.close(), world.stop()])
})

/** The log as the runner shows it: without what was masked, in any line. */
function shownLog(log: string): string {
  const masks = [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, value = '']) =>
    value.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%'),
  )
  const lines = log.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  return masks.reduce((text, mask) => text.replaceAll(mask, '***'), lines.join('\n'))
}

/** What a run leaves for people and for later steps. The runner masks none of it. */
function published(outputs: unknown, summary: string): string {
  const { state } = stage.sandbox
  const folder = join(stage.workspace, 'sluice-report')
  return [
    JSON.stringify([outputs, summary]),
    JSON.stringify(state.checkRuns('acme/shop')),
    JSON.stringify(state.deployments('acme/shop')),
    JSON.stringify(state.comments('acme/shop', stage.pull)),
    ...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')),
  ].join('\n')
}

describe('at debug level, no secret stands in the log, the outputs, the check, the comment or the report', () => {
  test.each([
    ['prometheus', 'caddy', 'errors{v="$arm"}'],
    ['http', 'proxy', 'errors'],
    ['datadog', 'cloud-run', 'sum:errors{version:$arm}'],
    ['cloudwatch', 'alb', 'Sum(Shop:errors{Arm="$arm"})'],
    ['command', 'command', 'errors'],
  ] as const)('source %s, router %s', async (source, router, events) => {
    const [from, to] = [world.sources[source].at(-1), world.routers[router].at(-1)]
    const { outputs, log, post, summary } = await stage.canary(
      {
        source,
        'source-settings': stringify({ ...from, ...(source === 'command' ? {} : { attempts: '1' }) }),
        router,
        'router-settings': stringify(to),
        metrics: stringify([
          { name: 'errors', kind: 'proportion', events, trials: events, margin: '1 points' },
        ]),
        baseline: 'a',
        candidate: 'b',
        interval: source === 'cloudwatch' ? '2m' : '1s',
        'max-wait': '5s',
      },
      { facts: { pull: stage.pull }, env: { ...world.env, RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' } },
    )
    expect(outputs['decision'], log).toBe('error')
    expect(secretsSaid(log).length, 'the secrets were used').toBeGreaterThan(0)
    expect(secretsSaid(shownLog(`${log}\n${post?.log ?? ''}`)), log).toEqual([])
    expect(secretsSaid(published(outputs, summary))).toEqual([])
  })
})
