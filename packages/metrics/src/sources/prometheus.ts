import { duration, field, httpUrl, mapOfText, optional, refuse } from '@sluice/action'
import { digestOf, type Samples } from '@sluice/verdict'
import { access, accessFields } from '../access.ts'
import { createBudget } from '../ask.ts'
import { renewedFields, renewedHeaders } from '../credentials.ts'
import { defineSource } from '../define-source.ts'
import type { MetricQuery, Span } from '../contract.ts'
import { createClient } from '../prometheus/client.ts'
import { checkInterval, undoExtrapolation } from '../prometheus/extrapolation.ts'
import { readPast } from '../prometheus/past.ts'
import { probePrometheus } from '../prometheus/probe.ts'
import { askAll, readSlots, type Reach } from '../prometheus/readings.ts'
import { fillIn, partsOf } from '../query-parts.ts'
import { absent, assemble, nothingFrom, type ArmReadings } from '../reading.ts'
import { patienceFields, patienceOf } from '../settings.ts'
import { eventsNeedProof, eventsWereSeen, settleSilence } from '../silent-events.ts'

/** Prometheus and what speaks its query API: Thanos, Mimir, Cortex, VictoriaMetrics, Grafana Cloud. */
export const prometheus = defineSource(
  'Asks a Prometheus, or anything with its query API (Thanos, Mimir, VictoriaMetrics), for every interval since the analysis began.',
  {
    url: field(
      'base address, path prefix included, e.g. `https://mimir.example/prometheus`',
      httpUrl().parse,
    ),
    ...accessFields,
    ...renewedFields,
    parameters: optional(mapOfText('further query parameters, e.g. `max_source_resolution: 0s` for Thanos')),
    'scrape-interval': optional(
      field(
        'duration; the server’s own, so that counts can be freed of what `increase()` extrapolates',
        duration().parse,
      ),
    ),
    'instance-label': optional(
      field(
        'label that tells instances apart, e.g. `pod`: noise is learned from how two halves of them differ',
        (given) => (/^[a-zA-Z_]\w*$/.test(given) ? given : refuse('the name of a label', given)),
      ),
    ),
    ...patienceFields,
  },
  (settings, io, facts) => {
    const { url, headers } = access(settings.url, settings, io)
    const client = createClient(io, {
      url,
      headers: renewedHeaders(io, settings, headers),
      parameters: settings.parameters ?? {},
      budget: createBudget(io, settings['requests-per-minute']),
    })
    const scrapeMs = settings['scrape-interval']
    const reachOf = (intervalMs: number, signal: AbortSignal): Reach => ({
      client,
      patience: patienceOf(settings, intervalMs),
      facts,
      signal,
    })
    return {
      observe: (queries, span, signal) => observe(reachOf(span.intervalMs, signal), scrapeMs, queries, span),
      probe: (query, arm, windowMs, signal) =>
        probePrometheus(reachOf(windowMs, signal), query, arm, windowMs, io.now()),
      past: (queries, past, signal) =>
        readPast(
          reachOf(past.intervalMs, signal),
          { scrapeMs, instanceLabel: settings['instance-label'] },
          queries,
          past,
        ),
    }
  },
)

const ARMS = ['baseline', 'candidate'] as const

async function observe(
  reach: Reach,
  scrapeMs: number | undefined,
  queries: readonly MetricQuery[],
  span: Span,
): Promise<readonly Samples[]> {
  const metrics = queries.map((query) => ({
    query,
    parts: partsOf(query),
    roughness: checkInterval(span.intervalMs, scrapeMs, query),
  }))
  if (span.slots.length === 0) return queries.map(({ name }) => ({ metric: name, blocks: [] }))
  const places = metrics.flatMap(({ query, parts }) =>
    ARMS.flatMap((arm) => parts.map((part) => ({ query, arm, part }))),
  )
  const answers = await readSlots(
    reach,
    places.map(({ query, arm, part }) => ({ part, text: query[part] ?? '', arm: span[arm] })),
    span.slots,
  )
  const read = metrics.map(({ query, roughness }) => {
    const own = places.flatMap((place, i) =>
      place.query === query ? [{ ...place, answer: answers[i] ?? absent('no_data') }] : [],
    )
    const failed = own.flatMap(({ answer }) => ('kind' in answer ? [answer] : []))[0]
    const armOf = (arm: (typeof ARMS)[number]): ArmReadings =>
      Object.fromEntries(
        own.flatMap((place) =>
          place.arm === arm && !('kind' in place.answer) ? [[place.part, place.answer]] : [],
        ),
      )
    return {
      query,
      roughness,
      failed,
      readings: { baseline: armOf('baseline'), candidate: armOf('candidate') },
    }
  })
  const silent = read.filter(({ failed, readings }) => failed === undefined && eventsNeedProof(readings))
  await learnMatches(
    reach,
    silent.map(({ query }) => query),
    span,
  )
  return read.map(({ query, roughness, failed, readings }) => {
    if (failed !== undefined) return nothingFrom(query, span, failed)
    if (eventsWereSeen(readings)) reach.facts.add(matchOf(query))
    const settled = settleSilence(readings, reach.facts.has(matchOf(query)))
    const samples = assemble(query, span, settled.readings, [...settled.notes, ...roughness])
    return undoExtrapolation(samples, query, scrapeMs)
  })
}

const DAY_MS = 86_400_000

/** The fact that the events text of a metric can match. */
function matchOf({ events = '' }: MetricQuery): string {
  return `matches ${digestOf(events)}`
}

/** Learns whether the events text, over the day before, matches a series of either arm: then its labels are right. */
async function learnMatches(reach: Reach, queries: readonly MetricQuery[], span: Span): Promise<void> {
  const { client, patience, facts, signal } = reach
  const open = queries.filter((query) => !facts.has(matchOf(query)))
  const texts = open.flatMap(({ events = '' }) => ARMS.map((arm) => fillIn(events, span[arm], DAY_MS)))
  const at = span.slots.at(-1)?.to ?? 0
  if (texts.length === 0) return
  const found = await askAll(reach, texts, (text) => client.at(text, at, patience, signal))
  for (const [i, query] of open.entries()) {
    const arms = found.slice(i * ARMS.length, (i + 1) * ARMS.length)
    if (arms.some((each) => each.kind === 'series' && each.series.length > 0)) facts.add(matchOf(query))
  }
}
