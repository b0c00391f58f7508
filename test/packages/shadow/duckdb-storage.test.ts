import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { ShadowSummary } from '@sluice/shadow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { inEngine, installed } from './duckdb-engine.ts'
import { ObjectStorage } from './object-storage.ts'
import { compared, ndjson, withoutPlaces } from './worlds.ts'

/** DuckDB's extension for `s3://`, of the version of its program. */
const extension = process.env['DUCKDB_HTTPFS'] ?? ''
const possible =
  process.env['CI'] === 'true' || (installed && extension !== '' && ObjectStorage.isInstalled())
if (!possible)
  console.log('skipped: no duckdb with DUCKDB_HTTPFS, or no moto_server, to read from object storage')

describe.skipIf(!possible)('DuckDB on object storage', () => {
  const folder = tempFolder('sluice-storage')
  const texts = [0, 1].map((arm) =>
    ndjson(
      Array.from({ length: 700 }, (_, id) => ({
        id: `r${id}`,
        status: id % 50 === 0 ? 503 : 200,
        v: arm === 1 && id % 10 === 3 ? 'new' : 'old',
      })).filter((_, id) => arm === 0 || id % 100 !== 9),
    ),
  )
  let storage: ObjectStorage
  let setup = ''

  beforeAll(async () => {
    storage = await ObjectStorage.start()
    setup = [
      // As users install it, but from a file, into a place that is gone afterwards.
      `SET extension_directory = '${folder}/extensions'`,
      `INSTALL '${extension}'`,
      'LOAD httpfs',
      `CREATE SECRET (TYPE s3, KEY_ID 'test', SECRET 'test', REGION 'us-east-1', ENDPOINT '${storage.address.replace('http://', '')}', URL_STYLE 'path', USE_SSL false)`,
    ].join('; ')
    await storage.put('shadow')
    for (const [arm, name] of ['primary', 'candidate'].entries()) {
      const file = join(folder, `${name}.ndjson`)
      writeFileSync(file, texts[arm] ?? '')
      writeFileSync(`${file}.gz`, gzipSync(texts[arm] ?? ''))
      await storage.put(`shadow/logs/${name}.ndjson`, file)
      await storage.put(`shadow/logs/${name}.ndjson.gz`, `${file}.gz`)
      // In two files, as whatever writes Parquet does.
      for (const k of [0, 1]) {
        const half = `SELECT j::VARCHAR AS record FROM read_json_objects('${file}', format = 'newline_delimited') t(j) LIMIT 350 OFFSET ${k * 350}`
        const sql = `COPY (${half}) TO 's3://shadow/parquet/${name}-${k}.parquet'`
        execFileSync('duckdb', [':memory:', `${setup}; ${sql}`])
      }
    }
  })

  afterAll(() => {
    storage.stop()
  })

  const read = async (primary: string, candidate: string): Promise<ShadowSummary> =>
    await inEngine(folder, { primary, candidate, 'engine-settings': JSON.stringify({ setup }) })

  test.each([
    ['Parquet', 'parquet/*-*.parquet'],
    [
      'Parquet whose address goes on',
      'parquet/*-0.parquet?s3_region=us-east-1, parquet/*-1.parquet?s3_region=us-east-1',
    ],
    ['NDJSON', 'logs/*.ndjson'],
    ['NDJSON that is packed', 'logs/*.ndjson.gz'],
  ])('reads %s by addresses and counts what we count in files', async (_, names) => {
    const of = (arm: string): string =>
      names
        .split(', ')
        .map((name) => `s3://shadow/${name.replace('*', arm)}`)
        .join('\n')
    const summary = await read(of('primary'), of('candidate'))
    expect(withoutPlaces(summary)).toEqual(withoutPlaces(compared(texts)))
    expect([summary.compared, summary.any.alone, summary.lost[0]?.unmatched]).toEqual([693, 70, 7])
  })

  test('reads links that anyone may follow, whose signature stands behind the name', async () => {
    const of = (arm: string): string =>
      `${storage.address}/shadow/parquet/${arm}-0.parquet?X-Amz-Signature=abc`
    const { compared: count, lost } = await read(of('primary'), of('candidate'))
    expect([count > 300, lost.map(({ unparsable }) => unparsable)]).toEqual([true, [0, 0, 0]])
  })

  test.each(['none-*.parquet', 'none-0.parquet', 'none-0.ndjson'])(
    '%s, which nothing is called, is an error that names it',
    async (name) => {
      const error = read(`s3://shadow/${name}`, 's3://shadow/parquet/candidate-0.parquet')
      await expect(error).rejects.toThrow(/none-/)
    },
  )
})
