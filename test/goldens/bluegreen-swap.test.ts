import { judge } from '@sluice/compat'
import { checkEvidence, type CheckResult } from '@sluice/judge'
import { connect, openPublisher } from '@sluice/publish'
import { sentenceOf, type LifeEnding, type RolloutRecord, type Saying } from '@sluice/rollout'
import { downtimeText } from '@sluice/swap'
import { describe, expect, test } from 'vitest'
import { close } from '../../actions/bluegreen-swap/src/close.ts'
import { nothingFound, type Found } from '../../actions/bluegreen-swap/src/found.ts'
import { rehearsalText } from '../../actions/bluegreen-swap/src/rounds.ts'
import { decisionOf, type SwapDecision } from '../../actions/bluegreen-swap/src/words.ts'
import { expectGolden, expectNoOthers, NOON } from './support/media.ts'
import { POLICY, samplesOf, type Seen } from './support/metrics.ts'

type Prepared = Parameters<typeof close>[0]
type Event = Saying & { readonly at: number }

interface Case {
  readonly ending: Pick<LifeEnding, 'decision' | 'reason' | 'weight'> & { readonly did?: string }
  readonly found?: Partial<Found>
  /** Whether the swap goes on in a later run. */
  readonly open?: boolean
  readonly events?: readonly Event[]
  /** Probes that failed, of a thousand. */
  readonly failed?: number
}

const COLOURS = { baseline: 'blue', candidate: 'green' } as const

const check = (name: string, finding: CheckResult['finding'], detail: string) =>
  checkEvidence({ name, finding, detail, at: NOON - 900_000 })

const SMOKE = check('smoke: health of green', 'fine', '200 within 41 ms')
const SHARED = check('shared: schema for blue and green', 'fine', 'both read version 7')
const looked = (seen: Seen) => ({ looked: judge(POLICY, samplesOf(seen)), stage: STAGE })
const STAGE = { share: 100, rung: 0, since: NOON - 600_000 }
const PARITY: Found['parity'] = {
  compared: 12,
  differences: [
    { fact: 'env/IMAGE', previous: 'shop:41', target: 'shop:42', class: 'expected' },
    { fact: 'tls/certificate', previous: 'valid', target: undefined, class: 'blocking' },
  ],
  unreadable: [],
}
const ended = (as: Extract<Event, { kind: 'end' }>['as'], weight: number): Event => ({
  ...{ kind: 'end', as, weight, stays: false, at: NOON - 500 },
})
const home = (then: Extract<Event, { kind: 'home' }>['then']): Event => ({
  ...{ kind: 'home', then, rung: 0, at: NOON - 1000 },
})
const RISE = { kind: 'rise', from: 0, to: 100, at: NOON - 600_500 } as const
const AT = { kind: 'at', weight: 100, at: NOON - 600_000 } as const

const CASES: Readonly<Record<string, Case>> = {
  swapped: {
    ending: { decision: 'promote', reason: 'promoted', weight: 100 },
    found: { checks: [SMOKE], sharedAfter: [SHARED], ...looked('sound') },
    events: [RISE, AT, ended('promoted', 100)],
  },
  'swapped, then retired with connections left': {
    ending: { decision: 'promote', reason: 'promoted', weight: 100 },
    found: {
      checks: [SMOKE],
      ...looked('sound'),
      notes: ['3 connections were still open on blue when it was retired.'],
    },
    events: [{ ...ended('promoted', 100), at: NOON - 60_000 }, ended('finished', 100)],
  },
  'retired by a later run': {
    ending: { decision: 'finish', reason: 'finished', weight: 100 },
    events: [ended('finished', 100)],
  },
  'swapped before': { ending: { decision: 'promote', reason: 'already_decided', weight: 100 } },
  'swapped back': {
    ending: { decision: 'roll-back', reason: 'regression_found', weight: 0 },
    found: { checks: [SMOKE], sharedAfter: [SHARED], ...looked('failing') },
    events: [RISE, AT, home('rolled-back'), ended('rolled-back', 0)],
    failed: 14,
  },
  'swapped back, for nothing was decided': {
    ending: { decision: 'roll-back', reason: 'not_enough_data', weight: 0 },
    found: { checks: [SMOKE], ...looked('few') },
    events: [RISE, AT, home('rolled-back'), ended('given-up', 0)],
  },
  'swapped back before': { ending: { decision: 'roll-back', reason: 'already_decided', weight: 0 } },
  rehearsed: {
    ending: { decision: 'rehearse', reason: 'rehearsed', weight: 0 },
    found: {
      checks: [SMOKE],
      ...looked('sound'),
      rounds: [
        { to: 'green', tookMs: 31, open: 2, requests: 400, failed: 0, longestGapMs: 0, p50Ms: 4, p99Ms: 18 },
        {
          to: 'blue',
          tookMs: 28,
          open: undefined,
          requests: 410,
          failed: 1,
          longestGapMs: 52,
          p50Ms: 4,
          p99Ms: 21,
        },
      ],
    },
  },
  'refused by a check': {
    ending: { decision: 'refuse', reason: 'checks_failed', weight: 0 },
    found: {
      checks: [SMOKE, check('parity of blue and green', 'worse', '1 of 12 facts differs unexpectedly')],
      parity: PARITY,
    },
  },
  'refused by a check without an answer': {
    ending: { decision: 'refuse', reason: 'checks_undecided', weight: 0 },
    found: { checks: [SMOKE, check('shared: schema for blue', 'unknown', 'it did not answer within 5 s')] },
  },
  'refused for another rollout': { ending: { decision: 'error', reason: 'already_open', weight: 0 } },
  'stayed without a way back': {
    ending: { decision: 'stay', reason: 'no_way_back', weight: 100 },
    found: { ...looked('failing'), homeProblem: 'no server of blue is up' },
    events: [RISE, AT, ended('stayed', 100)],
    failed: 9,
  },
  'waiting on watch': {
    ending: { decision: 'hold', reason: 'not_enough_data', weight: 100 },
    open: true,
    found: { checks: [SMOKE], ...looked('few') },
    events: [RISE, AT],
  },
  'waiting in a queue': { ending: { decision: 'hold', reason: 'queued', weight: 0 }, open: true },
  claimed: {
    ending: {
      decision: 'claim',
      reason: 'claimed',
      weight: 0,
      did: 'claimed the slot of the candidate: it serves nobody, so you can deploy to it',
    },
    open: true,
  },
  paused: {
    ending: { decision: 'pause', reason: 'paused', weight: 0 },
    open: true,
    found: { checks: [SMOKE], ...looked('few') },
    events: [RISE, AT, home('paused')],
  },
  aborted: {
    ending: {
      decision: 'abort',
      reason: 'aborted',
      weight: 0,
      did: 'was aborted, and traffic went back from 100% to 0%',
    },
    found: { checks: [SMOKE], ...looked('few') },
    events: [RISE, AT, home('aborted'), ended('aborted', 0)],
  },
  'not known where traffic is': {
    ending: {
      decision: 'error',
      reason: 'unconfirmed',
      weight: 100,
      did: 'was sent to 0%, but the router was last seen at 100%',
    },
    found: looked('sound'),
    events: [RISE, AT, home('error')],
  },
}

/** Every decision must have a text; a new one does not compile without. */
const DECISIONS: Readonly<Record<SwapDecision, true>> = {
  swapped: true,
  'swapped-back': true,
  refused: true,
  stayed: true,
  waiting: true,
  none: true,
  pause: true,
  abort: true,
  error: true,
}

const fileOf = (name: string): string => name.replaceAll(',', '').replaceAll(' ', '-')

describe('what bluegreen-swap tells people when it is', () => {
  for (const [name, { ending, found = {}, open = false, events = [], failed = 0 }] of Object.entries(CASES)) {
    test(name, async () => {
      await expectGolden('bluegreen-swap', fileOf(name), async (given, io) => {
        const connection = connect(given, io)
        const record = {
          id: 7,
          open,
          startedAt: NOON - 900_000,
          rung: ending.weight === 0 ? 0 : 100,
          windows: events.length === 0 ? [] : [{ from: NOON - 600_000, weight: 100 }],
          payload: { identity: { sha: connection.subject.sha }, arms: COLOURS, began: 'run' },
        } as unknown as RolloutRecord
        const all: Found = { ...nothingFound(), ...found }
        const { rounds } = all
        const notes = [...all.notes, ...(rounds.length === 0 ? [] : rehearsalText(rounds, 1))]
        const probed = events.length > 0
        const downtime = {
          ...{ requests: 1000, failed, longestGapMs: failed * 50 },
          ...{ p50Ms: 4, p99Ms: 22 },
        }
        // Only what the ending reads: how router, source and record are opened is tested elsewhere.
        const prepared = {
          input: {
            ...given,
            ...{ command: 'run', mode: 'router', watch: { ladder: [100] } },
          },
          io,
          connection,
          found: { ...all, notes },
          timeline: {
            events: () => events.map((word) => ({ at: word.at, what: word.kind, text: sentenceOf(word) })),
          },
          driver: {
            close: async () => ({
              details: probed ? { downtime } : {},
              lines: probed ? [downtimeText(downtime)] : [],
              outputs: {
                'downtime-ms': probed ? String(downtime.longestGapMs) : '',
                'failed-probes': probed ? String(failed) : '',
              },
            }),
          },
          kept: { keep: () => undefined, read: async () => undefined },
          tell: async () => undefined,
          roleProblem: () => undefined,
          publisherFor: () =>
            openPublisher('bluegreen-swap', { ...given, publish: [...given.publish] }, connection, io),
        } as unknown as Prepared
        return await close(prepared, { did: '', ...ending, record })
      })
    })
  }

  test('nothing else, and every decision', () => {
    expectNoOthers('bluegreen-swap', Object.keys(CASES).map(fileOf))
    const shown = new Set<string>(Object.values(CASES).map(({ ending }) => decisionOf(ending)))
    expect([...shown].sort()).toEqual(Object.keys(DECISIONS).sort())
  })
})
