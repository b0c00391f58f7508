import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ndjson } from '../../packages/shadow/worlds.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { runIn } from './run-in.ts'

let folder = ''
let server: Server
let base = ''
/** What the one environment answers now. */
let version: (id: number) => object | 'nothing' = () => ({})
let asked: string[] = []
beforeEach(async () => {
  folder = tempFolder('sluice-in-place')
  asked = []
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${String(request.headers['x-sluice-shadow'])}`)
    const answer = version(Number(request.url?.split('/').at(-1)))
    if (answer === 'nothing') request.socket.destroy()
    else response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const requests = Array.from({ length: 60 }, (_, id) => ({
    id,
    method: id % 20 === 19 ? 'POST' : 'GET',
    url: `/price/${id}`,
  }))
  writeFileSync(join(folder, 'requests.ndjson'), ndjson(requests))
})
afterEach(() => void server.close())

const SENT = { requests: 'requests.ndjson', rate: '1000/s' } as const
const AGAINST = {
  ...SENT,
  primary: 'recorded/primary.ndjson',
  secondary: 'recorded/secondary.ndjson',
  'max-difference-rate': '10%',
} as const

async function record() {
  return await runIn(folder, { ...SENT, 'primary-url': base, record: 'recorded' })
}

describe('shadow-compare, with one environment that is updated in place', () => {
  test('records the answers twice before, and compares after: a sound update is accepted', async () => {
    let clock = 0
    version = (id) => ({ total: id, at: clock++ })
    const { outputs, log } = await record()
    expect(outputs).toMatchObject({
      outcome: 'inconclusive',
      decision: 'undecided',
      reason: 'answers_recorded',
    })
    expect(log).toContain('answers recorded in recorded/primary.ndjson')
    expect(asked.filter((line) => line.endsWith(' primary'))).toHaveLength(57)
    expect(asked.filter((line) => line.endsWith(' secondary'))).toHaveLength(57)
    expect(asked.some((line) => line.startsWith('POST'))).toBe(false)
    expect(statSync(join(folder, 'recorded/primary.ndjson')).mode & 0o077).toBe(0)
    const after = await runIn(folder, { ...AGAINST, 'candidate-url': base, ignore: 'body.at' })
    expect(after.outputs['decision']).toBe('accept')
    expect(after.log).toContain('were recorded before')
  })

  test('an update that answers otherwise is rejected, and so is one that does not answer', async () => {
    version = (id) => ({ total: id })
    await record()
    version = (id) => ({ total: id % 2 === 0 ? id : id + 1 })
    const wrong = await runIn(folder, { ...AGAINST, 'candidate-url': base })
    expect(wrong.outputs['decision']).toBe('reject')
    expect(wrong.log).toMatch(/body\.total/)
    version = (id) => (id % 2 === 0 ? { total: id } : 'nothing')
    const dead = await runIn(folder, { ...AGAINST, 'candidate-url': base })
    expect(dead.outputs['decision']).toBe('reject')
    expect(dead.log).toContain('The candidate gave no answer that can be read to 27 requests')
  })

  test('requests that warm up the new version are sent again, and every answer is compared', async () => {
    version = (id) => ({ total: id })
    await record()
    asked = []
    const { outputs, log } = await runIn(folder, { ...AGAINST, 'candidate-url': base, 'warm-up': '10' })
    expect(outputs['decision']).toBe('accept')
    expect(asked).toHaveLength(67)
    expect(log).toContain('answered the same 57 requests')
  })

  test('recording with a candidate, or without requests, is refused before anything is sent', async () => {
    const { outputs } = await runIn(folder, {
      ...SENT,
      'primary-url': base,
      'candidate-url': base,
      record: 'recorded',
    })
    expect(outputs).toMatchObject({ decision: 'error', reason: 'NOTHING_TO_COMPARE' })
    expect([asked, existsSync(join(folder, 'recorded'))]).toEqual([[], false])
    expect(readdirSync(folder)).toContain('requests.ndjson')
  })
})
