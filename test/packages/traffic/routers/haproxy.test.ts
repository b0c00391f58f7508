import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startHaproxy, type Haproxy } from '../../../servers/haproxy.ts'
import { testIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { available } from '../../../servers/program.ts'
import { tempFolder } from '../../../support/temp-folder.ts'
import { converse } from '../../../../packages/traffic/src/haproxy/runtime-api.ts'
import { shift } from '../../../conformance/shift.ts'

const never = new AbortController().signal
const weightOf = async (router: Router): Promise<number> => candidateShare((await router.read(never)).weight)
const moved = async (router: Router, weight: number): Promise<number> =>
  candidateShare((await shift(router, toCandidate(weight), testIo())).weight)

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
      expect(await moved(open(), weight)).toBeCloseTo(weight, 9)
      let met = 0
      for (let i = 0; i < 200; i++) if ((await (await fetch(server.url)).text()) === 'next') met++
      expect(Math.abs(met - 2 * weight)).toBeLessThanOrEqual(weight === 0 || weight === 100 ? 0 : 2)
    },
  )

  test('works over TCP too', async () => {
    expect(await moved(open({ socket: server.tcpSocket }), 10)).toBeCloseTo(10, 9)
  })

  test('a server that takes no traffic has no share, whatever its weight', async () => {
    await moved(open(), 25)
    await converse(server.socket, 'set server web/next state maint', never)
    expect(await weightOf(open())).toBe(0)
    await expect(
      shift(open(), toCandidate(25), testIo(), { withinMs: 500, pollMs: 50 }),
    ).rejects.toMatchObject({
      code: 'ROUTER_UNCONFIRMED',
    })
    await converse(server.socket, 'set server web/next state ready', never)
    expect(await weightOf(open())).toBeCloseTo(25, 9)
  })

  test('a share finer than its weights is refused rather than rounded away', async () => {
    await moved(open(), 5)
    await expect(open().write(toCandidate(0.1), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringContaining('0.39%'),
    })
    expect(await weightOf(open())).toBeCloseTo(5, 9)
  })

  test.each([
    [{ candidate: 'nobody' }, /no server|nobody/i],
    [{ backend: 'nowhere' }, /nowhere/],
  ])('%j is refused by write and read', async (settings, said) => {
    const router = open(settings)
    await expect(router.write(toCandidate(5), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(said),
    })
    await expect(router.read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(said),
    })
  })

  test('at no moment of a swap or of its way back is the backend without a server', async () => {
    const swapped = await startHaproxy({ baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' })
    const router = openRouter('haproxy', swapped.settings, testIo())
    for (const weight of [100, 0, 5, 100, 50, 0]) await moved(router, weight)
    await swapped.stop()
    // HAProxy says so of every moment, however short, whether or not a request met it.
    expect(swapped.output()).not.toContain('no server available')
  })

  test.each([
    ['static-rr', {}, 'static'],
    ['roundrobin', { candidate: 'nobody' }, 'No such server'],
  ])(
    'where the candidate’s weight is refused (%s, %j) it is quoted, and the baseline still serves',
    async (balance, settings, said) => {
      const upstreams = { baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' }
      const refusing = await startHaproxy(upstreams, { balance })
      onTestFinished(refusing.stop)
      const router = openRouter('haproxy', { ...refusing.settings, ...settings }, testIo())
      for (const weight of [5, 100]) {
        await expect(router.write(toCandidate(weight), {}, never)).rejects.toMatchObject({
          code: 'ROUTER_REFUSED',
          message: expect.stringContaining(said),
        })
      }
      const answer = await fetch(refusing.url)
      expect([answer.status, await answer.text()]).toEqual([200, 'stable'])
    },
  )

  test('a candidate that is down does not take over, and the baseline still serves', async () => {
    await moved(open(), 25)
    await converse(server.socket, 'set server web/next state maint', never)
    await expect(open().write(toCandidate(100), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringContaining('no server of the candidate (next) is up'),
    })
    expect(await (await fetch(server.url)).text()).toBe('stable')
    await converse(server.socket, 'set server web/next state ready', never)
    expect(await moved(open(), 0)).toBe(0)
  })

  test('with a state file the weight survives a restart', async () => {
    const stateFile = join(tempFolder('sluice-haproxy'), 'state')
    writeFileSync(stateFile, '')
    const upstreams = { baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' }
    const first = await startHaproxy(upstreams, { stateFile })
    const keeping = openRouter('haproxy', { ...first.settings, 'state-file': stateFile }, testIo())
    expect(keeping.can.survivesRestart).toBe(true)
    await moved(keeping, 25)
    await first.stop()
    const second = await startHaproxy(upstreams, { stateFile })
    onTestFinished(second.stop)
    const router = openRouter('haproxy', second.settings, testIo())
    expect(router.can.survivesRestart).toBe(false)
    expect(await weightOf(router)).toBeCloseTo(25, 9)
  })

  test('a state file that cannot be written is said', async () => {
    await expect(
      open({ 'state-file': '/nowhere/state' }).write(toCandidate(5), {}, never),
    ).rejects.toMatchObject({ code: 'ROUTER_REFUSED', message: expect.stringContaining('would forget') })
    expect(() => open({ 'state-file': '/x', socket: '/a\n/b' })).toThrow(/state-file: belongs to one HAProxy/)
  })

  test('tells which servers are up, and what it does not know', async () => {
    const upstreams = { baseline: arms[0]?.url ?? '', candidate: 'http://127.0.0.1:9' }
    const checking = await startHaproxy(upstreams, { server: 'check inter 50ms fall 1' })
    onTestFinished(checking.stop)
    const router = openRouter('haproxy', checking.settings, testIo())
    await expect
      .poll(async () => await router.health?.('candidate', never))
      .toEqual({
        up: 0,
        total: 1,
        why: 'next is down',
      })
    expect(await router.health?.('baseline', never)).toEqual({ up: 1, total: 1 })
    expect(await open().health?.('baseline', never)).toEqual({
      up: 1,
      total: 1,
      why: 'HAProxy does not check stable',
    })
    await converse(server.socket, 'set server web/next state drain', never)
    expect(await open().health?.('candidate', never)).toEqual({ up: 0, total: 1, why: 'next is draining' })
    await converse(server.socket, 'set server web/next state ready', never)
  })

  test('counts the requests that an arm is still answering', async () => {
    let answer: (() => void) | undefined
    const arm = await startLoopback((_, response) => void (answer = () => response.end('late')))
    onTestFinished(arm.stop)
    const busy = await startHaproxy({ baseline: arms[0]?.url ?? '', candidate: arm.url })
    onTestFinished(busy.stop)
    const router = openRouter('haproxy', busy.settings, testIo())
    await moved(router, 100)
    const request = fetch(busy.url)
    await expect.poll(async () => await router.drain?.('candidate', never)).toEqual({ open: 1 })
    await expect.poll(() => answer).toBeDefined()
    answer?.()
    await (await request).text()
    await expect.poll(async () => await router.drain?.('candidate', never)).toEqual({ open: 0 })
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
