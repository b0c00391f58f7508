import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startProxy, type Proxy } from '@sluice/traffic'
import { serve } from '../../packages/swap/world.ts'
import { openStage, type Stage } from './stage.ts'

const EVERY = 250
const METRICS = `
- name: errors
  kind: proportion
  events: e
  trials: t
  limit: 30%
  margin: 5 points
`

let stage: Stage
let blue: Awaited<ReturnType<typeof serve>>
let green: Awaited<ReturnType<typeof serve>>
let proxy: Proxy

/** So many blocks of 1,000 requests, of which about 1 % fail in either colour. */
function recording(count: number): string {
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      metric: 'errors',
      from: i * EVERY,
      to: (i + 1) * EVERY,
      weight: 50,
      baseline: { kind: 'proportion', events: 8 + (i % 5), trials: 1000 },
      candidate: { kind: 'proportion', events: 8 + ((i + 2) % 5), trials: 1000 },
    }),
  ).join('\n')
}

describe('a swap with a control beside the target', () => {
  beforeEach(async () => {
    stage = await openStage()
    blue = await serve((_, response) => response.end('blue'))
    green = await serve((_, response) => response.end('green'))
    proxy = await startProxy({ baseline: blue.url, candidate: green.url })
    writeFileSync(join(stage.workspace, 'rollout.ndjson'), recording(200))
    writeFileSync(join(stage.workspace, 'before.ndjson'), recording(150))
  })
  afterEach(async () => {
    await proxy.close(0)
    await blue[Symbol.asyncDispose]()
    await green[Symbol.asyncDispose]()
    await stage.close()
  })

  const swapped = async (more: Readonly<Record<string, string>> = {}) => {
    const file = (name: string) => join(stage.workspace, name)
    const { outputs, log } = await stage.swap({
      router: 'proxy',
      'router-settings': `url: ${proxy.adminUrl}`,
      smoke: `url: ${green.url}/`,
      source: 'file',
      'source-settings': JSON.stringify({
        path: file('rollout.ndjson'),
        align: 'order',
        history: file('before.ndjson'),
      }),
      metrics: METRICS,
      watch: `{ for: 1s, at-most: 60s, every: ${EVERY}ms, hold-back: 50% }`,
      ...more,
    })
    expect(outputs, log).toMatchObject({ decision: 'swapped', live: 'green' })
    return { log, found: stage.verdict().evidence.find(({ metric }) => metric === 'errors') }
  }

  test('is judged by the noise of the previous colour’s past, which its verdict carries', async () => {
    const { found } = await swapped()
    expect(found?.noise).toBe('learned')
    expect(found?.policy.history).toMatchObject({ blocks: 150, seconds: EVERY / 1000 })
  })

  test('presumes noise where the past is not to be asked', async () => {
    expect((await swapped({ noise: 'none' })).found?.noise).toBe('presumed')
  })

  test('says that a past is too short', async () => {
    writeFileSync(join(stage.workspace, 'before.ndjson'), recording(20))
    const { found, log } = await swapped()
    expect(found?.noise).toBe('presumed')
    expect(log).toContain('has 20 intervals with data, 100 are needed. Its noise is assumed.')
  })
})
