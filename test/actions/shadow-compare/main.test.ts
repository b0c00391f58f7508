import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode } from '@sluice/verdict'
import { beforeEach, describe, expect, test } from 'vitest'
import { tempFolder } from '../../support/temp-folder.ts'
import { records, runIn } from './run-in.ts'

let folder = ''
beforeEach(() => {
  folder = tempFolder('sluice-shadow')
})
const run = async (inputs: Readonly<Record<string, string>>) => await runIn(folder, inputs)

describe('shadow-compare', () => {
  test('the same answers are accepted, and the files are written', async () => {
    writeFileSync(
      join(folder, 'a.ndjson'),
      records(4000, () => 1),
    )
    writeFileSync(
      join(folder, 'b.ndjson'),
      records(4000, () => 1),
    )
    const { code, outputs } = await run({ primary: 'a.ndjson', candidate: 'b.ndjson' })
    expect([code, outputs['decision'], outputs['outcome']]).toEqual([0, 'accept', 'pass'])
    const verdict = decode(readFileSync(join(folder, outputs['verdict'] ?? ''), 'utf8'))
    expect(verdict.details?.kind).toBe('shadow')
    expect(readFileSync(join(folder, outputs['report'] ?? ''), 'utf8')).toContain('<!doctype html>')
  })

  test('a difference is rejected, and too little data is undecided', async () => {
    writeFileSync(
      join(folder, 'a.ndjson'),
      records(500, () => 1),
    )
    writeFileSync(
      join(folder, 'b.ndjson'),
      records(500, (id) => (id % 10 === 0 ? 2 : 1)),
    )
    expect((await run({ primary: 'a.ndjson', candidate: 'b.ndjson' })).outputs['decision']).toBe('reject')
    const { code, outputs } = await run({ primary: 'a.ndjson', candidate: 'a.ndjson' })
    expect([code, outputs['decision'], outputs['reason']]).toEqual([1, 'undecided', 'not_enough_data'])
  })

  test('shards write parts that merge to a verdict, and a missing part is an error', async () => {
    writeFileSync(
      join(folder, 'a.ndjson'),
      records(4000, () => 1),
    )
    for (const shard of ['1/2', '2/2']) {
      const words = { primary: 'a.ndjson', candidate: 'a.ndjson', slices: 'regoin', shard }
      const { code, outputs, log } = await run(words)
      expect([code, outputs['decision']]).toEqual([0, 'undecided'])
      expect(log).toContain('slices: `regoin` is nowhere in the first 200 records')
    }
    const merge = 'sluice-report/shadow-part-*.json'
    expect((await run({ merge })).outputs['decision']).toBe('accept')
    const unlike = await run({ merge, ignore: 'v', requirements: 'error rate <= 1%\np99 cost <= 5' })
    expect([unlike.code, unlike.outputs['reason']]).toEqual([1, 'PARTS_DO_NOT_FIT'])
    for (const said of ['ignore: was given to the merge only', 'p99 cost <= 5'])
      expect(unlike.log).toContain(said)
    const { code, outputs, log } = await run({ merge: 'sluice-report/shadow-part-1-of-2.json' })
    expect([code, outputs['decision'], outputs['reason']]).toEqual([1, 'error', 'PARTS_MISSING'])
    expect(log).toContain('of 2 parts these are missing: 2')
  })

  test('a requirement that nothing can answer is refused', async () => {
    writeFileSync(
      join(folder, 'a.ndjson'),
      records(10, () => 1),
    )
    const { code, outputs, log } = await run({
      primary: 'a.ndjson',
      candidate: 'a.ndjson',
      requirements: 'accuracy loss <= 1%\ndisagreement <= 1%',
    })
    expect([code, outputs['decision']]).toEqual([1, 'error'])
    expect(log).toContain('is for kind classification or text, and kind is json')
    expect(log).toContain('`disagreement <= 1%25` is for kind')
  })

  test('every wrong input is named at once', async () => {
    const { code, log, outputs } = await run({ kind: 'poem', rate: 'fast', 'max-difference-rate': '0.1' })
    expect([code, outputs['decision']]).toEqual([1, 'error'])
    for (const name of ['kind', 'rate', 'max-difference-rate']) expect(log).toContain(`${name}: must be`)
  })

  test('a report folder that is a file fails the step with a sentence, and no verdict', async () => {
    writeFileSync(
      join(folder, 'a.ndjson'),
      records(4000, () => 1),
    )
    const words = { primary: 'a.ndjson', candidate: 'a.ndjson', 'report-dir': 'a.ndjson' }
    for (const shard of ['', '1/2']) {
      const { code, log, outputs } = await run({ ...words, shard })
      expect([code, outputs['decision'], outputs['outcome'], outputs['verdict']]).toEqual([
        ...[1, 'error', 'inconclusive', ''],
      ])
      expect(log).toMatch(/report-dir: .*a file stands where a folder is needed/)
      expect(log).not.toMatch(/at .*\.ts:|accepted/)
    }
  })

  test('an absolute report folder is where it says, and outputs name what is in it whole', async () => {
    writeFileSync(
      join(folder, 'a.ndjson'),
      records(4000, () => 1),
    )
    const elsewhere = tempFolder('sluice-reports')
    const words = { primary: 'a.ndjson', candidate: 'a.ndjson', 'report-dir': elsewhere }
    const { outputs } = await run(words)
    expect(outputs['verdict']).toBe(join(elsewhere, 'verdict.json'))
    expect(existsSync(outputs['report'] ?? '')).toBe(true)
    const part = (await run({ ...words, shard: '1/2' })).outputs['part'] ?? ''
    expect(part).toBe(join(elsewhere, 'shadow-part-1-of-2.json'))
    expect(existsSync(part)).toBe(true)
    const inside = await run({ ...words, 'report-dir': join(folder, 'in', 'side') })
    expect(inside.outputs['report']).toBe(join('in', 'side', 'report.html'))
  })
})
