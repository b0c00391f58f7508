import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { shift } from '../../../conformance/shift.ts'
import { firstRoutes, hasEnvoy, startEnvoy, type Envoy } from '../../../servers/envoy.ts'
import { testIo } from '../../../servers/io.ts'
import { startLoopback, type Loopback } from '../../../servers/loopback.ts'
import { tempDir } from '../../../servers/program.ts'

const never = new AbortController().signal

describe.runIf(hasEnvoy()).each(['routes.json', 'routes.yaml'])(
  'router envoy, against a real Envoy with %s',
  (name) => {
    let arms: Loopback[] = []
    let server: Envoy
    beforeAll(async () => {
      arms = await Promise.all(
        ['stable', 'next'].map((arm) => startLoopback((_, response) => response.end(arm))),
      )
      const upstreams = { baseline: arms[0]?.url ?? '', candidate: arms[1]?.url ?? '' }
      server = await startEnvoy(upstreams, { yaml: name.endsWith('.yaml') })
    }, 60_000)
    afterAll(async () => {
      await server?.stop()
      await Promise.all(arms.map((arm) => arm.stop()))
    })
    beforeEach(async () => void (await shift(open(), toCandidate(0), testIo())))

    const open = (more: Record<string, string> = {}): Router =>
      openRouter('envoy', { ...server.settings, ...more }, testIo())
    const file = (): string => server.settings['file'] ?? ''
    const put = (text: string): void => {
      writeFileSync(`${file()}.new`, text)
      renameSync(`${file()}.new`, file())
    }

    async function measuredShare(requests: number, headers: Record<string, string> = {}): Promise<number> {
      let met = 0
      for (let i = 0; i < requests; i++)
        if ((await (await fetch(server.url, { headers })).text()) === 'next') met++
      return met / requests
    }

    test.each([
      [0, 0, 0],
      [25, 0.15, 0.35],
      [100, 1, 1],
    ])(
      'at %s %% that share of requests meets the candidate, and a marked request always does',
      async (weight, low, high) => {
        const reading = await shift(open(), toCandidate(weight), testIo())
        expect(candidateShare(reading.weight)).toBe(weight)
        const share = await measuredShare(300)
        expect(share).toBeGreaterThanOrEqual(low)
        expect(share).toBeLessThanOrEqual(high)
        expect(await measuredShare(5, { 'x-arm': 'candidate' })).toBe(1)
      },
    )

    test('changes nothing in the file but weights and version', async () => {
      await open().write(toCandidate(12.5), {}, never)
      const text = readFileSync(file(), 'utf8')
      if (name.endsWith('.yaml')) {
        expect(text).toMatch(/^# Routes of the shop\n/)
        expect(text).toContain('# everyone else')
      } else {
        const plain = JSON.parse(text) as { version_info: string }
        expect(JSON.stringify({ ...plain, version_info: '1' })).toBe(
          firstRoutes().replace('"weight":100', '"weight":87500').replace('"weight":0', '"weight":12500'),
        )
      }
      expect(readdirSync(join(file(), '..')).filter((each) => each.startsWith('.'))).toEqual([])
    })

    test('reports what Envoy serves, and what it was last asked for, while they differ', async () => {
      await open().write(toCandidate(5), {}, never)
      // A copy in place is not a move: Envoy does not see it.
      const text = readFileSync(file(), 'utf8')
      writeFileSync(
        file(),
        text.replace(/version_info("?): "?[\w-]+"?/, 'version_info$1: "by-hand"').replaceAll('5000', '7000'),
      )
      const reading = await open().read(never)
      expect(reading).toMatchObject({ weight: toCandidate(5), pending: true })
      expect(candidateShare(reading.wanted ?? [])).toBeGreaterThan(5)
      put(text)
    })

    test('a file that Envoy rejects is put back, and said', async () => {
      const good = readFileSync(file(), 'utf8')
      put(good.replace(/"?domains"?: ?\[\s*"\*"\s*\]/, (found) => found.replace(/\[[^]*\]/, '[]')))
      const bad = readFileSync(file(), 'utf8')
      expect(bad).not.toBe(good)
      await expect(open().write(toCandidate(50), {}, never)).rejects.toMatchObject({
        code: 'ROUTER_REFUSED',
        message: expect.stringMatching(/rejected the new routes/),
      })
      expect(readFileSync(file(), 'utf8')).toBe(bad)
      expect(await measuredShare(50)).toBe(0)
      put(good)
    })

    test('says which hosts take connections, and what they are still answering', async () => {
      expect(await open().health?.('candidate', never)).toEqual({ up: 1, total: 1 })
      expect(await open().drain?.('candidate', never)).toEqual({ open: 0 })
      await arms[1]?.stop()
      expect(await open().health?.('candidate', never)).toMatchObject({
        up: 0,
        total: 1,
        why: expect.stringMatching(/ECONNREFUSED/),
      })
      expect(await open({ candidate: 'nope' }).health?.('candidate', never)).toMatchObject({
        total: 0,
        why: 'Envoy has no cluster nope',
      })
    })
  },
)

describe('router envoy', () => {
  const opened = (text: string | undefined, name = 'routes.json'): Router => {
    const file = join(tempDir('envoy'), name)
    if (text !== undefined) writeFileSync(file, text)
    const settings = { file, url: 'http://127.0.0.1:9', baseline: 'stable', candidate: 'next' }
    return openRouter('envoy', settings, testIo())
  }

  test.each([
    ['no file', undefined, /does not exist/],
    ['no JSON', '{', /cannot be read/],
    ['a list', '[]', /must hold a discovery response/],
    [
      'other clusters',
      firstRoutes().replaceAll('next', 'other'),
      /no route with `weighted_clusters` of stable and next/,
    ],
    [
      'a third cluster with traffic',
      firstRoutes().replace('{"name":"next"', '{"name":"third","weight":5},{"name":"next"'),
      /cluster third takes a part/,
    ],
  ])('%s is refused', async (_, text, why) => {
    await expect(opened(text).read(never)).rejects.toMatchObject({
      code: 'ROUTER_REFUSED',
      message: expect.stringMatching(why),
    })
  })

  test('with YAML it takes both spellings, several routes, and no version', async () => {
    const admin = await startLoopback((_, response) => response.end('{}'))
    onTestFinished(async () => await admin.stop())
    const route = (weight: number): string =>
      `{ route: { weightedClusters: { clusters: [{ name: stable, weight: ${100 - weight} }, { name: next, weight: ${weight} }] } } }`
    const text = `resources: [{ name: shop, virtualHosts: [{ routes: [${route(10)}, ${route(30)}] }] }]\n`
    const file = join(tempDir('envoy'), 'routes.yml')
    writeFileSync(file, text)
    const router = openRouter(
      'envoy',
      { file, url: admin.url, baseline: 'stable', candidate: 'next' },
      testIo(),
    )
    await expect(router.write(toCandidate(40), {}, never)).rejects.toThrow(
      /serves no route configuration shop by RDS/,
    )
    expect(readFileSync(file, 'utf8').match(/weight: \d+/g)).toEqual([
      'weight: 60000',
      'weight: 40000',
      'weight: 60000',
      'weight: 40000',
    ])
  })
})
