import { openRouter, startProxy } from '@sluice/traffic'
import { afterEach, describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { startLoopback } from '../../../servers/loopback.ts'

const never = new AbortController().signal
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
    expect(await router.read(never)).toBe(5)
    await router.write(0.5, never)
    expect(await router.read(never)).toBe(0.5)
  })

  test('sends the token, and masks it', async () => {
    const io = testIo()
    const router = openRouter('proxy', { url: await adminOf('s3cret-token'), token: 's3cret-token' }, io)
    await router.write(25, never)
    expect(await router.read(never)).toBe(25)
    expect(io.masked).toContain('s3cret-token')
  })

  test('a wrong token is a refusal that does not repeat it', async () => {
    const router = openRouter('proxy', { url: await adminOf('s3cret-token'), token: 'wrong-token' }, testIo())
    const problem: unknown = await router.write(25, never).catch((error: unknown) => error)
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

  test('no one at the address is ROUTER_UNREACHABLE', async () => {
    const router = openRouter('proxy', { url: 'http://127.0.0.1:9' }, testIo())
    await expect(router.write(5, never)).rejects.toMatchObject({ code: 'ROUTER_UNREACHABLE' })
  })
})
