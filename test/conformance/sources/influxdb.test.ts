import { afterAll, beforeAll, describe } from 'vitest'
import { hasInflux, INFLUX, startInflux, type InfluxServer } from '../../servers/influxdb.ts'
import { startLoopback } from '../../servers/loopback.ts'
import { describeSource } from '../metric-source.ts'

const slots = [5, 5, 25].map((weight, i) => ({ from: i * 30_000, to: (i + 1) * 30_000, weight }))
const WHERE = 'FROM requests WHERE version = $arm AND time >= $from AND time < $to'

describe.runIf(hasInflux())('with a real InfluxDB', () => {
  let influx: InfluxServer
  let databases = 0
  beforeAll(async () => {
    influx = await startInflux()
  }, 120_000)
  afterAll(async () => await influx?.stop())

  describeSource(
    'influxdb',
    async (happened) => {
      const database = `shop_${(databases += 1)}`
      await influx.run(`CREATE DATABASE ${database}`)
      const lines = slots.flatMap(({ from }) =>
        (['baseline', 'candidate'] as const).flatMap((arm, i) => {
          const line = (fields: string, at: number): string =>
            `requests,version=v${i + 1} ${fields} ${from + at}`
          const more = ['crashes=4,heap=1,le=4', 'heap=2,depth=7,le=5'].map((each, k) => line(each, 1000 + k))
          if (happened === 'nothing') return more
          return [...more, line(`failed=${happened[arm].events}i,served=${happened[arm].trials}i`, 2000)]
        }),
      )
      await influx.write(database, lines)
      /** Passes requests on, and breaks answers. */
      let fault: Parameters<NonNullable<Awaited<ReturnType<typeof build>>['breakWith']>>[0] | undefined
      let asked = 0
      const front = await startLoopback(async (request, response) => {
        asked++
        const turn = asked
        if (typeof fault === 'object') return response.writeHead(fault.status, fault.headers).end(fault.body)
        const answer = await fetch(`${influx.url}${request.url}`, {
          headers: { authorization: String(request.headers.authorization) },
        })
        const text = await answer.text()
        if (fault === 'late' && turn % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 50))
        const body =
          fault === 'nulls' ? text.replaceAll(/"values":\[\[(\d+)[^\]]*\]/g, '"values":[[$1,null]') : text
        return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(body)
      })
      const build = async () =>
        await Promise.resolve({
          settings: { url: front.url, database, ...INFLUX, attempts: '1', timeout: '20s' },
          query: {
            name: 'errors',
            kind: 'proportion' as const,
            events: `SELECT sum(failed) ${WHERE}`,
            trials: `SELECT sum(served) ${WHERE}`,
          },
          span: { slots, intervalMs: 30_000, baseline: 'v1', candidate: 'v2' },
          goDown: front.stop,
          stop: async () => {
            if (front.server.listening) await front.stop()
          },
          requests: () => asked,
          breakWith: (
            next:
              | {
                  readonly status: number
                  readonly body?: string
                  readonly headers?: Readonly<Record<string, string>>
                }
              | 'late'
              | 'nulls',
          ) => {
            fault = next
          },
          kinds: {
            count: {
              query: {
                name: 'crashes',
                kind: 'count' as const,
                events: `SELECT sum(crashes) ${WHERE}`,
                exposure: '$window',
              },
              arm: { kind: 'count' as const, events: 4, exposure: 30 },
            },
            mean: {
              query: {
                name: 'heap',
                kind: 'mean' as const,
                n: `SELECT count(heap) ${WHERE}`,
                mean: `SELECT mean(heap) ${WHERE}`,
                stddev: `SELECT 0.5 * last(heap) / last(heap) ${WHERE}`,
              },
              arm: { kind: 'summary' as const, n: 2, mean: 1.5, m2: 0.5 },
            },
            quantile: {
              query: {
                name: 'p95',
                kind: 'quantile' as const,
                histogram: `SELECT min(le) AS le_0_5, sum(le) AS le_inf ${WHERE}`,
              },
              arm: { kind: 'histogram' as const, bounds: [0.5], counts: [4, 5] },
            },
            series: {
              query: { name: 'heap', kind: 'series' as const, value: `SELECT heap ${WHERE}` },
              arm: { kind: 'values' as const, values: [1, 2] },
            },
            scalar: {
              query: { name: 'depth', kind: 'scalar' as const, value: `SELECT max(depth) ${WHERE}` },
              arm: { kind: 'scalar' as const, value: 7 },
            },
          },
        })
      return await build()
    },
    { http: true },
  )
})
