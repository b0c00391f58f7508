import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { signatureOf } from '@sluice/sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWorld, SECRET, type Copy, type World } from './world.ts'

let world: World
let copy: Copy
beforeAll(async () => {
  world = await openWorld()
  copy = await world.start()
})
afterAll(async () => {
  await world.close()
})

const valid = readFileSync(new URL('requested.json', import.meta.url), 'utf8')

async function send(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
  const response = await fetch(`${copy.url}/webhook`, {
    method: 'POST',
    headers: {
      'x-github-event': 'deployment_protection_rule',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': signatureOf(SECRET, text),
      ...headers,
    },
    body,
  })
  return `${response.status} ${(await response.text()).trim()}`
}

describe('a webhook', () => {
  test('that GitHub signed is accepted', async () => {
    expect(await send(valid)).toBe('202 accepted')
  })

  test.each([
    ['no signature', ''],
    ['a signature of another secret', signatureOf('another', valid)],
    ['a signature of another body', signatureOf(SECRET, `${valid} `)],
    ['a signature by SHA-1', `sha1=${'0'.repeat(40)}`],
    ['half a signature', signatureOf(SECRET, valid).slice(0, 40)],
  ])('with %s is refused', async (_, signature) => {
    expect(await send(valid, { 'x-hub-signature-256': signature })).toBe('401 bad_signature')
  })

  test('whose bytes are no UTF-8 is refused, although its text would fit the signature', async () => {
    expect(await send(Uint8Array.from([0x7b, 0xff, 0x7d]))).toBe('401 bad_signature')
  })

  test('that was seen before is acknowledged and ignored', async () => {
    const delivery = { 'x-github-delivery': randomUUID() }
    expect([await send(valid, delivery), await send(valid, delivery)]).toEqual([
      '202 accepted',
      '202 duplicate',
    ])
  })

  test('that is not JSON, or too large, is refused', async () => {
    expect(await send('pass')).toBe('400 malformed')
    expect(await send('x'.repeat(6 * 1024 * 1024))).toMatch(/^413/)
  })

  test.each(['ping', 'push', 'installation'])(
    'about something else (%s) is acknowledged and ignored',
    async (event) => {
      expect(await send(valid, { 'x-github-event': event })).toBe('202 ignored')
    },
  )

  test('that is stale answers nothing: the job it is about no longer waits', async () => {
    const { sha } = world.repository.commit()
    await world.canary(sha)
    const run = world.repository.run({ environments: ['production'] })
    await world.sandbox.settled()
    await copy.app.queue.idle()
    expect(run.status).toBe('in_progress')
    const stale = world.sandbox.state.deliveries.findLast((one) => one.event === 'deployment_protection_rule')
    expect(await send(stale?.payload ?? '')).toBe('202 accepted')
    await copy.app.queue.idle()
    expect(world.sandbox.state.approvals('acme/shop').map((one) => one.state)).toEqual(['approved'])
    expect(world.log.at(-1)).toContain('nothing waits there any more')
  })

  test('whose callback address points elsewhere makes the App call nobody else', async () => {
    const elsewhere = valid.replace(
      /https:\/\/api\.github\.com\/repos\/[^"]*deployment_protection_rule/,
      'http://127.0.0.1:1/actions/runs/7/deployment_protection_rule',
    )
    expect(await send(elsewhere)).toBe('202 accepted')
    await copy.app.queue.idle()
    expect(world.log.join('\n')).not.toContain('127.0.0.1:1')
  })
})

describe('beside webhooks', () => {
  const get = async (path: string, method = 'GET'): Promise<string> => {
    const response = await fetch(`${copy.url}${path}`, { method })
    return `${response.status} ${await response.text()}`
  }

  test('there is a health page and metrics, and nothing else', async () => {
    expect(await get('/healthz')).toBe('200 ok\n')
    expect(await get('/metrics')).toMatch(/sluice_gate_webhooks_total\{result="bad_signature"\} 6/)
    expect(await get('/')).toMatch(/^404/)
    expect(await get('/webhook')).toMatch(/^404/)
    expect(await get('/metrics', 'DELETE')).toMatch(/^405/)
  })

  test('no secret was ever logged', () => {
    const log = world.log.join('\n')
    expect(log).not.toContain(SECRET)
    expect(log).not.toMatch(/ghs_|PRIVATE KEY|eyJ/)
  })
})
