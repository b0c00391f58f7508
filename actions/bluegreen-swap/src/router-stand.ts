import { UserError, type Io } from '@sluice/action'
import { openSource } from '@sluice/metrics'
import { downtimeOf, downtimeText, failureText, startProber, type Prober } from '@sluice/swap'
import {
  candidateShare,
  goHome,
  openRouter,
  shift,
  toCandidate,
  type Router,
  type RouterReading,
} from '@sluice/traffic'
import { BLUE, GREEN, routerColours, weightOf } from './colours.ts'
import type { Input } from './input.ts'
import type { Findings, Stand } from './stand.ts'
import { lookAt, type Watch } from './watch-metrics.ts'
import { PROBE_METRIC, probePolicy, SLOW_METRIC, watchPolicy } from './watch-policy.ts'

/** Failed reads in a row that do not end a swap; with growing pauses they outlast a restart of the router. */
const READ_TRIES = 5
const FIRST_PAUSE_MS = 200
/** How long requests are watched after the way back, and how many in a row must succeed. */
const PROOF_MS = 5_000
const PROOF_PROBES = 5

/** Two environments behind a router, one switch between them. */
export async function openRouterStand(input: Input, target: string | undefined, io: Io): Promise<Stand> {
  const router = openRouter(input.router, input['router-settings'], io)
  const read = async (signal: AbortSignal): Promise<number> =>
    candidateShare((await readPatiently(router, io, signal)).weight)
  const colours = routerColours(target, await read(io.signal))
  const armOf = (colour: string): string => (colour === GREEN ? 'candidate' : 'baseline')
  const watch = watchOf(input, io, colours)
  const { probe } = input.watch
  const prober = probe === undefined || input['dry-run'] ? undefined : startProber(probe, io)
  const probes = (): ReturnType<Prober['probes']> => prober?.probes() ?? []
  const watched: Watch = { ...watch, probes }
  let proof = ''
  return {
    colours,
    read: async (signal) => weightOf(await read(signal), colours),
    shift: async (share, signal) =>
      void (await shift(router, toCandidate(weightOf(share, colours)), io, { signal })),
    goHome: async (signal, withinMs) => {
      const home = toCandidate(weightOf(0, colours))
      const back = await goHome(router, home, io, withinMs === undefined ? {} : { withinMs })
      if (!back.confirmed) throw back.problem
      if (prober === undefined) return
      proof = await proofOfHome(prober, io, signal, Math.min(PROOF_MS, (withinMs ?? PROOF_MS * 3) / 3))
      if (proof !== '') io.log.warning(proof)
    },
    homeProblem: async (signal) => {
      const health = await router.health?.(armOf(colours.previous), signal)
      if (health === undefined || health.up > 0) return undefined
      return `no server of ${colours.previous} is up${health.why === undefined ? '' : `: ${health.why}`}`
    },
    open: async (signal) => (await router.drain?.(armOf(colours.previous), signal))?.open,
    probes,
    check: async () => await Promise.resolve([]),
    look: async (stage, signal) => await lookAt(watched, stage, signal),
    close: async () => await findingsOf(prober, proof, router, colours.target),
  }
}

/** One failed read never ends a swap; a refusal of the settings does not get better by asking again. */
async function readPatiently(router: Router, io: Io, signal: AbortSignal): Promise<RouterReading> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await router.read(signal)
    } catch (error) {
      signal.throwIfAborted()
      const refused = error instanceof UserError && error.code !== 'ROUTER_UNREACHABLE'
      if (refused || attempt === READ_TRIES) throw error
      await io.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1), signal)
    }
  }
}

/** What users meet after the way back, as the prober sees it; blank once enough requests in a row have succeeded. */
async function proofOfHome(prober: Prober, io: Io, signal: AbortSignal, withinMs: number): Promise<string> {
  const from = io.now()
  for (;;) {
    const since = prober.probes().filter(({ at }) => at >= from)
    const last = since.slice(-PROOF_PROBES)
    if (last.length === PROOF_PROBES && last.every(({ failed }) => !failed)) return ''
    if (io.now() - from >= withinMs || signal.aborted) {
      const failed = since.filter((probe) => probe.failed).length
      return since.length === 0
        ? 'After the way back no request could be sent to prove it.'
        : `After the way back ${failed} of ${since.length} requests still failed.`
    }
    await io.sleep(100, signal).catch(() => undefined)
  }
}

function watchOf(input: Input, io: Io, colours: Watch['colours']): Watch {
  const { probe, everyMs, ladder } = input.watch
  const latency = probe?.latency
  const metrics = [
    ...(input.metrics?.policies ?? []),
    ...(probe === undefined ? [] : [probePolicy(PROBE_METRIC, probe.limit)]),
    ...(latency === undefined ? [] : [probePolicy(SLOW_METRIC, 1 - latency.percentile)]),
  ]
  return {
    colours,
    sides: { baseline: BLUE, candidate: GREEN, arms: input.watch.arms },
    policy: watchPolicy(input.confidence, metrics, ladder),
    queries: input.metrics?.queries ?? [],
    source:
      input.metrics === undefined
        ? undefined
        : openSource(input.source ?? 'prometheus', input['source-settings'], io),
    everyMs,
    probes: () => [],
    ...(latency === undefined ? {} : { slowMs: latency.withinMs }),
    now: io.now,
  }
}

async function findingsOf(
  prober: Prober | undefined,
  proof: string,
  router: Router,
  target: string,
): Promise<Findings> {
  const probes = (await prober?.stop()) ?? []
  const downtime = downtimeOf(probes)
  const failure = failureText(probes)
  const forgets = router.can.survivesRestart
    ? []
    : [`A restart of the router forgets this: make ${target} its default if it stays.`]
  return {
    details: { downtime },
    lines: [
      ...(proof === '' ? [] : [proof]),
      downtimeText(downtime),
      ...(failure === undefined ? [] : [failure]),
      ...forgets,
    ],
    outputs: {
      'downtime-ms': prober === undefined ? '' : String(Math.round(downtime.longestGapMs)),
      'failed-probes': prober === undefined ? '' : String(downtime.failed),
    },
  }
}
