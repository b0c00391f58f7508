/**
 * How a record can end. All but `rehearsed` and `error` decide about the candidate. `refused`: it never served, because a
 * check failed. `stayed`: it did not prove itself, and serves all the same, because the baseline does not work.
 */
export const ENDINGS = [
  'promoted',
  'finished',
  'rolled-back',
  'aborted',
  'superseded',
  'given-up',
  'refused',
  'stayed',
  'rehearsed',
  'error',
] as const
export type EndedAs = (typeof ENDINGS)[number]

/** Endings that no way home leads to. */
const NEVER_HOME = ['promoted', 'refused', 'stayed'] as const

/** What a way home leads to once 0% is confirmed. */
export type AfterHome = Exclude<EndedAs, (typeof NEVER_HOME)[number]> | 'held' | 'paused'

/** What another run or a person may ask of a living owner. */
export const ASKS = ['release', 'abort', 'pause', 'promote'] as const
export type AskKind = (typeof ASKS)[number]

/** What is said in one status. Weights are percent of traffic on the candidate. */
export type Saying =
  /** A new term begins; with `then`, the rollout goes home for that reason. */
  | {
      readonly kind: 'take'
      readonly until: number
      readonly scheduled: boolean
      readonly then?: AfterHome
    }
  | { readonly kind: 'ask'; readonly ask: AskKind; readonly who: string }
  /** The intent to change the weight. */
  | { readonly kind: 'rise'; readonly from: number; readonly to: number }
  /** What was read back. */
  | { readonly kind: 'at'; readonly weight: number }
  /** The intent to go home, or a way home that is not confirmed. */
  | { readonly kind: 'home'; readonly then: AfterHome; readonly rung: number }
  /** The owner lets go; `rung` is the weight to climb back to. `kept`: it knows that the baseline was not retired. */
  | {
      readonly kind: 'hold'
      readonly weight: number
      readonly rung: number
      readonly paused: boolean
      readonly kept?: boolean
    }
  /**
   * `stays`: promoted, and open until it is finished; `busy`: its owner goes on at once to finish it; `retiring`: it is about
   * to retire the baseline, so that nobody can go back any more.
   */
  | {
      readonly kind: 'end'
      readonly as: EndedAs
      readonly weight: number
      readonly stays: boolean
      readonly busy?: boolean
      readonly retiring?: boolean
    }

/** A saying with who said it and when. `run` is `RUN.ATTEMPT`, `token` names the process, `at` is epoch milliseconds. */
export type Word = Saying & {
  readonly term: number
  /** Counts the words of one process, from 1. */
  readonly count: number
  readonly at: number
  readonly run: string
  readonly token: string
}

const VERSION = '2'

/** The machine form of a word, as the fragment of an address: `sluice=2&t=2&n=7&k=rise&f=5&w=25&at=…&by=17.2&x=ab12`. */
export function encodeWord(word: Word): string {
  const fields: [string, string][] = [
    ['sluice', VERSION],
    ['t', String(word.term)],
    ['n', String(word.count)],
    ['k', word.kind],
    ...own(word),
    ['at', String(word.at)],
    ['by', word.run],
    ['x', word.token],
  ]
  return fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
}

function own(word: Word): [string, string][] {
  switch (word.kind) {
    case 'take':
      return [
        ['u', String(word.until)],
        ...(word.scheduled ? ([['s', '1']] as [string, string][]) : []),
        ...(word.then === undefined ? [] : ([['y', word.then]] as [string, string][])),
      ]
    case 'ask':
      return [
        ['y', word.ask],
        // Logins have no other characters; what is longer would not fit into a status.
        ['who', word.who.replaceAll(/[^\w.[\]-]/g, '').slice(0, 40)],
      ]
    case 'rise':
      return [
        ['f', String(word.from)],
        ['w', String(word.to)],
      ]
    case 'at':
      return [['w', String(word.weight)]]
    case 'home':
      return [
        ['y', word.then],
        ['r', String(word.rung)],
      ]
    case 'hold':
      return [
        ['w', String(word.weight)],
        ['r', String(word.rung)],
        ...(word.paused ? ([['p', '1']] as [string, string][]) : []),
        ...(word.kept === true ? ([['q', '1']] as [string, string][]) : []),
      ]
    case 'end':
      return [
        ['y', word.as],
        ['w', String(word.weight)],
        ...(word.stays ? ([['o', openCode(word)]] as [string, string][]) : []),
      ]
  }
}

function openCode({ busy, retiring }: { readonly busy?: boolean; readonly retiring?: boolean }): string {
  if (retiring === true) return '3'
  return busy === true ? '2' : '1'
}

const AFTER_HOME: readonly string[] = [
  ...ENDINGS.filter((as) => !NEVER_HOME.some((never) => never === as)),
  'held',
  'paused',
]

/** Reads the machine form back; undefined for any text that is not a whole word of this version. */
export function decodeWord(fragment: string): Word | undefined {
  const fields = new URLSearchParams(fragment)
  if (fields.get('sluice') !== VERSION) return undefined
  const [term, count, at] = ['t', 'n', 'at'].map((name) => numberOf(fields.get(name)))
  const [run, token] = [fields.get('by'), fields.get('x')]
  const saying = sayingOf(fields)
  if (term === undefined || count === undefined || at === undefined) return undefined
  if (run === null || token === null || saying === undefined) return undefined
  return { ...saying, term, count, at, run, token }
}

function sayingOf(fields: URLSearchParams): Saying | undefined {
  const [until, from, weight, rung] = ['u', 'f', 'w', 'r'].map((name) => numberOf(fields.get(name)))
  const why = fields.get('y') ?? undefined
  const then = AFTER_HOME.includes(why ?? '') ? (why as AfterHome) : undefined
  switch (fields.get('k') ?? '') {
    case 'take': {
      const scheduled = fields.get('s') === '1'
      if (until === undefined || (why !== undefined && then === undefined)) return undefined
      return { kind: 'take', until, scheduled, ...(then === undefined ? {} : { then }) }
    }
    case 'ask': {
      const ask = ASKS.find((one) => one === why)
      return ask === undefined ? undefined : { kind: 'ask', ask, who: fields.get('who') ?? '' }
    }
    case 'rise':
      return from === undefined || weight === undefined ? undefined : { kind: 'rise', from, to: weight }
    case 'at':
      return weight === undefined ? undefined : { kind: 'at', weight }
    case 'home':
      return then === undefined ? undefined : { kind: 'home', then, rung: rung ?? 0 }
    case 'hold':
      return weight === undefined
        ? undefined
        : {
            kind: 'hold',
            weight,
            rung: rung ?? weight,
            paused: fields.get('p') === '1',
            ...(fields.get('q') === '1' ? { kept: true } : {}),
          }
    case 'end': {
      const as = ENDINGS.find((one) => one === why)
      const open = fields.get('o')
      return as === undefined
        ? undefined
        : {
            kind: 'end',
            as,
            weight: weight ?? 0,
            stays: open !== null,
            ...(open === '2' || open === '3' ? { busy: true } : {}),
            ...(open === '3' ? { retiring: true } : {}),
          }
    }
    default:
      return undefined
  }
}

function numberOf(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && value >= 0 ? value : undefined
}
