/** The types that a module of one's own is written against; `test/packages/cli/own.test.ts` holds them to the contracts. */
export const TYPES = `/** Types for your own sources and routers of Sluice. Times are epoch milliseconds. */

export interface Io {
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly env: (name: string) => string | undefined
  /** Hides a value in every log. */
  readonly mask: (secret: string) => void
}

/** A metric as the workflow gives it; \`$arm\` and the other placeholders are not filled in. */
export interface Metric {
  readonly name: string
  readonly kind: 'proportion' | 'count' | 'mean' | 'quantile' | 'series' | 'scalar'
  readonly events?: string
  readonly trials?: string
  readonly exposure?: string
  readonly n?: string
  readonly mean?: string
  readonly stddev?: string
  readonly histogram?: string
  readonly value?: string
}

/** One interval at one weight of traffic. */
export interface Interval {
  readonly from: number
  readonly to: number
  readonly weight: number
}

/** What one version did in one interval. What is not known is \`absent\`, and never a zero. */
export type Arm =
  | { readonly kind: 'proportion'; readonly events: number; readonly trials: number }
  | { readonly kind: 'count'; readonly events: number; readonly exposure: number }
  | { readonly kind: 'summary'; readonly n: number; readonly mean: number; readonly m2: number }
  | { readonly kind: 'histogram'; readonly bounds: readonly number[]; readonly counts: readonly number[] }
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'scalar'; readonly value: number }
  | {
      readonly kind: 'absent'
      readonly absence: 'no_data' | 'not_observed' | 'source_unreachable' | 'source_refused' | 'rate_limited'
      readonly detail?: string
    }

/** One metric: a block for every interval, in order. */
export interface Samples {
  readonly metric: string
  readonly blocks: readonly (Interval & { readonly baseline: Arm; readonly candidate: Arm })[]
}

export interface Span {
  readonly slots: readonly Interval[]
  readonly intervalMs: number
  /** Names of the versions. */
  readonly baseline: string
  readonly candidate: string
}

export interface SourceReader {
  /** Milliseconds until data have arrived. */
  readonly lagMs?: number
  /** False where the past cannot be read again. */
  readonly readsPast?: boolean
  /** True where every interval costs requests of its own: one that stays empty is not asked for without end. */
  readonly asksEach?: boolean
  readonly observe: (metrics: readonly Metric[], span: Span, signal: AbortSignal) => Promise<readonly Samples[]>
}

export interface Source {
  /** Names of settings that are hidden in every log. */
  readonly secrets?: readonly string[]
  readonly open: (settings: Readonly<Record<string, string>>, io: Io) => SourceReader
}

/** Percent of the traffic for each arm; they add up to 100. Arms are called \`baseline\` and \`candidate\`. */
export type Shares = readonly { readonly arm: string; readonly share: number }[]

export interface RouterParts {
  /** \`step\` and \`tolerance\` in points, \`settles\` in milliseconds. */
  readonly can?: { readonly step?: number; readonly tolerance?: number; readonly settles?: number }
  /** What users meet now. \`pending\`: a change is on its way. */
  readonly read: (signal: AbortSignal) => Promise<{ readonly weight: Shares; readonly pending: boolean }>
  readonly write: (
    weight: Shares,
    options: { readonly version?: string },
    signal: AbortSignal,
  ) => Promise<{ readonly version?: string }>
}

export interface Router {
  readonly secrets?: readonly string[]
  readonly open: (settings: Readonly<Record<string, string>>, io: Io) => RouterParts
}
`

/** A source that works against the small server in it, as a beginning. */
export const SOURCE = `// @ts-check
import { createServer } from 'node:http'

/** @type {import('./sluice.d.ts').Source} */
const source = {
  secrets: ['token'],
  open: (settings, io) => {
    if (settings.url === undefined) throw new Error('url: is required')
    const headers = settings.token === undefined ? {} : { authorization: \`Bearer \${settings.token}\` }
    /**
     * What one version did in one interval. An error of \`fetch\` is reported as \`source_unreachable\`.
     * @param {import('./sluice.d.ts').Metric} metric
     * @param {import('./sluice.d.ts').Interval} interval
     * @param {string} arm
     * @param {AbortSignal} signal
     * @returns {Promise<import('./sluice.d.ts').Arm>}
     */
    const armOf = async (metric, { from, to }, arm, signal) => {
      const url = new URL(settings.url ?? '')
      url.search = String(new URLSearchParams({ metric: metric.name, arm, from: String(from), to: String(to) }))
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(10_000)])
      const answer = await io.fetch(url, { headers, redirect: 'error', signal: inTime })
      if (answer.status === 429) return { kind: 'absent', absence: 'rate_limited' }
      if (!answer.ok) return { kind: 'absent', absence: 'source_refused', detail: \`answered \${answer.status}\` }
      const { events, trials } = await answer.json()
      if (typeof events !== 'number' || typeof trials !== 'number') return { kind: 'absent', absence: 'no_data' }
      return { kind: 'proportion', events, trials }
    }
    return {
      lagMs: 0,
      observe: async (metrics, { slots, baseline, candidate }, signal) =>
        await Promise.all(
          metrics.map(async (metric) => ({
            metric: metric.name,
            blocks: await Promise.all(
              slots.map(async (slot) => ({
                ...slot,
                baseline: await armOf(metric, slot, baseline, signal),
                candidate: await armOf(metric, slot, candidate, signal),
              })),
            ),
          })),
        ),
    }
  },
}
export default source

/**
 * For \`sluice conformance\`: a server in which this happened in every interval, and how to ask it. Replace it by your own.
 * @param {'nothing' | Record<'baseline' | 'candidate', { events: number, trials: number }>} happened
 */
export async function conformance(happened) {
  const server = createServer((request, response) => {
    const arm = new URL(request.url ?? '', 'http://x').searchParams.get('arm')
    const counts = happened === 'nothing' ? {} : happened[arm === 'v1' ? 'baseline' : 'candidate']
    response.end(JSON.stringify(counts))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return {
    settings: { url: \`http://127.0.0.1:\${port}/\` },
    query: { name: 'errors', kind: 'proportion', events: 'errors of $arm', trials: 'requests of $arm' },
    goDown: stop,
    stop,
  }
}
`

/** A router that works against the small server in it, as a beginning. */
export const ROUTER = `// @ts-check
import { createServer } from 'node:http'

/** @type {import('./sluice.d.ts').Router} */
const router = {
  secrets: ['token'],
  open: (settings, io) => {
    if (settings.url === undefined) throw new Error('url: is required')
    const url = settings.url
    const headers = settings.token === undefined ? {} : { authorization: \`Bearer \${settings.token}\` }
    /**
     * @param {RequestInit} init
     * @param {AbortSignal} signal
     */
    const ask = async (init, signal) => {
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(10_000)])
      const answer = await io.fetch(url, { ...init, headers, redirect: 'error', signal: inTime })
      if (!answer.ok) throw new Error(\`answered \${answer.status}\`)
      return await answer.json()
    }
    return {
      can: { step: 1, tolerance: 0.5 },
      // What users meet, and not what was last asked for.
      read: async (signal) => {
        const { candidate } = await ask({}, signal)
        const weight = [
          { arm: 'baseline', share: 100 - candidate },
          { arm: 'candidate', share: candidate },
        ]
        return { weight, pending: false }
      },
      write: async (weight, _, signal) => {
        const candidate = weight.find(({ arm }) => arm === 'candidate')?.share ?? 0
        await ask({ method: 'PUT', body: JSON.stringify({ candidate }) }, signal)
        return {}
      },
    }
  },
}
export default router

/** For \`sluice conformance\`: a place in which traffic is divided, and what it really does. Replace it by your own. */
export async function conformance() {
  let candidate = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += String(piece)
    if (request.method === 'PUT') candidate = JSON.parse(body).candidate
    response.end(JSON.stringify({ candidate }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { settings: { url: \`http://127.0.0.1:\${port}/\` }, real: () => candidate, goDown: stop, stop }
}
`
