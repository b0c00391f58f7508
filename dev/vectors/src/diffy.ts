import { isDeepStrictEqual } from 'node:util'
import { diffy } from '@sluice/shadow'
import { isRow, rowOf, type Row } from './document.ts'
import { matches } from './compare.ts'
import { DiffyCounts } from './diffy-counts.ts'
import type { VectorResult } from './result.ts'

/** Whether a document holds Diffy's comparison, flattening and filter vectors. */
export function isDiffy(document: unknown): boolean {
  return isRow(document) && ('derived_flatten' in document || 'derived_filter' in document)
}

/** Runs Diffy's vectors. `text` is the document as it is written: Diffy tells 1 from 1.0, a parsed number does not. */
export function runDiffy(document: unknown, text?: string): readonly VectorResult[] {
  const row = rowOf(document)
  const written = text === undefined ? new Map<string, diffy.Spelled>() : entriesOf(diffy.readSpelled(text))
  const section = (name: string): readonly (readonly [Row, ReadonlyMap<string, diffy.Spelled>])[] => {
    const spelled = written.get(name)
    return listOf(row[name]).map((item, i) => {
      const vector = rowOf(item)
      const own = Array.isArray(spelled)
        ? entriesOf((spelled as readonly diffy.Spelled[])[i] ?? null)
        : undefined
      return [vector, own ?? entriesOf(diffy.readSpelled(JSON.stringify(vector)))]
    })
  }
  return [
    // Types that only the Java machine tells apart have no spelling in JSON, so there is nothing to run.
    ...section('upstream')
      .filter(([{ note }]) => !String(note).includes('JVM types only'))
      .map(([v, w]) => upstream(v, w)),
    ...section('derived_flatten').map(([v, w]) => flattened(v, w)),
    ...section('derived_filter').map(([v]) => filtered(v)),
    ...(isRow(row['derived_run']) ? wholeRun(row['derived_run'], written.get('derived_run')) : []),
    ...listOf(rowOf(row['jackson_facts'])['rows']).map(lifted),
  ]
}

function sides(written: ReadonlyMap<string, diffy.Spelled>): diffy.DiffyDifference {
  const side = (name: string): diffy.Lifted => diffy.lift(written.get(name) ?? null)
  return diffy.diffyDifference(side('left'), side('right'))
}

function upstream(vector: Row, written: ReadonlyMap<string, diffy.Spelled>): VectorResult {
  const expected = rowOf(vector['expected'])
  const difference = sides(written)
  const got = isRow(expected['flattened'])
    ? { flattened: Object.fromEntries(diffy.flatten(difference)) }
    : withShortNames(difference, expected)
  return result(`upstream: ${String(vector['name'])}`, expected, got, matches(got, expected, {}))
}

/** Vectors write a difference that is none as its bare name. */
function withShortNames(difference: unknown, expected: unknown): unknown {
  if (!isRow(difference)) return difference
  if (typeof expected === 'string') return difference['type']
  return Object.fromEntries(
    Object.entries(difference).map(([key, value]) => [key, withShortNames(value, rowOf(expected)[key])]),
  )
}

function flattened(vector: Row, written: ReadonlyMap<string, diffy.Spelled>): VectorResult {
  const expected = listOf(vector['flattened_paths']).map(String).sort()
  const got = [...diffy.flatten(sides(written)).keys()].sort()
  return result(`flatten: ${String(vector['name'])}`, expected, got, isDeepStrictEqual(got, expected))
}

function filtered(vector: Row): VectorResult {
  const { relative, absolute, reported } = vector
  const [raw, noise, total] = ['raw', 'noise', 'total'].map((name) => Number(vector[name]))
  const got = diffy.diffyFilter(raw ?? 0, noise ?? 0, total ?? 0)
  const expected = { relative, absolute, reported }
  const passed = matches({ ...got, relative: spellNaN(got.relative) }, expected, { rel: 1e-12 })
  return result(`filter: ${raw} raw, ${noise} noise of ${total}`, expected, got, passed)
}

function spellNaN(value: number): number | string {
  return Number.isNaN(value) ? 'NaN' : value
}

function wholeRun(vector: Row, written: diffy.Spelled | undefined): readonly VectorResult[] {
  const counts = new DiffyCounts()
  const requests = entriesOf(written ?? diffy.readSpelled(JSON.stringify(vector))).get('requests')
  for (const request of Array.isArray(requests) ? (requests as readonly diffy.Spelled[]) : []) {
    const entries = entriesOf(request)
    const [e, p, s, c] = ['e', 'p', 's', 'c'].map((key) => entries.get(key) ?? null)
    counts.add(String(e), p ?? null, s ?? null, c ?? null)
  }
  return Object.entries(rowOf(vector['expected'])).map(([endpoint, expected]) => {
    const found = counts.endpoints.get(endpoint)
    const fields = [...counts.fields(endpoint)].map(
      ([path, field]) => [path, { total: found?.total, ...field }] as const,
    )
    const got = {
      total: found?.total,
      differences: found?.differences,
      raw: Object.fromEntries(found?.raw ?? []),
      noise: Object.fromEntries(found?.noise ?? []),
      weight: Object.fromEntries(found?.weight ?? []),
      fields: Object.fromEntries(fields),
    }
    return result(`run: endpoint ${endpoint}`, expected, got, matches(got, expected, { rel: 1e-12 }))
  })
}

/** What a nested string becomes, against what Jackson made of it. */
function lifted(row: unknown): VectorResult {
  const [text = '', said = ''] = listOf(row).map(String)
  const got = diffy.liftText(text)
  const words: Readonly<Record<string, string>> = {
    long: 'int',
    double: 'float',
    fields: 'object',
    map: 'object',
  }
  const expected = said.startsWith('throws') ? 'string' : (said.split(' ')[0] ?? '')
  const kind = words[got.is] ?? got.is
  return result(`string lifted: ${JSON.stringify(text)}`, said, kind, kind === expected)
}

function entriesOf(value: diffy.Spelled): ReadonlyMap<string, diffy.Spelled> {
  return typeof value === 'object' && value !== null && 'entries' in value && value.entries instanceof Map
    ? value.entries
    : new Map()
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function result(name: string, expected: unknown, got: unknown, passed: boolean): VectorResult {
  return { name, expected, got, passed }
}
