import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { decode } from '@sluice/verdict'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ndjson } from '../../packages/shadow/worlds.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { runIn } from './run-in.ts'

let folder = ''
beforeEach(() => {
  folder = tempFolder('sluice-shadow')
})
const servers: Server[] = []
afterEach(() => servers.splice(0).forEach((server) => server.close()))

/** Serves on loopback until the test has ended, and says where. */
async function serving(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const run = async (inputs: Readonly<Record<string, string>>) => await runIn(folder, inputs)

describe('shadow-compare, replaying', () => {
  test('requests are replayed against both versions', async () => {
    const base = await serving((request, response) =>
      response.end(request.url?.startsWith('/new') === true ? '{"v":2}' : '{"v":1}'),
    )
    const requests = Array.from({ length: 60 }, (_, id) => ({
      id,
      method: id % 6 === 0 ? 'POST' : 'GET',
      url: `/x/${id}`,
      headers: { 'X-Region': id % 2 === 0 ? 'north' : 'south', authorization: 'Bearer hunter2' },
    }))
    writeFileSync(join(folder, 'requests.ndjson'), ndjson(requests))
    const { outputs, log } = await run({
      requests: 'requests.ndjson',
      'primary-url': `${base}/old`,
      'candidate-url': `${base}/new`,
      'secondary-url': `${base}/old`,
      rate: '500/s',
      slices: 'request.headers.x-region, request.method',
    })
    const verdict = readFileSync(join(folder, outputs['verdict'] ?? ''), 'utf8')
    expect(decode(verdict).details?.['slices']).toMatchObject([
      { name: 'request.headers.x-region=north', pairs: 20 },
      { name: 'request.headers.x-region=south', pairs: 30 },
      { name: 'request.method=GET', pairs: 50 },
    ])
    expect(verdict).not.toContain('hunter2')
    expect(outputs['decision']).toBe('reject')
    expect(log).toMatch(/body\.v/)
    expect(log).toContain('10 withheld')
  })

  test('shards of a replay send each request once, and count each once', async () => {
    let asked = 0
    const base = await serving((request, response) => {
      asked++
      if (request.url?.endsWith('/7') === true) request.socket.destroy()
      else response.end('{"v":1}')
    })
    const requests = Array.from({ length: 60 }, (_, id) => ({
      id,
      method: id % 6 === 0 ? 'POST' : 'GET',
      url: `/x/${id}`,
    }))
    writeFileSync(join(folder, 'requests.ndjson'), ndjson(requests))
    const words = { requests: 'requests.ndjson', 'primary-url': base, 'candidate-url': base, rate: '500/s' }
    for (const shard of ['1/2', '2/2']) expect((await run({ ...words, shard })).code).toBe(0)
    expect(asked).toBe(2 * 50)
    const { outputs } = await run({ merge: 'sluice-report/shadow-part-*.json' })
    const { details } = decode(readFileSync(join(folder, outputs['verdict'] ?? ''), 'utf8'))
    expect(details).toMatchObject({
      compared: 49,
      lost: [
        { what: 'no connection to the primary', count: 1 },
        { what: 'withheld', count: 10 },
      ],
    })
  })

  test('a candidate that does not answer is told, and a primary that lets nobody in', async () => {
    const base = await serving((request, response) => {
      if (request.url?.startsWith('/new') === true) request.socket.destroy()
      else response.writeHead(401).end('{}')
    })
    writeFileSync(
      join(folder, 'requests.ndjson'),
      ndjson(Array.from({ length: 40 }, (_, id) => ({ id, method: 'GET', url: `/x/${id}` }))),
    )
    const { outputs, log } = await run({
      requests: 'requests.ndjson',
      'primary-url': `${base}/old`,
      'candidate-url': `${base}/new`,
      rate: '500/s',
      requirements: 'error rate <= 1%',
    })
    expect(outputs['decision']).toBe('reject')
    expect(log).toContain('The primary answered 40 of 40 requests with a status of 400 or above')
    expect(log).toMatch(/error rate <= 1%.*100%.*40 of 40/)
  })
})
