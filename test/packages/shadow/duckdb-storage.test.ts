import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { inEngine, installed } from './duckdb-engine.ts'
import { ObjectStorage } from './object-storage.ts'
import { compared, ndjson } from './worlds.ts'

/** DuckDB's extension for `s3://`, of the version of its program. */
const extension = process.env['DUCKDB_HTTPFS'] ?? ''
const possible = installed && extension !== '' && ObjectStorage.isInstalled()
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
      `LOAD '${extension}'`,
      `CREATE SECRET (TYPE s3, KEY_ID 'test', SECRET 'test', REGION 'us-east-1', ENDPOINT '${storage.address.replace('http://', '')}', URL_STYLE 'path', USE_SSL false)`,
    ].join('; ')
    await storage.put('shadow')
    for (const [arm, name] of ['primary', 'candidate'].entries()) {
      const file = join(folder, `${name}.ndjson`)
      writeFileSync(file, texts[arm] ?? '')
      await storage.put(`shadow/logs/${name}.ndjson`, file)
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

  test.each([
    ['Parquet', 'parquet/primary-*.parquet', 'parquet/candidate-*.parquet'],
    ['NDJSON', 'logs/primary.ndjson', 'logs/candidate.ndjson'],
  ])('reads %s by addresses and counts what we count in files', async (_, primary, candidate) => {
    const words = { primary: `s3://shadow/${primary}`, candidate: `s3://shadow/${candidate}` }
    const summary = await inEngine(folder, { ...words, 'engine-settings': JSON.stringify({ setup }) })
    expect(summary).toEqual(compared(texts))
    expect([summary.compared, summary.any.alone, summary.lost[0]?.unmatched]).toEqual([693, 70, 7])
  })

  test('a name that nothing has is an error that names it', async () => {
    const words = {
      primary: 's3://shadow/none-*.parquet',
      candidate: 's3://shadow/parquet/candidate-0.parquet',
    }
    await expect(
      inEngine(folder, { ...words, 'engine-settings': JSON.stringify({ setup }) }),
    ).rejects.toThrow(/none-/)
  })
})
