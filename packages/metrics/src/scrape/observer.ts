import type { Io } from '@sluice/action'
import type { AbsentArm } from '@sluice/verdict'
import { absent } from '../reading.ts'
import type { Span } from '../contract.ts'
import { UnreadableLine } from './exposition.ts'
import type { History } from './history.ts'
import type { Selector } from './selector.ts'
import { seriesIn, type SeriesAt } from './series.ts'
import { loadLooks, saveLooks, type Looks } from './state.ts'

export type ArmName = 'baseline' | 'candidate'
export type Pages = Readonly<Record<ArmName, readonly string[] | AbsentArm>>

/** Pages that show both arms as they were at `at` (epoch milliseconds) or a moment later. */
export interface Looked {
  readonly pages: Pages
  readonly at: number
}

/** One text of a metric for one arm; `key` is its name in the state file. */
export interface Wanted {
  readonly key: string
  readonly arm: ArmName
  readonly selector: Selector
}

/** Looks at the pages now, and remembers what earlier looks saw. */
export interface Observer {
  readonly look: (wanted: readonly Wanted[], span: Span, signal: AbortSignal) => Promise<void>
  readonly history: (wanted: Wanted) => History
}

/** Metrics that are observed within this share of an interval share one reading of the pages. */
const SAME_LOOK = 1 / 20
const LONGEST_SAME_LOOK_MS = 1_000

interface Shared {
  readonly since: number
  /** The names of the arms: two slots that change places have other pages. */
  readonly of: string
  readonly read: Promise<Looked>
}

export function createObserver(
  io: Io,
  statePath: string | undefined,
  readNow: (span: Span, signal: AbortSignal) => Promise<Looked>,
): Observer {
  let kept: Promise<Looks> | undefined
  let looks: Looks = new Map()
  const failures = new Map<string, Map<number, AbsentArm>>()
  let shared: Shared | undefined
  let saved: Promise<void> = Promise.resolve()

  const pagesNow = (span: Span, signal: AbortSignal): Shared => {
    const since = io.now()
    const reuseMs = Math.min(span.intervalMs * SAME_LOOK, LONGEST_SAME_LOOK_MS)
    const of = JSON.stringify([span.baseline, span.candidate])
    if (shared === undefined || shared.of !== of || since - shared.since > reuseMs) {
      shared = { since, of, read: readNow(span, signal) }
    }
    return shared
  }
  return {
    look: async (wanted, span, signal) => {
      kept ??= statePath === undefined ? Promise.resolve(new Map()) : loadLooks(statePath)
      looks = await kept
      const { at, pages } = await pagesNow(span, signal).read
      for (const { key, arm, selector } of wanted) {
        const seen = seenIn(pages[arm], selector)
        if ('kind' in seen) inner(failures, key).set(at, seen)
        else inner(looks, key).set(at, seen)
      }
      forgetBefore(looks, span)
      if (statePath === undefined) return
      saved = saved.then(() => saveLooks(statePath, looks))
      await saved
    },
    history: ({ key }) =>
      new Map<number, SeriesAt | AbsentArm>([...(failures.get(key) ?? []), ...(looks.get(key) ?? [])]),
  }
}

function seenIn(pages: readonly string[] | AbsentArm, selector: Selector): SeriesAt | AbsentArm {
  if ('kind' in pages) return pages
  try {
    return seriesIn(pages, selector)
  } catch (error) {
    if (error instanceof UnreadableLine) return absent('source_refused', error.message)
    throw error
  }
}

/** Looks from before the analysis began are of no use to it. */
function forgetBefore(looks: Looks, span: Span): void {
  const [first] = span.slots
  if (first === undefined) return
  for (const seen of looks.values()) {
    for (const at of seen.keys()) if (at < first.from - span.intervalMs) seen.delete(at)
  }
}

function inner<T>(outer: Map<string, Map<number, T>>, key: string): Map<number, T> {
  const found = outer.get(key) ?? new Map<number, T>()
  outer.set(key, found)
  return found
}
