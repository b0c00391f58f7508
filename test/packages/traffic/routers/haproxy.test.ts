import { connect, createServer, type AddressInfo } from 'node:net'
import { openRouter, shift } from '@sluice/traffic'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHaproxy, type Haproxy } from '../../../servers/haproxy.ts'
import { testIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { available } from '../../../servers/program.ts'
import { converse } from '../../../../packages/traffic/src/haproxy/runtime-api.ts'

const never = new AbortController().signal

describe.runIf(available('haproxy'))('router haproxy, against a real server', () => {
  let arms: Loopback[] = []
  let server: Haproxy
  beforeAll(async () => {
    arms = await Promise.all(
      ['stable', 'next'].map((name) => startLoopback((_, response) => response.end(name))),
    )
    server = await startHaproxy({ baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' })
  })
  afterAll(async () => {
    await server?.stop()
    await Promise.all(arms.map((arm) => arm.stop()))
  })

  const open = (more: Record<string, string> = {}): ReturnType<typeof openRouter> =>
    openRouter('haproxy', { ...server.settings, ...more }, testIo())

  test.each([0, 0.5, 5, 25, 100])(
    'at %s %% exactly that share of requests meets the candidate',
    async (weight) => {
      expect(await shift(open(), weight, testIo())).toBeCloseTo(weight, 9)
      let met = 0
      for (let i = 0; i < 200; i++) if ((await (await fetch(server.url)).text()) === 'next') met++
      expect(Math.abs(met - 2 * weight)).toBeLessThanOrEqual(weight === 0 || weight === 100 ? 0 : 2)
    },
  )

  test('works over TCP too', async () => {
    expect(await shift(open({ socket: server.tcpSocket }), 10, testIo())).toBeCloseTo(10, 9)
  })

  test.each([
    [100, ['next 100', 'stable 0']],
    [0, ['stable 100', 'next 0']],
  ])('on the way to %s %% there is no moment in which no server takes traffic', async (weight, order) => {
    const heard: string[] = []
    // Between the router and HAProxy's socket, to hear what is said.
    const tap = createServer((client) => {
      const api = connect(server.socket)
      client.on('data', (text) => heard.push(String(text)))
      client.pipe(api).pipe(client)
    })
    await new Promise<void>((resolve) => tap.listen(0, '127.0.0.1', resolve))
    const { port } = tap.address() as AddressInfo
    await open({ socket: `127.0.0.1:${port}` }).write(weight, never)
    tap.close()
    expect(heard.join('').trim()).toBe(order.map((each) => `set weight web/${each}`).join('; '))
    expect(await open().read(never)).toBe(weight)
  })

  test('a server that takes no traffic has no share, whatever its weight', async () => {
    await shift(open(), 25, testIo())
    await converse(server.socket, 'set server web/next state maint', never)
    expect(await open().read(never)).toBe(0)
    await expect(shift(open(), 25, testIo(), never, { timeoutMs: 200, pollMs: 50 })).rejects.toMatchObject({
      code: 'ROUTER_LIES',
    })
    await converse(server.socket, 'set server web/next state ready', never)
    expect(await open().read(never)).toBeCloseTo(25, 9)
  })

  test('a share finer than its weights is refused rather than rounded away', async () => {
    await shift(open(), 5, testIo())
    await expect(open().write(0.1, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringContaining('0.39%'),
    })
    expect(await open().read(never)).toBeCloseTo(5, 9)
  })

  test.each([
    [{ candidate: 'nobody' }, /no server|nobody/i],
    [{ backend: 'nowhere' }, /nowhere/],
  ])('%j is refused by write and read', async (settings, said) => {
    const router = open(settings)
    await expect(router.write(5, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(said),
    })
    await expect(router.read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(said),
    })
  })

  test('an algorithm that cannot be weighted is quoted', async () => {
    const fixed = await startHaproxy(
      { baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' },
      'static-rr',
    )
    const writing = openRouter('haproxy', fixed.settings, testIo()).write(5, never)
    await expect(writing).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringContaining('static'),
    })
    await fixed.stop()
  })

  test('a name cannot smuggle a command in', () => {
    expect(() => open({ backend: 'web/next 0; shutdown' })).toThrow(/backend: must be a name/)
  })
})

describe('router haproxy, unreachable', () => {
  const settings = { backend: 'web', baseline: 'stable', candidate: 'next' }

  test.each(['/nowhere/admin.sock', '127.0.0.1:9'])('%s is ROUTER_UNREACHABLE', async (socket) => {
    const router = openRouter('haproxy', { ...settings, socket }, testIo())
    await expect(router.read(never)).rejects.toMatchObject({ code: 'ROUTER_UNREACHABLE' })
  })

  test('a silent socket ends with the cancel', async () => {
    const silent = createServer(() => undefined)
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', () => resolve()))
    const { port } = silent.address() as { port: number }
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    setTimeout(() => cancel.abort(reason), 50)
    await expect(
      openRouter('haproxy', { ...settings, socket: `127.0.0.1:${port}` }, testIo()).read(cancel.signal),
    ).rejects.toBe(reason)
    silent.close()
  })
})
