import { quote } from '@sluice/action'
import type { MetricKind, Worse } from '@sluice/verdict'

export type Table = Readonly<Record<string, unknown>>

/** One metric as it was written, and the way to say what is wrong with it: each problem names the metric and the key. */
export interface Entry {
  readonly table: Table
  readonly name: string
  readonly say: (key: string, problem: string) => void
  /** The usual problem: what is accepted, and what was given. */
  readonly must: (key: string, accepted: string) => void
}

/** An entry whose kind is known. */
export interface KindEntry extends Entry {
  readonly kind: MetricKind
  readonly worse: Worse
  readonly judge: string
}

export function entryOf(table: Table, place: number, problems: string[]): Entry {
  const name = typeof table['name'] === 'string' ? table['name'].trim() : ''
  const say = (key: string, problem: string) =>
    void problems.push(`${name === '' ? `metric ${place}` : name}: ${key} ${problem}`)
  return {
    table,
    name,
    say,
    must: (key, accepted) => say(key, `must be ${accepted}, got ${told(table[key])}`),
  }
}

/** A foreign value, short and quoted. */
export function told(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === undefined ? 'nothing' : quote(text)
}

export function isTable(data: unknown): data is Table {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}
