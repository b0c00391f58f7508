import type { Io } from '@sluice/action'
import { openSource, type MetricSource } from '@sluice/metrics'
import { boundRouter, type RolloutRouter } from '@sluice/rollout'
import { downtimeOf, downtimeText, failureText, startProber, type Prober } from '@sluice/swap'
import { candidateShare, openRouter, requireBothWays, type Router } from '@sluice/traffic'
import { armOf, BLUE, GREEN, routerColours } from './colours.ts'
import type { Findings, SwapDriver } from './driver.ts'
import type { Colours, Input, SwapDetails, SwapTask } from './plan.ts'
import { knownPast, lookAt, type Watch } from './watch-metrics.ts'
import { PROBE_METRIC, probePolicy, SLOW_METRIC, watchPolicy } from './watch-policy.ts'

/** One question to a router. */
const ASK_MS = 10_000
/** How many requests in a row must succeed to prove the way back. */
const PROOF_PROBES = 5

/** Two environments behind a router, one switch between them. */
export function openRouterDriver(input: Input, own: SwapDetails, io: Io): SwapDriver {
  const router = openRouter(input.router, input['router-settings'], io)
  requireBothWays(
    input.router,
    router,
    'to swap two environments',
    'Use the action canary-step with it, or another router here.',
  )
  const source =
    input.metrics === undefined
      ? undefined
      : openSource(input.source ?? 'prometheus', input['source-settings'], io)
  // A plan that could never prove anything is refused before anything begins.
  policyOf(own)
  let prober: Prober | undefined
  let proof = ''
  const watched = ({ details, colours }: SwapTask): Watch => {
    const { probe } = details.watch
    prober ??= probe === undefined ? undefined : startProber(probe, io)
    return watchOf(details, colours, source, prober, io)
  }
  return {
    begin: async () => {
      const { weight } = await router.read(AbortSignal.timeout(ASK_MS))
      return routerColours(input.target, candidateShare(weight))
    },
    router: ({ target, previous }): RolloutRouter =>
      target === '' ? boundRouter(router, NO_ARMS, io) : boundRouter(router, armsOf(target, previous), io),
    homeProblem: async ({ previous }, signal) => {
      const health = await router.health?.(armOf(previous), signal)
      if (health === undefined || health.up > 0) return undefined
      return `no server of ${previous} is up${health.why === undefined ? '' : `: ${health.why}`}`
    },
    open: async ({ previous }, signal) => (await router.drain?.(armOf(previous), signal))?.open,
    probes: () => prober?.probes() ?? [],
    proveHome: async (withinMs) => {
      if (prober === undefined) return
      proof = await proofOfHome(prober, io, withinMs)
      if (proof !== '') io.log.warning(proof)
    },
    check: async (task) => {
      watched(task)
      return await Promise.resolve([])
    },
    look: async (task, stage, signal) => await lookAt(watched(task), stage, signal),
    seen: (colours) => findingsOf(prober, proof, router, colours),
    close: async (colours) => {
      await prober?.stop()
      return findingsOf(prober, proof, router, colours)
    },
    ...knownPast(source, { baseline: BLUE, candidate: GREEN, arms: own.watch.arms }),
  }
}

const NO_ARMS = { baseline: armOf(BLUE), candidate: armOf(GREEN) }

function armsOf(target: string, previous: string) {
  return { baseline: armOf(previous), candidate: armOf(target) }
}

/** What users meet after the way back, as the prober sees it; blank once enough requests in a row have succeeded. */
async function proofOfHome(prober: Prober, io: Io, withinMs: number): Promise<string> {
  const from = io.now()
  for (;;) {
    const since = prober.probes().filter(({ at }) => at >= from)
    const last = since.slice(-PROOF_PROBES)
    if (last.length === PROOF_PROBES && last.every(({ failed }) => !failed)) return ''
    if (io.now() - from >= withinMs) {
      const failed = since.filter((probe) => probe.failed).length
      return since.length === 0
        ? 'After the way back no request could be sent to prove it.'
        : `After the way back ${failed} of ${since.length} requests still failed.`
    }
    await io.sleep(100, new AbortController().signal)
  }
}

function policyOf({ watch, policies, confidence }: SwapDetails): Watch['policy'] {
  const { probe, ladder } = watch
  const latency = probe?.latency
  const metrics = [
    ...policies,
    ...(probe === undefined ? [] : [probePolicy(PROBE_METRIC, probe.limit)]),
    ...(latency === undefined ? [] : [probePolicy(SLOW_METRIC, 1 - latency.percentile)]),
  ]
  return watchPolicy(confidence, metrics, ladder)
}

function watchOf(
  details: SwapDetails,
  colours: Colours,
  source: MetricSource | undefined,
  prober: Prober | undefined,
  io: Io,
): Watch {
  const { probe, everyMs, arms } = details.watch
  const latency = probe?.latency
  return {
    colours,
    sides: { baseline: BLUE, candidate: GREEN, arms },
    policy: policyOf(details),
    queries: details.queries,
    source,
    everyMs,
    probes: () => prober?.probes() ?? [],
    ...(latency === undefined ? {} : { slowMs: latency.withinMs }),
    now: io.now,
  }
}

function findingsOf(
  prober: Prober | undefined,
  proof: string,
  router: Router,
  colours: Colours | undefined,
): Findings {
  const probes = prober?.probes() ?? []
  const downtime = downtimeOf(probes)
  const failure = failureText(probes)
  const forgets =
    router.can.survivesRestart || colours === undefined
      ? []
      : [
          `This router forgets its weights on a restart. If ${colours.target} stays, make it the default in the configuration of the router.`,
        ]
  return {
    details: { downtime },
    lines: [
      ...(proof === '' ? [] : [proof]),
      ...(prober === undefined ? [] : [downtimeText(downtime)]),
      ...(failure === undefined ? [] : [failure]),
      ...forgets,
    ],
    outputs: {
      'downtime-ms': prober === undefined ? '' : String(Math.round(downtime.longestGapMs)),
      'failed-probes': prober === undefined ? '' : String(downtime.failed),
    },
  }
}
