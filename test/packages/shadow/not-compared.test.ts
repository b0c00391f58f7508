import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { lossesOf } from '@sluice/shadow'
import { expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { inEngine, installed } from './duckdb-engine.ts'
import { compared } from './worlds.ts'

const LOG = '{"id":1}\n[1,2]\nnull\n3\n"id"\nnope\n{"id":\n'

test('a record that is no JSON object is told as that, whether or not it is JSON', () => {
  expect(lossesOf(compared([LOG, LOG]))).toEqual([{ what: 'not a JSON object', count: 12 }])
})

test.skipIf(!installed)('DuckDB counts the same', async () => {
  const folder = tempFolder('sluice-objects')
  for (const name of ['a.ndjson', 'b.ndjson']) writeFileSync(join(folder, name), LOG)
  const summary = await inEngine(folder, { primary: 'a.ndjson', candidate: 'b.ndjson' })
  expect(lossesOf(summary)).toEqual([{ what: 'not a JSON object', count: 12 }])
})
