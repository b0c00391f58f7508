import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { httpStore } from '@sluice/fleet'
import { quietIo, serve } from '../swap/world.ts'

let server: Awaited<ReturnType<typeof serve>>
let body: string | undefined
let version = 0
let telemetry = ''

beforeAll(async () => {
  server = await serve((request, response) => {
    if (request.headers.authorization !== 'Bearer key') return void response.writeHead(403).end()
    if (request.url === '/telemetry') return void response.end(telemetry)
    if (request.method === 'GET') {
      if (body === undefined) return void response.writeHead(404).end()
      return void response.setHeader('etag', `"${version}"`).end(body)
    }
    const expected = request.headers['if-match']
    if (expected !== undefined && expected !== `"${version}"`) return void response.writeHead(412).end()
    request.setEncoding('utf8').on('data', (text: string) => (body = text))
    request.on('end', () => response.setHeader('etag', `"${++version}"`).end())
  })
})
beforeEach(() => {
  body = undefined
  version = 0
})
afterAll(async () => await server[Symbol.asyncDispose]())

const live = new AbortController().signal
const open = (headers = { authorization: 'Bearer key' }) =>
  httpStore(
    {
      manifest: `${server.url}/manifest`,
      telemetry: `${server.url}/telemetry`,
      keys: undefined,
      fleetKey: undefined,
      headers,
    },
    quietIo(),
  )

describe('a manifest at an address', () => {
  test('is absent, then what was written', async () => {
    const store = open()
    expect(await store.read(live)).toBeUndefined()
    await store.write('one', live)
    await store.write('two', live)
    expect(await open().read(live)).toBe('two')
  })

  test('is not written over someone else’s', async () => {
    const [ours, theirs] = [open(), open()]
    await ours.write('one', live)
    await theirs.read(live)
    await ours.write('two', live)
    await expect(theirs.write('three', live)).rejects.toThrow('answered 412')
    expect(body).toBe('two')
  })

  test('that cannot be read is no absent one', async () => {
    await expect(open({ authorization: 'none' }).read(live)).rejects.toThrow('answered 403')
  })
})

test('telemetry adds up over polls, whatever order it comes in', async () => {
  const store = open()
  const line = (device: string, seq: number) =>
    JSON.stringify({ device, seq, manifest: 1, digest: 'd', state: 'running', refused: '', at: 0 })
  telemetry = [line('a', 2), line('b', 1)].join('\n')
  await store.hear(live)
  telemetry = JSON.stringify([JSON.parse(line('a', 1)), JSON.parse(line('c', 1))])
  const { devices, late } = await store.hear(live)
  expect([...devices.values()].map(({ device, seq }) => [device, seq])).toEqual([
    ['a', 2],
    ['b', 1],
    ['c', 1],
  ])
  expect(late).toBe(1)
})
