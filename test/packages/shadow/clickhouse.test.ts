import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseFields } from '@sluice/action'
import {
  compareSources,
  comparisonInputs,
  replayInputs,
  sourceInputs,
  type Compared,
  type ShadowSummary,
} from '@sluice/shadow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Running } from '../swap/servers.ts'
import { mayRun, PASSWORD, startClickHouse } from '../../servers/clickhouse.ts'
import { compared, ndjson, seeded, tellingRecords } from './worlds.ts'

type Words = Readonly<Record<string, string>>

const ARM_NAMES = ['primary', 'candidate', 'secondary'] as const

/** Answers with noise, changes of every kind, text that quoting may break, and bytes that are no text at all. */
function arms(): readonly (readonly { readonly id: string }[])[] {
  const random = seeded(2)
  const answer = (id: number, arm: number) => ({
    id: `r'${id}\\`,
    noisy: random() < 0.1 ? random() : 0,
    same: 'ü\t\n"\\\'`',
    price: arm === 1 && id % 7 === 0 ? 1.01 : 1,
    tags: arm === 1 && id % 5 === 0 ? ['b', 'a'] : ['a', 'b'],
    ...(arm === 1 && id % 11 === 0 ? {} : { kept: true }),
    region: id % 2 === 0 ? 'eu' : 'us',
  })
  return ARM_NAMES.map((_, arm) => {
    const ids = Array.from({ length: 700 }, (__, id) => id).filter((id) => arm !== 1 || id % 50 !== 0)
    const records = ids.map((id) => answer(id, arm))
    return arm === 0 ? [...records, ...records.slice(3, 8)] : records
  })
}

describe.skipIf(!mayRun())('ClickHouse', () => {
  let server: Running
  /** Bytes that the server has answered. */
  let received = 0
  const counted: typeof globalThis.fetch = async (...request) => {
    const response = await fetch(...request)
    received += (await response.clone().arrayBuffer()).byteLength
    return response
  }
  const texts = arms().map(ndjson)

  const ask = async (sql: string): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body: sql,
      headers: { 'x-clickhouse-user': 'default', 'x-clickhouse-key': PASSWORD },
    })
    if (!response.ok) throw new Error(await response.text())
  }
  const compare = async (words: Words, settings: Words = {}): Promise<Compared> => {
    const given: Words = {
      primary: 'shadow.primary',
      candidate: 'shadow.candidate',
      engine: 'clickhouse',
      'engine-settings': JSON.stringify({
        url: `http://127.0.0.1:${server.port}`,
        password: PASSWORD,
        ...settings,
      }),
      ...words,
    }
    const fields = { ...comparisonInputs, ...sourceInputs, ...replayInputs }
    return await compareSources(
      parseFields(fields, (name) => given[name] ?? '', 'the test'),
      {
        folder: server.dir,
        tempDir: server.dir,
        threads: 1,
        script: new URL(import.meta.url),
        fetch: counted,
        now: () => 0,
        sleep: async () => {},
        random: () => 0.5,
        mask: () => undefined,
        signal: new AbortController().signal,
        run: async () => ({ code: 0, stdout: '', stderr: '' }),
      },
    )
  }
  const run = async (words: Words, settings: Words = {}): Promise<ShadowSummary> =>
    (await compare(words, settings)).summary

  beforeAll(async () => {
    server = await startClickHouse()
    await ask('CREATE DATABASE shadow')
    for (const [k, name] of ARM_NAMES.entries()) {
      const rows = (arms()[k] ?? []).map((record) => ({ id: record.id, record: JSON.stringify(record) }))
      await ask(`CREATE TABLE shadow.${name} (id Nullable(String), record String) ENGINE = Memory`)
      await ask(`INSERT INTO shadow.${name} FORMAT JSONEachRow ${ndjson(rows)}`)
      writeFileSync(join(server.dir, 'files', `${name} of 'today'.ndjson`), ndjson(rows))
    }
  })
  afterAll(async () => await server[Symbol.asyncDispose]())

  const repeat = { secondary: 'shadow.secondary' }
  const rich = { tolerance: 'price: 1%', unordered: 'tags', slices: 'region' }
  test.each<readonly [string, Words, number]>([
    ['two arms', {}, 2],
    ['three arms', repeat, 3],
    ['tolerances, arrays in any order and slices', { ...repeat, ...rich }, 3],
    ["Diffy's rules", { ...repeat, noise: 'diffy' }, 3],
    ['models', { kind: '{ classification: { prediction: region } }' }, 2],
  ])('counts the same as we do: %s', async (_, words, count) => {
    expect(plain(await run(words))).toEqual(plain(compared(texts.slice(0, count), words)))
  })

  test('answers that are missing or broken are named', async () => {
    const rows = (names: readonly string[], cut?: string) =>
      ndjson(names.map((id) => ({ id, record: id === cut ? `{"id":"${id}","a":` : `{"id":"${id}","a":1}` })))
    const ids = Array.from({ length: 9 }, (_, k) => `order-${k + 1}`)
    for (const [name, text] of [
      ['asked', rows(ids)],
      ['answered', rows(ids.slice(2), 'order-7')],
    ] as const) {
      await ask(`CREATE TABLE shadow.${name} (id Nullable(String), record String) ENGINE = Memory`)
      await ask(`INSERT INTO shadow.${name} FORMAT JSONEachRow ${text}`)
    }
    const { unanswered, brokenBy } = await run({ primary: 'shadow.asked', candidate: 'shadow.answered' })
    expect(unanswered.map(({ id }) => id)).toEqual(['order-1', 'order-2', 'order-7'])
    expect(brokenBy).toEqual({ primaryOnly: 0, candidateOnly: 1, both: 0 })
  })

  test('texts that hold JSON are opened in what is fetched', async () => {
    const rows = (total: number) =>
      ndjson([{ id: 'a', record: JSON.stringify({ id: 'a', m: `{"total":${total}}` }) }])
    for (const [name, total] of [
      ['held', 1],
      ['held2', 2],
    ] as const) {
      await ask(`CREATE TABLE shadow.${name} (id Nullable(String), record String) ENGINE = Memory`)
      await ask(`INSERT INTO shadow.${name} FORMAT JSONEachRow ${rows(total)}`)
    }
    const { paths } = await run({ primary: 'shadow.held', candidate: 'shadow.held2', parse: 'm' })
    expect([...paths.keys()]).toEqual(['m.total'])
  })

  test('places that no record has are told', async () => {
    const { conduct } = await compare({ ignore: 'nosy, noisy' })
    expect(conduct.said).toEqual(['ignore: `nosy` matches no place in the first 200 records of the primary.'])
  })

  test('requests that failed are counted the same, and only what SQL cannot tell is fetched', async () => {
    const all = tellingRecords()
    const cut = { id: 'cut', record: '{"id":"cut","status":500' }
    await ask('CREATE TABLE shadow.telling (id Nullable(String), record String) ENGINE = Memory')
    await ask(`INSERT INTO shadow.telling FORMAT JSONEachRow ${ndjson([...all, cut])}`)
    const text = [...all, cut].map(({ record }) => `${record}\n`).join('')
    const required = { requirements: 'error rate <= 1%' }
    received = 0
    const summary = await run({ ...required, primary: 'shadow.telling', candidate: 'shadow.telling' })
    expect(plain(summary)).toEqual(plain(compared([text, text], required)))
    expect([summary.broken, summary.errors.n > 300, summary.errors.both > 100]).toEqual([1, true, true])
    const plainText = all.filter((_, k) => k < 12)
    await ask('CREATE TABLE shadow.plain (id Nullable(String), record String) ENGINE = Memory')
    await ask(`INSERT INTO shadow.plain FORMAT JSONEachRow ${ndjson(plainText)}`)
    received = 0
    const { errors } = await run({ ...required, primary: 'shadow.plain', candidate: 'shadow.plain' })
    expect([errors.n, errors.both]).toEqual([12, 9])
    // The counts, and some records in which measures are looked for: no pair besides.
    const samples = plainText.reduce((sum, { record }) => sum + record.length + 1, 0)
    expect(received - samples).toBeLessThan(60)
  })

  test('files that the server reads count the same as tables, whatever their name', async () => {
    const files = Object.fromEntries(ARM_NAMES.map((arm) => [arm, `file(${arm} of 'today'.ndjson)`]))
    expect(plain(await run(files))).toEqual(plain(compared(texts)))
  })

  test('records without an id, and records that are too large, are counted as lost', async () => {
    await ask('CREATE TABLE shadow.odd (id Nullable(String), record String) ENGINE = Memory')
    const large = JSON.stringify({ id: "r'1\\", wide: 'x'.repeat(3000) })
    const rows = [{ record: '{}' }, { record: '{}' }, { id: "r'1\\", record: large }]
    await ask(`INSERT INTO shadow.odd FORMAT JSONEachRow ${ndjson(rows)}`)
    const summary = await run({ candidate: 'shadow.odd', 'max-record': '0.001' })
    expect([summary.compared, summary.lost[0]?.unmatched]).toEqual([0, 700])
    expect(summary.lost[1]).toMatchObject({ 'no-id': 2, oversized: 1, unmatched: 0 })
  })

  test('columns may have any name, also those that a query would use itself', async () => {
    for (const name of ['left', 'right']) {
      await ask(`CREATE TABLE shadow.${name} (arm Int64, sluice_record String) ENGINE = Memory`)
      await ask(`INSERT INTO shadow.${name} VALUES (7, '{"v":"${name}"}')`)
    }
    const summary = await run(
      { primary: 'left', candidate: 'right' },
      { database: 'shadow', id: 'arm', record: 'sluice_record' },
    )
    expect([summary.compared, [...summary.paths.keys()]]).toEqual([1, ['v']])
  })

  test('a wrong password, an unknown table and a dead address are errors, never an empty comparison', async () => {
    await expect(run({}, { password: 'wrong' })).rejects.toThrow(/clickhouse answered/)
    await expect(run({ primary: 'shadow.none' })).rejects.toThrow(/none/)
    await expect(run({}, { url: 'http://127.0.0.1:1' })).rejects.toThrow(/did not answer/)
  })
})

/** Counts and examples, without the ways they are kept. */
function plain(summary: ShadowSummary): unknown {
  // Records without a partner stay in ClickHouse, so requests without an answer are counted there and not named.
  const { paths, slices, model, measures, unanswered: _named, ...counts } = summary
  const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    ...counts,
    measures: [...measures.keys()],
    model: model?.overall,
    slices: sorted(slices),
    paths: sorted(paths).map(([path, { examples, ...rest }]) => [path, rest, examples.length]),
  }
}
