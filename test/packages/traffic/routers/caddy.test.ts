import { request } from 'node:http'
import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shift } from '../../../conformance/shift.ts'
import { startCaddy, type Caddy } from '../../../servers/caddy.ts'
import { testIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { available, tempDir } from '../../../servers/program.ts'

const never = new AbortController().signal
const HANDLER = 'apps/http/servers/srv0/routes/1/handle/0'

describe.runIf(available('caddy'))('router caddy, against a real Caddy', () => {
  let arms: Loopback[] = []
  let server: Caddy
  let release: (() => void) | undefined
  beforeAll(async () => {
    arms = await Promise.all(
      ['stable', 'next'].map((arm) =>
        startLoopback((asked, response) => {
          if (asked.url === '/held') release = () => void response.end(arm)
          else response.end(arm)
        }),
      ),
    )
    server = await startCaddy({ baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' })
  }, 60_000)
  afterAll(async () => {
    await server?.stop()
    await Promise.all(arms.map((arm) => arm.stop()))
  })
  beforeEach(async () => void (await shift(open(), toCandidate(0), testIo())))

  const open = (more: Record<string, string> = {}): Router =>
    openRouter('caddy', { ...server.settings, ...more }, testIo())
  /** What someone else does to the config. */
  const patch = async (path: string, value: unknown): Promise<number> => {
    const headers = { origin: server.admin, 'content-type': 'application/json' }
    const init = { method: 'PATCH', headers, body: JSON.stringify(value) }
    return (await fetch(`${server.admin}/config/${path}`, init)).status
  }
  const config = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${server.admin}/config/${path}`, { headers: { origin: server.admin } })
    return await answer.json()
  }

  async function candidateRequests(requests: number, headers: Record<string, string> = {}): Promise<number> {
    let met = 0
    for (let i = 0; i < requests; i++)
      if ((await (await fetch(server.url, { headers })).text()) === 'next') met++
    return met
  }

  test.each([
    [0, 0],
    [5, 10],
    [50, 100],
    [100, 200],
  ])(
    'at %s%% that share of 200 requests meets the candidate, and a marked request always does',
    async (weight, met) => {
      const reading = await shift(open(), toCandidate(weight), testIo())
      expect(candidateShare(reading.weight)).toBeCloseTo(weight, 6)
      const found = await candidateRequests(200)
      expect(found).toBe(met)
      expect(await candidateRequests(5, { 'x-arm': 'candidate' })).toBe(5)
    },
  )

  test('with --resume, a restart keeps the weight; without it, Caddy starts with its own config', async () => {
    const [baseline, candidate] = [arms[0]?.url ?? '', arms[1]?.url ?? '']
    const home = tempDir('caddy-home')
    const shareNow = async (one: Caddy): Promise<number> =>
      candidateShare((await openRouter('caddy', one.settings, testIo()).read(never)).weight)
    const first = await startCaddy({ baseline, candidate }, { home })
    await shift(openRouter('caddy', first.settings, testIo()), toCandidate(25), testIo())
    await first.stop()
    const resumed = await startCaddy({ baseline, candidate }, { home, ports: first.ports, resume: true })
    expect(await shareNow(resumed)).toBe(25)
    await resumed.stop()
    const fresh = await startCaddy({ baseline, candidate }, { home })
    expect(await shareNow(fresh)).toBe(0)
    await fresh.stop()
    expect(open({ resume: 'true' }).can.survivesRestart).toBe(true)
  })

  test('changes nothing but the policy of the handler that lists both', async () => {
    const before = await config('')
    await open().write(toCandidate(25), {}, never)
    expect(await config(`${HANDLER}/load_balancing/selection_policy/weights`)).toEqual([3, 1])
    await open().write(toCandidate(0), {}, never)
    expect(await config('')).toEqual(before)
  })

  test('a config that someone else changed is left alone', async () => {
    const router = open()
    const { version = '' } = await router.read(never)
    const other = { selection_policy: { policy: 'weighted_round_robin', weights: [9, 1] } }
    expect(await patch(`${HANDLER}/load_balancing`, other)).toBe(200)
    await expect(router.write(toCandidate(50), { version }, never)).rejects.toMatchObject({
      code: 'ROUTER_CHANGED',
      message: expect.stringMatching(/changed by someone else; it now gives the candidate 10%$/),
    })
    // The way back was not decided on a version, and wins.
    await router.write(toCandidate(0), {}, never)
    expect(candidateShare((await router.read(never)).weight)).toBe(0)
  })

  describe('with someone else’s route put in front', () => {
    const foreign = {
      handler: 'reverse_proxy',
      upstreams: [{ dial: '10.0.0.8:80' }, { dial: '10.0.0.9:80' }],
      load_balancing: { selection_policy: { policy: 'weighted_round_robin', weights: [7, 3] } },
    }
    const route = { match: [{ path: ['/other'] }], handle: [foreign] }
    const send = async (method: string, path: string, value?: unknown): Promise<void> => {
      const headers = { origin: server.admin, 'content-type': 'application/json' }
      const body = value === undefined ? {} : { body: JSON.stringify(value) }
      expect((await fetch(`${server.admin}/config/${path}`, { method, headers, ...body })).status).toBe(200)
    }
    const ROUTES = 'apps/http/servers/srv0/routes'

    test.each([
      ['can be read again', false],
      ['cannot be read', true],
    ])('a config that %s: the other route keeps its weights', async (_, blind) => {
      let failing = false
      const guard = await startLoopback(async (asked, response) => {
        let body = ''
        for await (const piece of asked) body += String(piece)
        if (failing && asked.method === 'GET') return void response.destroy()
        const condition = asked.headers['if-match']
        const answer = await fetch(`${server.admin}${asked.url ?? ''}`, {
          method: asked.method ?? 'GET',
          headers: {
            origin: server.admin,
            'content-type': 'application/json',
            ...(condition === undefined ? {} : { 'if-match': condition }),
          },
          ...(body === '' ? {} : { body }),
        })
        response.writeHead(answer.status, { etag: answer.headers.get('etag') ?? '' }).end(await answer.text())
      })
      const router = open({ url: guard.url })
      await router.write(toCandidate(50), {}, never)
      await router.read(never)
      // What was ours at this place is now someone else's.
      await send('PUT', `${ROUTES}/1`, route)
      failing = blind
      const writing = router.write(toCandidate(0), {}, never)
      if (blind) await expect(writing).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
      else await writing
      expect(await config(`${ROUTES}/1/handle/0`)).toEqual(foreign)
      const ours = await config(`${ROUTES}/2/handle/0/load_balancing/selection_policy/weights`)
      expect(ours).toEqual(blind ? [1, 1] : [1, 0])
      await send('DELETE', `${ROUTES}/1`)
      await guard.stop()
    })

    test('a second handler of ours that has moved in between is found again', async () => {
      const twin = (await config(`${ROUTES}/1`)) as object
      await send('PUT', `${ROUTES}/2`, twin)
      let patches = 0
      const guard = await startLoopback(async (asked, response) => {
        let body = ''
        for await (const piece of asked) body += String(piece)
        if (asked.method === 'PATCH' && ++patches === 2) await send('PUT', `${ROUTES}/2`, route)
        const condition = asked.headers['if-match']
        const headers = { origin: server.admin, 'content-type': 'application/json' }
        const answer = await fetch(`${server.admin}${asked.url ?? ''}`, {
          method: asked.method ?? 'GET',
          headers: { ...headers, ...(condition === undefined ? {} : { 'if-match': condition }) },
          ...(body === '' ? {} : { body }),
        })
        response.writeHead(answer.status, { etag: answer.headers.get('etag') ?? '' }).end(await answer.text())
      })
      await open({ url: guard.url }).write(toCandidate(25), {}, never)
      expect(await config(`${ROUTES}/2/handle/0`)).toEqual(foreign)
      for (const i of [1, 3])
        expect(await config(`${ROUTES}/${i}/handle/0/load_balancing/selection_policy/weights`)).toEqual([
          3, 1,
        ])
      await send('DELETE', `${ROUTES}/3`)
      await send('DELETE', `${ROUTES}/2`)
      await guard.stop()
    })
  })

  test.each([
    ['as a trailer, as Caddy 2.7 sends it', true],
    ['not at all', false],
  ])('an Etag that comes %s', async (_, isTrailer) => {
    const conditions: (string | undefined)[] = []
    const guard = await startLoopback(async (asked, response) => {
      if (asked.method === 'PATCH') conditions.push(asked.headers['if-match'])
      if (asked.method === 'PATCH') return void response.end()
      const answer = await fetch(`${server.admin}${asked.url ?? ''}`, { headers: { origin: server.admin } })
      if (isTrailer) response.setHeader('trailer', 'Etag')
      response.write(await answer.text())
      if (isTrailer) response.addTrailers({ Etag: answer.headers.get('etag') ?? '' })
      response.end()
    })
    const router = open({ url: guard.url })
    if (isTrailer) {
      const { version = '' } = await router.read(never)
      expect(version).toMatch(/^"\/config\/ \w+"$/)
      await router.write(toCandidate(5), { version }, never)
      expect(conditions).toEqual([version])
    } else
      await expect(router.read(never)).rejects.toThrow(/gives no Etag, so a change by someone else could not/)
    await guard.stop()
  })

  test('says what a config lacks: weights, both arms, or a third one too many', async () => {
    const balancing = await config(`${HANDLER}/load_balancing`)
    await patch(`${HANDLER}/load_balancing`, { selection_policy: { policy: 'first' } })
    await expect(open().read(never)).rejects.toThrow(/divides traffic by first; only weighted_round_robin/)
    await patch(`${HANDLER}/load_balancing`, balancing)
    await expect(open({ candidate: '10.0.0.9:80' }).read(never)).rejects.toThrow(
      /no reverse_proxy of Caddy lists both .* and 10\.0\.0\.9:80; they list .* and /,
    )
    await expect(open().write(toCandidate(0.04), {}, never)).rejects.toThrow(/1000 parts/)
    await expect(open({ url: arms[0]?.url ?? '' }).read(never)).rejects.toThrow(
      /answered 200 "stable"|admin address/,
    )
  })

  test('health is a TCP connection, drain counts the requests that Caddy still answers', async () => {
    const router = open()
    expect(await router.health?.('candidate', never)).toEqual({ up: 1, total: 1 })
    expect(await router.drain?.('baseline', never)).toEqual({ open: 0 })
    const held = new Promise<void>((resolve, reject) => {
      request(`${server.url}/held`, (response) => response.resume().on('end', resolve))
        .on('error', reject)
        .end()
    })
    await expect.poll(() => release !== undefined, { timeout: 20_000 }).toBe(true)
    expect(await router.drain?.('baseline', never)).toEqual({ open: 1 })
    release?.()
    await held
    await expect
      .poll(async () => await router.drain?.('baseline', never), { timeout: 20_000 })
      .toEqual({ open: 0 })
  })

  test('a password in the address is sent, and not shown', async () => {
    const seen: (string | undefined)[] = []
    const guard = await startLoopback((asked, response) => {
      seen.push(asked.headers.authorization, String(asked.headers['sec-fetch-mode']))
      response.writeHead(401).end('no')
    })
    const io = testIo()
    const url = guard.url.replace('//', '//ops:hunter%402@')
    const reading = openRouter('caddy', { ...server.settings, url }, io).read(never)
    await expect(reading).rejects.toThrow(/^Caddy at 127\.0\.0\.1:\d+ answered 401 "no"$/)
    await guard.stop()
    expect(seen).toEqual([`Basic ${Buffer.from('ops:hunter@2').toString('base64')}`, 'undefined'])
    expect(io.masked).toEqual(expect.arrayContaining(['hunter%402', 'hunter@2']))
  })
})
