import { candidateShare, openRouter, startProxy, toCandidate, type Router } from '@sluice/traffic'
import { afterEach, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'

const never = new AbortController().signal
const weightOf = async (router: Router): Promise<number> => candidateShare((await router.read(never)).weight)
const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

const nowhere = { baseline: 'http://127.0.0.1:9', candidate: 'http://127.0.0.1:9' }

async function adminOf(token?: string): Promise<string> {
  const proxy = await startProxy({ ...nowhere, weight: 5, ...(token === undefined ? {} : { token }) })
  stops.push(() => proxy.close(0))
  return proxy.adminUrl
}

async function answering(code: number, body: string): Promise<string> {
  const server = await startLoopback((_, response) => response.writeHead(code).end(body))
  stops.push(server.stop)
  return server.url
}

describe('router proxy', () => {
  test('reads and writes the weight of a running proxy', async () => {
    const router = openRouter('proxy', { url: await adminOf() }, testIo())
    expect(await weightOf(router)).toBe(5)
    await router.write(toCandidate(0.5), {}, never)
    expect(await weightOf(router)).toBe(0.5)
  })

  test('sends the token, and masks it', async () => {
    const io = testIo()
    const router = openRouter('proxy', { url: await adminOf('s3cret-token'), token: 's3cret-token' }, io)
    await router.write(toCandidate(25), {}, never)
    expect(await weightOf(router)).toBe(25)
    expect(io.masked).toContain('s3cret-token')
  })

  test('a wrong token is a refusal that does not repeat it', async () => {
    const router = openRouter('proxy', { url: await adminOf('s3cret-token'), token: 'wrong-token' }, testIo())
    const problem: unknown = await router.write(toCandidate(25), {}, never).catch((error: unknown) => error)
    expect(problem).toMatchObject({ code: 'ROUTER_REFUSED', message: expect.stringContaining('401') })
    expect(String(problem)).not.toContain('wrong-token')
  })

  test.each([
    [200, 'ok', 'ROUTER_REFUSED'],
    [200, '{"weight":"5"}', 'ROUTER_REFUSED'],
    [200, '{"weight":500}', 'ROUTER_REFUSED'],
    [404, '<html>', 'ROUTER_REFUSED'],
    [503, 'down', 'ROUTER_UNREACHABLE'],
  ])('an answer of %s %s is %s, never a weight', async (code, body, expected) => {
    const router = openRouter('proxy', { url: await answering(code, body) }, testIo())
    await expect(router.read(never)).rejects.toMatchObject({ code: expected })
  })

  test('a proxy that says nothing about an arm does not make the arm dead', async () => {
    const router = openRouter('proxy', { url: await answering(200, '{"weight":5}') }, testIo())
    await expect(router.health?.('baseline', never)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
  })

  test('no one at the address is ROUTER_UNREACHABLE', async () => {
    const router = openRouter('proxy', { url: 'http://127.0.0.1:9' }, testIo())
    await expect(router.write(toCandidate(5), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
    })
  })

  test('a password in the address is sent, masked and never shown', async () => {
    const io = testIo()
    let authorization: string | undefined
    const server = await startLoopback((request, response) => {
      authorization = request.headers.authorization
      response.writeHead(403).end('no')
    })
    stops.push(server.stop)
    const url = server.url.replace('http://', 'http://deploy:p%40ssw0rd@')
    const problem: unknown = await openRouter('proxy', { url }, io)
      .read(never)
      .catch((error: unknown) => error)
    expect(authorization).toBe(`Basic ${Buffer.from('deploy:p@ssw0rd').toString('base64')}`)
    expect(io.masked).toEqual(expect.arrayContaining(['p%40ssw0rd', 'p@ssw0rd']))
    expect(String(problem)).toContain(server.url)
    expect(String(problem)).not.toMatch(/p%40ssw0rd|p@ssw0rd/)
  })

  test('tells whether an arm takes connections, and how many requests it is answering', async () => {
    let answer: (() => void) | undefined
    const arm = await startLoopback((_, response) => void (answer = () => response.end('late')))
    const proxy = await startProxy({ ...nowhere, candidate: arm.url, weight: 100 })
    stops.push(arm.stop, () => proxy.close(0))
    const router = openRouter('proxy', { url: proxy.adminUrl }, testIo())
    expect(await router.health?.('candidate', never)).toEqual({ up: 1, total: 1 })
    expect(await router.health?.('baseline', never)).toMatchObject({
      up: 0,
      total: 1,
      why: expect.stringContaining('ECONNREFUSED'),
    })
    const request = fetch(proxy.url)
    await expect.poll(async () => await router.drain?.('candidate', never)).toEqual({ open: 1 })
    await expect.poll(() => answer).toBeDefined()
    answer?.()
    await (await request).text()
    await expect.poll(async () => await router.drain?.('candidate', never)).toEqual({ open: 0 })
  })
})
