import { judge } from '@sluice/compat'
import {
  comparisonOf,
  comparisonInputs,
  RecordLog,
  settingsOf,
  shadowVerdict,
  type Comparison,
  type ComparisonInput,
  type ShadowSummary,
} from '@sluice/shadow'
import { parseFields } from '@sluice/action'
import type { Verdict } from '@sluice/verdict'
import { compareLogs } from './compare-logs.ts'

/** A log that lives in memory. */
export function logOf(text: string | Buffer): RecordLog {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return new RecordLog([
    {
      name: 'a log',
      size: bytes.length,
      read: (into, at, length, position) => bytes.copy(into, at, position, position + length),
    },
  ])
}

/** Lines of JSON. */
export function ndjson(records: readonly unknown[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('')
}

/** A comparison as a user would ask for it. */
export function asked(words: Readonly<Record<string, string>> = {}): ComparisonInput {
  return parseFields(comparisonInputs, (name) => words[name] ?? '', 'the test')
}

export function comparison(words: Readonly<Record<string, string>> = {}, sample = '{}'): Comparison {
  return comparisonOf(asked(words), [Buffer.from(sample)])
}

/** Compares texts of NDJSON: primary, candidate, and a repeat where there is one. */
export function compared(
  texts: readonly (string | Buffer)[],
  words: Readonly<Record<string, string>> = {},
): ShadowSummary {
  const first = String(texts[0] ?? '').split('\n')[0] ?? ''
  return compareLogs(texts.map(logOf), comparison(words, first))
}

export function verdictOn(
  summary: ShadowSummary,
  words: Readonly<Record<string, string>> = {},
  sample = '{}',
): Verdict {
  const settings = settingsOf(asked(words), { from: 0, to: 1 })
  const subject = { repository: 'o/r', sha: 'f'.repeat(40), environment: 'production', service: 'search' }
  return shadowVerdict(summary, comparison(words, sample), settings, {
    subject,
    conduct: { cost: [], said: [] },
    judge,
  })
}

/** Without the place of each named request in its file: an engine reads records from places of its own. */
export function withoutPlaces(summary: ShadowSummary): unknown {
  return { ...summary, unanswered: summary.unanswered.map(({ id }) => id) }
}

/** What differs, as `path kind` for each. */
export function differencesOf(
  primary: string,
  candidate: string,
  words: Readonly<Record<string, string>> = {},
): string[] {
  const summary = compared([`{"id":1,"d":${primary}}\n`, `{"id":1,"d":${candidate}}\n`], words)
  return [...summary.paths].flatMap(([path, { kinds }]) =>
    Object.entries(kinds)
      .filter(([, count]) => count > 0)
      .map(([kind]) => `${path} ${kind}`),
  )
}

/** Uniform numbers from 0 to 1 by the generator mulberry32 (public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Records of mixed lengths, some of which have no id, come twice, are cut off or blank; longer than one read. */
export function oddRecords(count: number): string[] {
  const random = seeded(5)
  return Array.from({ length: count }, (_, id) => {
    const text = 'x'.repeat(Math.floor(random() * 600))
    if (id % 211 === 7) return `{"id":${id - 3},"text":"again"}`
    if (id % 307 === 11) return `{"text":"${text}"}`
    if (id % 401 === 13) return `{"id":${id},"text":"${text}`
    if (id % 503 === 17) return '  '
    return `{"id":${id},"text":"${text}"}`
  })
}

/** What a record may say of whether its request failed, or seem to say. */
const SAYS = [
  '"status":200',
  '"status":503,"v":1',
  '"status": 500 , "v":1',
  '"v":"x","n":-1.5e3,"b":true,"status":502',
  '"nested":{"status":500},"v":1',
  '"nested":{"a":1},"status":500',
  '"status":"500"',
  '"status":5e2',
  '"status":99',
  '"status":500,"status":200',
  '"status":200,"http_status":500',
  '"status":200,"text":"\\"status\\":500"',
  '"\\u0073tatus":500',
  '"v":1',
  '"status":200,"error":null',
  '"status":500,"error": null',
  '"error":null',
  '"error":false',
  '"error":""',
  '"error":0',
  '"error":"down"',
  '"error":{}',
  '"status":200,"error":"down"',
  '"status":200,"nested":{"error":"down"}',
  '"status":200,"my error":"down"',
  '"status":200,"\\u0065rror":"down"',
  '"status":500,"error":"down"',
  '"status":"ok"',
  '"status":[500]',
  '"status":{"error":"down"}',
  '"status":null',
  '"status":true',
  '"status":499.5',
  '"error":[]',
  '"error":[ ]',
  '"error":0.0',
  '"error":-0,"day":"2026-01-01"',
  '"error":null,"error":"down"',
  '"error":"down","error":null',
  '"status":"500","status":500',
  '"body":{"status":"ok","list":[{"error":"down"},{}]},"status":500',
  '"body":{"status":500,"error":"down"}',
  '"status":200,"body":{"error":"down"},"text":"{"',
  '"result":[1.5e3,"}"],"error":null',
  '"deep":[[[[[[[[[[[[{"error":"down"}]]]]]]]]]]]],"status":503',
] as const

/** Records that say each of it, some of each. */
export function tellingRecords(): readonly { readonly id: string; readonly record: string }[] {
  return SAYS.flatMap((says, kind) =>
    Array.from({ length: 3 + kind }, (_, k) => {
      const id = `${kind}-${k}`
      return { id, record: `{"id":"${id}",${says}}` }
    }),
  )
}
