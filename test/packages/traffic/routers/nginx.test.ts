import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { startNginx, type Nginx } from '../../../servers/nginx.ts'
import { available } from '../../../servers/program.ts'
import { shift, shiftBack } from '../../../conformance/shift.ts'

const never = new AbortController().signal

describe.runIf(available('nginx'))('router nginx, against a real server', () => {
  let arms: Loopback[] = []
  let server: Nginx
  beforeAll(async () => {
    arms = await Promise.all(
      ['stable', 'next'].map((name) => startLoopback((_, response) => response.end(name))),
    )
    server = await startNginx({ baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' })
  })
  afterAll(async () => {
    await server?.stop()
    await Promise.all(arms.map((arm) => arm.stop()))
  })
  beforeEach(async () => void (await shift(open(), toCandidate(0), testIo())))

  const open = (more: Record<string, string> = {}): ReturnType<typeof openRouter> =>
    openRouter('nginx', { ...server.settings, ...more }, testIo())
  const weightOf = async (router: Router): Promise<number> =>
    candidateShare((await router.read(never)).weight)
  const content = (): string => readFileSync(server.settings['file'] ?? '', 'utf8')

  async function measuredShare(requests: number): Promise<number> {
    let met = 0
    for (let i = 0; i < requests; i++) if ((await (await fetch(server.url)).text()) === 'next') met++
    return met / requests
  }

  test.each([
    [0, 0, 0],
    [25, 0.15, 0.35],
    [100, 1, 1],
  ])('at %s %% that share of requests meets the candidate', async (weight, low, high) => {
    const reading = await shift(open(), toCandidate(weight), testIo())
    expect(candidateShare(reading.weight)).toBe(weight)
    const share = await measuredShare(300)
    expect(share).toBeGreaterThanOrEqual(low)
    expect(share).toBeLessThanOrEqual(high)
  })

  test('reports what the running workers do, not what the file says', async () => {
    const lazy = open({ 'reload-command': '/bin/true' })
    await expect(
      shift(lazy, toCandidate(50), testIo(), { withinMs: 2500, pollMs: 50 }),
    ).rejects.toMatchObject({
      code: 'ROUTER_UNCONFIRMED',
    })
    expect(content()).toContain('50% next')
    expect(await measuredShare(50)).toBe(0)
  })

  test('puts the file back when nginx refuses it, and leaves nothing beside it', async () => {
    const before = content()
    const problem: unknown = await open({ candidate: 'next', key: '$nowhere' })
      .write(toCandidate(5), {}, never)
      .catch((error: unknown) => error)
    expect(problem).toMatchObject({ code: 'ROUTER_REFUSED', message: expect.stringContaining('nowhere') })
    expect(content()).toBe(before)
    const names = readdirSync(dirname(server.settings['file'] ?? '')).filter((name) =>
      name.includes('sluice.conf'),
    )
    expect(names).toEqual(['sluice.conf'])
  })

  test('puts the file back when cancelled in the middle', async () => {
    const before = content()
    const cancel = new AbortController()
    const slow = open({ 'test-command': '/bin/sleep\n1' })
    setTimeout(() => cancel.abort(new Error('cancelled')), 100)
    await expect(slow.write(toCandidate(50), {}, cancel.signal)).rejects.toThrow('cancelled')
    expect(content()).toBe(before)
  })

  test('without a status address it reads the file, and a missing or foreign file is no weight', async () => {
    const router = open({ 'status-url': '' })
    await router.write(toCandidate(12.5), {}, never)
    expect(await weightOf(router)).toBe(12.5)
    const file = `${server.settings['file'] ?? ''}.other`
    await expect(open({ 'status-url': '', file }).read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
    })
    writeFileSync(file, 'upstream stable {}')
    await expect(open({ 'status-url': '', file }).read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
    })
    rmSync(file)
  })

  test('an address that answers something else is no weight', async () => {
    await expect(open({ 'status-url': server.url }).read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
    })
    await expect(open({ 'status-url': 'http://127.0.0.1:9/' }).read(never)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
    })
  })

  test('an upstream that nginx does not have is refused before any user meets it', async () => {
    const before = content()
    const problem: unknown = await open({ candidate: 'nowhere' })
      .write(toCandidate(5), {}, never)
      .catch((error: unknown) => error)
    expect(problem).toMatchObject({
      code: 'ROUTER_REFUSED',
      message: 'nginx has no upstream "nowhere"; it has stable, next',
    })
    expect(content()).toBe(before)
  })

  test('counts the servers of an arm that take connections', async () => {
    const lonely = await startNginx({ baseline: arms[0]?.url ?? '', candidate: 'http://127.0.0.1:9' })
    onTestFinished(lonely.stop)
    const router = openRouter('nginx', lonely.settings, testIo())
    expect(await router.health?.('baseline', never)).toEqual({ up: 1, total: 1 })
    expect(await router.health?.('candidate', never)).toEqual({
      up: 0,
      total: 1,
      why: expect.stringMatching(/^127\.0\.0\.1:9: .*ECONNREFUSED/),
    })
    expect(await open({ candidate: 'nowhere' }).health?.('candidate', never)).toMatchObject({
      up: 0,
      total: 0,
      why: expect.stringContaining('no upstream "nowhere"'),
    })
  })

  test('a file left behind by a writer that was killed before the reload is seen, and the way back corrects it', async () => {
    await shift(open(), toCandidate(0), testIo())
    const sound = content()
    writeFileSync(server.settings['file'] ?? '', sound.replace('* stable', '50% next;\n    * stable'))
    const reading = await open().read(never)
    expect(candidateShare(reading.weight)).toBe(0)
    expect(candidateShare(reading.wanted ?? [])).toBe(50)
    expect(await shiftBack(open(), toCandidate(0), testIo())).toMatchObject({ confirmed: true })
    expect(content()).toBe(sound)
  })

  test('a runner without this nginx is asked whether it is the right machine', async () => {
    const elsewhere = open({
      file: '/nowhere/sluice.conf',
      'test-command': '/nowhere/nginx\n-t',
      'status-url': 'http://127.0.0.1:9/',
    })
    for (const act of [
      async () => await elsewhere.read(never),
      async () => await elsewhere.write(toCandidate(5), {}, never),
      async () => await open({ 'status-url': 'http://127.0.0.1:9/' }).read(never),
    ]) {
      await expect(act()).rejects.toMatchObject({
        hint: expect.stringContaining('Is nginx on this machine?'),
      })
    }
  })

  test('names cannot smuggle directives into the file', () => {
    expect(() => open({ candidate: 'next; } server {', key: '$x" $y {} #' })).toThrow(
      /candidate: must be a name[^]*key: must be/,
    )
  })
})
