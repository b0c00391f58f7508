import type { Absence, Arm, Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { remembering } from '../../../packages/metrics/src/memory.ts'
import { sightOf } from '../../../actions/canary-step/src/sight.ts'

const MINUTE = 60_000
const NOW = 10 * MINUTE
/** Ten whole intervals; the source's data take two of them to arrive. */
const intervals = Array.from({ length: 10 }, (_, i) => ({
  from: i * MINUTE,
  to: (i + 1) * MINUTE,
  weight: 20,
  counts: 'yes' as const,
}))
const metric = { name: 'errors', kind: 'proportion', critical: true, events: 'e', trials: 't' } as const
const verdict = {
  outcome: 'inconclusive',
  reason: 'no_data',
  evidence: [],
  policy: { document: { metrics: [metric] } },
} as unknown as Verdict
const requests = (trials: number): Arm => ({ kind: 'proportion', events: 0, trials })
const absent = (absence: Absence): Arm => ({ kind: 'absent', absence })

async function sight(
  baseline: Arm,
  candidate: Arm,
  { arrivedAt = 0, lagMs = 2 * MINUTE, downMs = 0, now = NOW } = {},
) {
  const source = remembering(
    () => ({
      lagMs: 2 * MINUTE,
      observe: async (queries, { slots }) =>
        await Promise.resolve(
          queries.map(({ name }) => ({
            metric: name,
            blocks: slots.map((slot) => ({ ...slot, baseline, candidate })),
          })),
        ),
    }),
    { now: () => NOW },
  )
  const span = { slots: intervals, intervalMs: MINUTE, baseline: 'v1', candidate: 'v2' }
  const samples = await source.observe([metric], span, new AbortController().signal)
  expect(samples[0]?.blocks.slice(-2).map((block) => block.baseline)).toMatchObject([
    { absence: 'not_observed' },
    { absence: 'not_observed' },
  ])
  return sightOf({
    ...{ verdict, samples, intervals, intervalMs: MINUTE, lagMs, now, weight: 20, arrivedAt, downMs },
  })
}

describe('a source whose data arrive two intervals late', () => {
  test('shows that the candidate is silent', async () => {
    expect(await sight(requests(400), requests(0))).toMatchObject({ silentMs: 8 * MINUTE, blind: false })
    expect(await sight(requests(400), absent('no_data'))).toMatchObject({ silentMs: 8 * MINUTE })
  })

  test('is blind while it cannot be read', async () => {
    const down = absent('source_unreachable')
    expect(await sight(down, down)).toMatchObject({ blind: true, silentMs: 0 })
  })

  test('shows neither where both versions are at work', async () => {
    expect(await sight(requests(400), requests(100))).toMatchObject({ blind: false, silentMs: 0 })
  })

  test('shows neither before anything can have arrived', async () => {
    expect(await sight(absent('not_observed'), absent('not_observed'), { lagMs: 10 * MINUTE })).toMatchObject(
      {
        blind: false,
        silentMs: 0,
      },
    )
  })

  test('is calm by the newest interval that can have arrived, at the present weight', async () => {
    const both = [requests(400), requests(100)] as const
    expect(await sight(...both)).toMatchObject({ calm: true })
    expect(await sight(...both, { arrivedAt: 8 * MINUTE })).toMatchObject({ calm: false })
    expect(await sight(...both, { lagMs: MINUTE })).toMatchObject({ calm: false })
    expect(await sight(requests(400), requests(0))).toMatchObject({ calm: false })
  })

  test('does not outweigh a router that has reported the candidate down since', async () => {
    const both = [requests(400), requests(100)] as const
    // The newest interval that has arrived ended two minutes ago.
    expect(await sight(...both, { downMs: 90_000 })).toMatchObject({ silentMs: 90_000, calm: false })
    expect(await sight(...both, { downMs: 5 * MINUTE })).toMatchObject({ silentMs: 0, calm: false })
  })

  test('is blindness where what should have arrived was never observed', async () => {
    const unknown = absent('not_observed')
    expect(await sight(unknown, unknown, { lagMs: 0 })).toMatchObject({ blind: true })
    expect(await sight(unknown, unknown, { lagMs: 0, now: NOW + MINUTE, arrivedAt: NOW })).toMatchObject({
      blind: false,
    })
  })
})
