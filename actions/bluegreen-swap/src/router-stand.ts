import type { Io } from '@sluice/action'
import { openSource } from '@sluice/metrics'
import { downtimeOf, downtimeText, startProber, type Prober } from '@sluice/swap'
import { openRouter, restore, shift } from '@sluice/traffic/version-1'
import { BLUE, GREEN, routerColours, weightOf } from './colours.ts'
import type { Input } from './input.ts'
import type { Findings, Stand } from './stand.ts'
import { lookAt, type Watch } from './watch-metrics.ts'
import { probePolicy, watchPolicy } from './watch-policy.ts'

/** Two environments behind a router, one switch between them. */
export async function openRouterStand(input: Input, target: string | undefined, io: Io): Promise<Stand> {
  const router = openRouter(input.router, input['router-settings'], io)
  const colours = routerColours(target, await router.read(io.signal))
  const watch = watchOf(input, io, colours)
  const { probe } = input.watch
  const prober = probe === undefined || input['dry-run'] ? undefined : startProber(probe, io)
  const watched: Watch = { ...watch, probes: () => prober?.probes() ?? [] }
  return {
    colours,
    read: async (signal) => weightOf(await router.read(signal), colours),
    shift: async (share, signal) => {
      const weight = weightOf(share, colours)
      // Undoing brings a signal of its own and must not stop at a router's first refusal.
      if (signal === io.signal) await shift(router, weight, io, signal)
      else await restore(router, weight, io, { timeoutMs: 6000 })
    },
    check: async () => await Promise.resolve([]),
    look: async (stage, signal) => await lookAt(watched, stage, signal),
    close: async () => await findingsOf(prober),
  }
}

function watchOf(input: Input, io: Io, colours: Watch['colours']): Watch {
  const { probe, everyMs, ladder } = input.watch
  const metrics = [
    ...(input.metrics?.policies ?? []),
    ...(probe === undefined ? [] : [probePolicy(probe.limit)]),
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
    now: io.now,
  }
}

async function findingsOf(prober: Prober | undefined): Promise<Findings> {
  const downtime = downtimeOf((await prober?.stop()) ?? [])
  return {
    details: { downtime },
    lines: [downtimeText(downtime)],
    outputs: {
      'downtime-ms': prober === undefined ? '' : String(Math.round(downtime.longestGapMs)),
      'failed-probes': prober === undefined ? '' : String(downtime.failed),
    },
  }
}
