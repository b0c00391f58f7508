import { Agent, get, request as httpRequest, type RequestListener } from 'node:http'
import { connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { startProxy, type Proxy, type ProxyOptions } from '@sluice/traffic'
import { afterEach, describe, expect, test } from 'vitest'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => void (await Promise.all(stops.splice(0).map((stop) => stop()))))

async function serve(listener: RequestListener): Promise<Loopback> {
  const server = await startLoopback(listener)
  stops.push(server.stop)
  return server
}

async function start(options: Partial<ProxyOptions> = {}): Promise<Proxy> {
  const baseline = options.baseline ?? (await serve((_, response) => response.end('baseline'))).url
  const candidate = options.candidate ?? (await serve((_, response) => response.end('candidate'))).url
  const proxy = await startProxy({ ...options, baseline, candidate })
  stops.push(() => proxy.close(0))
  return proxy
}

async function ask(url: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, { headers })
  return `${response.status} ${await response.text()}`
}

async function metricsOf(proxy: Proxy): Promise<string> {
  return await (await fetch(`${proxy.adminUrl}/metrics`)).text()
}

describe('startProxy', () => {
  test.each([0, 0.5, 5, 25, 50, 99, 100])('at %s % the split holds at every moment', async (weight) => {
    const proxy = await start({ weight })
    let candidate = 0
    for (let n = 1; n <= 300; n++) {
      if ((await ask(proxy.url)) === '200 candidate') candidate++
      expect(Math.abs(candidate - (n * weight) / 100)).toBeLessThan(3)
    }
    if (weight === 0) expect(candidate).toBe(0)
    if (weight === 100) expect(candidate).toBe(300)
  })

  test('with a key, whoever meets the candidate at 5 % still does at 25 %', async () => {
    const proxy = await start({ weight: 5, sticky: { from: 'cookie', name: 'user' } })
    const usersAt = async (weight: number): Promise<Set<number>> => {
      proxy.setWeight(weight)
      const users = new Set<number>()
      for (let user = 0; user < 400; user++) {
        if ((await ask(proxy.url, { cookie: `a=b; user=u${user}` })) === '200 candidate') users.add(user)
      }
      return users
    }
    const few = await usersAt(5)
    const more = await usersAt(25)
    expect(few.size).toBeGreaterThan(5)
    expect(few.size).toBeLessThan(40)
    expect([...few].every((user) => more.has(user))).toBe(true)
  })

  test('method, path, headers and a streamed body arrive; status and headers come back', async () => {
    const echo = await serve((request, response) => {
      response.writeHead(201, { 'x-path': request.url ?? '', 'x-host': request.headers.host ?? '' })
      request.pipe(response)
    })
    const proxy = await start({ candidate: `${echo.url}/prefix/`, weight: 100 })
    const body = 'x'.repeat(3_000_000)
    const response = await fetch(`${proxy.url}/a?b=1`, { method: 'POST', body })
    expect(response.status).toBe(201)
    expect(response.headers.get('x-path')).toBe('/prefix/a?b=1')
    expect(response.headers.get('x-host')).toBe(new URL(proxy.url).host)
    expect(await response.text()).toBe(body)
  })

  test('an arm that is down answers 502, charged to that arm', async () => {
    const proxy = await start({ candidate: 'http://127.0.0.1:9', weight: 100 })
    expect(await ask(proxy.url)).toMatch(/^502 /)
    expect(await metricsOf(proxy)).toContain('sluice_proxy_requests_total{arm="candidate",code="502"} 1')
  })

  test('half an answer is never passed on as a whole one, and is charged as 502', async () => {
    const torn = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half')
      setTimeout(() => response.destroy(), 20)
    })
    const proxy = await start({ candidate: torn.url, weight: 100 })
    await expect(ask(proxy.url)).rejects.toThrow()
    expect(await metricsOf(proxy)).toContain('sluice_proxy_requests_total{arm="candidate",code="502"} 1')
  })

  test('an arm may answer before it has read the whole request', async () => {
    const full = await serve((request, response) => {
      response.writeHead(413).end('too much')
      request.resume()
    })
    const proxy = await start({ candidate: full.url, weight: 100 })
    for (let i = 0; i < 5; i++) {
      const response = await fetch(proxy.url, { method: 'POST', body: 'x'.repeat(200_000) })
      expect(`${response.status} ${await response.text()}`).toBe('413 too much')
    }
    expect(await metricsOf(proxy)).toContain('sluice_proxy_requests_total{arm="candidate",code="413"} 5')
  })

  test('a silent arm is charged with 504', async () => {
    const silent = await serve(() => undefined)
    const proxy = await start({ candidate: silent.url, weight: 100, upstreamTimeoutMs: 50 })
    expect(await ask(proxy.url)).toMatch(/^504 /)
    expect(await metricsOf(proxy)).toContain('sluice_proxy_requests_total{arm="candidate",code="504"} 1')
  })

  test('a client that leaves is not the arm’s failure', async () => {
    const leave = new AbortController()
    const slow = await serve((_, response) => {
      leave.abort()
      setTimeout(() => response.end('late'), 300)
    })
    const proxy = await start({ candidate: slow.url, weight: 100 })
    await expect(fetch(proxy.url, { signal: leave.signal })).rejects.toThrow()
    await expect
      .poll(() => metricsOf(proxy))
      .toContain('sluice_proxy_requests_total{arm="candidate",code="499"} 1')
    expect(await metricsOf(proxy)).toContain('sluice_proxy_requests_total{arm="candidate",code="502"} 0')
  })

  test('a kept connection that the arm closed in between costs no one a request', async () => {
    const impatient = await serve((_, response) => response.end('fine'))
    impatient.server.keepAliveTimeout = 1
    const proxy = await start({ candidate: impatient.url, weight: 100 })
    for (let i = 0; i < 40; i++) {
      expect(await ask(proxy.url)).toBe('200 fine')
      await new Promise((resolve) => setTimeout(resolve, i % 5))
    }
  })

  test('a switch under load fails no request, and those in flight end where they began', async () => {
    const held: (() => void)[] = []
    const blue = await serve((_, response) => void held.push(() => response.end('blue')))
    const green = await serve((_, response) => response.end('green'))
    const proxy = await start({ baseline: blue.url, candidate: green.url })
    const before = Array.from({ length: 50 }, () => ask(proxy.url))
    await expect.poll(() => held.length, { interval: 5, timeout: 10_000 }).toBe(50)
    proxy.setWeight(100)
    const after = await Promise.all(Array.from({ length: 50 }, () => ask(proxy.url)))
    for (const release of held) release()
    expect(new Set(await Promise.all(before))).toEqual(new Set(['200 blue']))
    expect(new Set(after)).toEqual(new Set(['200 green']))
    expect(proxy.inFlight('baseline')).toBe(0)
  })

  test('closing lets requests in flight end', async () => {
    const slow = await serve((_, response) => void setTimeout(() => response.end('done'), 100))
    const proxy = await start({ candidate: slow.url, weight: 100 })
    const agent = new Agent({ keepAlive: true })
    const answer = new Promise<string>((resolve, reject) => {
      get(proxy.url, { agent }, (response) => {
        response.setEncoding('utf8').on('data', resolve)
      }).on('error', reject)
    })
    await expect.poll(() => proxy.inFlight('candidate'), { interval: 2 }).toBe(1)
    await proxy.close(5_000)
    expect(await answer).toBe('done')
    agent.destroy()
  })

  test('an upgrade is joined end to end', async () => {
    const upstream = await serve(() => undefined)
    upstream.server.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n')
      socket.pipe(socket)
    })
    const proxy = await start({ candidate: upstream.url, weight: 100 })
    const upgrade = httpRequest(proxy.url, { headers: { connection: 'Upgrade', upgrade: 'echo' } })
    upgrade.end()
    const [, socket] = (await once(upgrade, 'upgrade')) as [unknown, Socket]
    socket.write('ping')
    expect(String((await once(socket, 'data'))[0])).toBe('ping')
    socket.destroy()
    await expect.poll(() => metricsOf(proxy)).toContain('{arm="candidate",code="101"} 1')
  })

  test('a request of two lengths (smuggling) is refused and goes nowhere', async () => {
    const proxy = await start()
    const socket = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    socket.write(
      'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x',
    )
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 400 /)
    socket.destroy()
    expect(await ask(proxy.url)).toBe('200 baseline')
  })

  test('an admin address that others can reach needs a token', async () => {
    await expect(start({ adminHost: '0.0.0.0' })).rejects.toMatchObject({ code: 'BAD_INPUT' })
  })

  test.each(['{"weight":101}', '{"weight":"5"}', '{"weight":null}', 'x', ''])(
    '%j sets no weight',
    async (body) => {
      const proxy = await start({ weight: 5 })
      const response = await fetch(`${proxy.adminUrl}/weight`, { method: 'PUT', body })
      expect(response.status).toBe(400)
      expect(proxy.weight()).toBe(5)
    },
  )
})
