import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ASKS,
  decodePayload,
  decodeWord,
  encodePayload,
  encodeWord,
  ENDINGS,
  fileStore,
  foldRecord,
  localRun,
  readStatus,
  sentenceOf,
  writeStatus,
  type RecordPayload,
  type StoredStatus,
  type Word,
} from '@sluice/rollout'

const RUN_URL = 'https://github.com/acme/shop/actions/runs/12345678901/attempts/2'

const payload: RecordPayload = {
  sluice: 2,
  action: 'canary-step',
  service: 'shop',
  identity: { sha: 'a'.repeat(40) },
  attempt: 1,
  by: { run: '17.1', event: 'push', actor: 'octocat' },
  nonce: 'abc123',
  until: 2_000_000,
  arms: { baseline: 'stable', candidate: 'canary' },
  began: 'run',
  first: 5,
  plan: { ladder: [5, 100] },
  digest: 'sha256:0',
  floor: 1,
}

const said = (saying: Record<string, unknown>, more: Partial<Word> = {}): Word =>
  ({ term: 1, count: 1, at: 1_000, run: '17.1', token: 'abc123', ...saying, ...more }) as Word

const weight = fc.integer({ min: 0, max: 100 })
const NEVER_HOME: readonly string[] = ['promoted', 'refused', 'stayed']
const afterHome = fc.constantFrom(...ENDINGS.filter((as) => !NEVER_HOME.includes(as)), 'held', 'paused')
const login = fc.stringMatching(/^[a-z0-9-]{0,30}(\[bot\])?$/)
const saying = fc.oneof(
  fc.record({ kind: fc.constant('take'), until: fc.nat(), scheduled: fc.boolean() }),
  fc.record({ kind: fc.constant('take'), until: fc.nat(), scheduled: fc.boolean(), then: afterHome }),
  fc.record({ kind: fc.constant('ask'), ask: fc.constantFrom(...ASKS), who: login }),
  fc.record({ kind: fc.constant('rise'), from: weight, to: weight }),
  fc.record({ kind: fc.constant('at'), weight }),
  fc.record({ kind: fc.constant('home'), then: afterHome, rung: weight }),
  fc.record({ kind: fc.constant('hold'), weight, rung: weight, paused: fc.boolean() }),
  fc.record({ kind: fc.constant('end'), as: fc.constantFrom(...ENDINGS), weight, stays: fc.boolean() }),
  fc.record({
    kind: fc.constant('end'),
    as: fc.constant('promoted'),
    weight,
    stays: fc.constant(true),
    busy: fc.constant(true),
  }),
)
const word = fc
  .record({ saying, term: fc.nat(), count: fc.nat(), at: fc.nat(), attempt: fc.nat(9) })
  .map((given) =>
    said(given.saying, { term: given.term, count: given.count, at: given.at, run: `17.${given.attempt}` }),
  )

describe('a word of the record', () => {
  test('is read back as it was written', () => {
    fc.assert(
      fc.property(word, (given) => {
        expect(decodeWord(encodeWord(given))).toEqual(given)
      }),
    )
  })

  test('survives in a status, with fragments and without, within the limits of GitHub', () => {
    fc.assert(
      fc.property(word, fc.boolean(), (given, fragments) => {
        const status = writeStatus(given, 'in_progress', RUN_URL, { fragments })
        expect([...status.description].length).toBeLessThanOrEqual(140)
        expect(status.logUrl.length).toBeLessThanOrEqual(255)
        expect(readStatus(status)).toEqual(given)
      }),
    )
  })

  test('follows the sentence where the address of the run leaves no room for it', () => {
    const long = `https://github.example.com/${'organization/'.repeat(16)}runs/1`
    const status = writeStatus(said({ kind: 'rise', from: 5, to: 25 }), 'in_progress', long)
    expect(status.logUrl).toBe(long)
    expect(status.description).toMatch(/^Moving traffic from 5% to 25%\. #sluice=2&/)
    expect(readStatus(status)).toMatchObject({ kind: 'rise', from: 5, to: 25 })
  })

  test('sentences are plain: no marks and no epoch numbers', () => {
    fc.assert(
      fc.property(saying, (given) => {
        // A name may be anything, digits too.
        expect(sentenceOf({ ...given, who: 'octocat' } as never)).not.toMatch(/\d{6,}|#|sluice/)
        expect(sentenceOf({ ...given, who: 'octocat' } as never).length).toBeLessThanOrEqual(100)
      }),
    )
  })

  test('is not read from a text that only looks like one', () => {
    for (const text of [
      '',
      'sluice=2&k=at',
      'sluice=1&t=1&n=1&k=at&w=5&at=1&by=1.1&x=a',
      'sluice=2&t=x&n=1&k=at&w=5&at=1&by=1.1&x=a',
    ]) {
      expect(decodeWord(text)).toBeUndefined()
    }
    expect(decodeWord('sluice=2&t=1&n=1&k=at&w=-5&at=1&by=1.1&x=a')).toBeUndefined()
    expect(decodeWord('sluice=2&t=1&n=1&k=end&y=won&at=1&by=1.1&x=a')).toBeUndefined()
  })
})

describe('the payload of a record', () => {
  test('is read back as it was written, a plan above 16 KiB included', () => {
    const plan = {
      queries: Array.from({ length: 900 }, (_, i) => `sum(increase(requests_total{shard="${i}"}[1m]))`),
    }
    for (const given of [payload, { ...payload, plan }]) {
      expect(decodePayload(JSON.parse(JSON.stringify(encodePayload(given))))).toEqual(given)
    }
    expect(JSON.stringify(encodePayload({ ...payload, plan })).length).toBeLessThan(16 * 1024)
  })

  test('is refused where even the compressed plan is too large', () => {
    let state = 1
    const noise = Array.from({ length: 40_000 }, () => (state = (state * 48271) % 2147483647))
    expect(() => encodePayload({ ...payload, plan: { noise } })).toThrowError(
      /KiB compressed; at most 48 KiB/,
    )
  })

  test('of another version or program is not ours', () => {
    for (const given of [
      {},
      null,
      'text',
      { ...payload, sluice: 1 },
      { ...payload, plan: { gzip: 'AAAA' } },
      { ...payload, arms: {} },
    ]) {
      expect(decodePayload(given)).toBeUndefined()
    }
  })
})

describe('folding a record', () => {
  const fold = (words: readonly Word[], foreign: readonly StoredStatus[] = []) => {
    const statuses = words.map((given, i) => ({
      ...writeStatus(given, 'in_progress', RUN_URL),
      id: 10 * (i + 1),
    }))
    return foldRecord({ id: 1, sha: 'a', payload, createdAt: 500 }, [...foreign, ...statuses.toReversed()])
  }

  test('a record that was only created is about to take its first rung', () => {
    expect(fold([])).toMatchObject({
      phase: 'climbing',
      term: 1,
      last: { kind: 'rise', from: 0, to: 5 },
      released: false,
    })
  })

  test('the lowest id of a term owns it, and words of the other run are void', () => {
    const state = fold([
      said({ kind: 'at', weight: 5 }),
      said({ kind: 'hold', weight: 5, rung: 5, paused: false }),
      said({ kind: 'take', until: 9, scheduled: false }, { term: 2, run: '18.1', token: 'first' }),
      said({ kind: 'take', until: 9, scheduled: false }, { term: 2, run: '19.1', token: 'second' }),
      said({ kind: 'rise', from: 5, to: 50 }, { term: 2, run: '19.1', token: 'second' }),
      said({ kind: 'at', weight: 50 }, { term: 1 }),
    ])
    expect(state).toMatchObject({
      term: 2,
      owner: { run: '18.1', token: 'first' },
      last: { kind: 'hold', weight: 5 },
      weight: 5,
    })
  })

  test('statuses of other people do not count, save inactive while it is undecided', () => {
    const foreign = (state: string): StoredStatus => ({ id: 15, state, description: 'mine', logUrl: '' })
    expect(fold([said({ kind: 'at', weight: 5 })], [foreign('success')])).toMatchObject({ phase: 'climbing' })
    expect(fold([said({ kind: 'at', weight: 5 })], [foreign('inactive')])).toMatchObject({
      phase: 'aborted',
      open: false,
    })
    const promoted = said({ kind: 'end', as: 'promoted', weight: 100, stays: true })
    expect(fold([promoted], [foreign('inactive')])).toMatchObject({ phase: 'promoted', open: true })
  })

  test('nothing is said after the end, save an abort that overrules a promotion', () => {
    const promoted = said({ kind: 'end', as: 'promoted', weight: 100, stays: false })
    const aborted = said({ kind: 'end', as: 'aborted', weight: 0, stays: false })
    expect(fold([promoted, aborted])).toMatchObject({ phase: 'aborted', weight: 0 })
    expect(fold([aborted, promoted])).toMatchObject({ phase: 'aborted', weight: 0 })
    expect(fold([promoted, said({ kind: 'at', weight: 5 })])).toMatchObject({
      phase: 'promoted',
      weight: 100,
    })
  })

  test('time counts from the confirmed weight to the next intent; between intent and confirmation it may only show harm', () => {
    const state = fold([
      said({ kind: 'at', weight: 5 }, { at: 1_000 }),
      said({ kind: 'rise', from: 5, to: 50 }, { at: 2_000 }),
      said({ kind: 'at', weight: 50 }, { at: 2_100 }),
      said({ kind: 'home', then: 'held', rung: 50 }, { at: 3_000 }),
      said({ kind: 'hold', weight: 0, rung: 50, paused: false }, { at: 3_100 }),
    ])
    expect(state?.windows).toEqual([
      { weight: 5, from: 500, to: 1_000, counts: false },
      { weight: 5, from: 1_000, to: 2_000, counts: true },
      { weight: 50, from: 2_000, to: 2_100, counts: false },
      { weight: 50, from: 2_100, to: 3_000, counts: true },
    ])
    expect(state).toMatchObject({ phase: 'held', weight: 0, rung: 50, released: true })
  })
})

describe('records in a file', () => {
  test('are kept for the next process, and two writers at once lose nothing', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'deep', 'records.json')
    const { id } = await fileStore(path).create({
      sha: 'a',
      payload: encodePayload(payload),
      description: '',
    })
    const write = async (n: number): Promise<void> => {
      const status = writeStatus(said({ kind: 'at', weight: n }, { count: n }), 'in_progress', RUN_URL)
      await fileStore(path).addStatus(id, status)
    }
    await Promise.all(Array.from({ length: 20 }, (_, n) => write(n)))
    const statuses = await fileStore(path).listStatuses(id)
    expect(statuses).toHaveLength(20)
    expect(new Set(statuses.map((one) => one.id)).size).toBe(20)
    expect(await fileStore(path).list()).toMatchObject([{ id, sha: 'a' }])
  })

  test('the lock of a process that is gone, or that is ten seconds old, holds nobody up', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
    const gone = localRun().replace(/\d+$/, '999999999')
    writeFileSync(`${path}.lock`, `${gone} token`)
    await fileStore(path).create({ sha: 'a', payload: {}, description: '' })
    writeFileSync(`${path}.lock`, 'another machine')
    // It becomes ten seconds old while the writer waits.
    utimesSync(`${path}.lock`, new Date(), new Date(Date.now() - 9_700))
    await fileStore(path).create({ sha: 'b', payload: {}, description: '' })
    expect((await fileStore(path).list()).map(({ sha }) => sha)).toEqual(['a', 'b'])
    expect(readdirSync(dirname(path))).toEqual(['records.json'])
  })

  test('a status that must not wait gives up on a lock in time, and is not written later', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
    const store = fileStore(path)
    const { id } = await store.create({ sha: 'a', payload: encodePayload(payload), description: '' })
    writeFileSync(`${path}.lock`, 'another machine')
    const status = writeStatus(said({ kind: 'at', weight: 5 }), 'in_progress', RUN_URL)
    await expect(store.addStatus(id, status, 200)).rejects.toThrowError(/has held .* for 0\.2 s/)
    rmSync(`${path}.lock`)
    expect(await store.listStatuses(id)).toEqual([])
  })

  test('a writer whose lock was taken away while it slept changes nothing of what others wrote', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
    let slept = false
    const sleeper = fileStore(path, () => {
      // The other writer works while this one is in the middle of its change.
      if (!slept) {
        slept = true
        writeFileSync(path, JSON.stringify({ version: 7, records: [{ id: 5, sha: 'x', statuses: [] }] }))
      }
      return 1_000
    })
    const { id } = await sleeper.create({ sha: 'y', payload: {}, description: '' })
    expect(id).toBe(6)
    expect((await fileStore(path).list()).map(({ sha }) => sha)).toEqual(['x', 'y'])
  })

  test('a file that cannot be written says why at once', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'records-'))
    writeFileSync(join(folder, 'file'), '')
    const store = fileStore(join(folder, 'file', 'records.json'))
    await expect(store.create({ sha: 'a', payload: {}, description: '' })).rejects.toThrowError(
      /cannot be written: .*a file stands where a folder is needed/,
    )
  })

  test('whether a run is over can be told of processes of this machine only', async () => {
    const store = fileStore('unused.json')
    const gone = localRun().replace(/\d+$/, '999999999')
    const runs = [localRun(), `${localRun()}.1`, gone, 'local-00000000-1', '17.2']
    expect(await Promise.all(runs.map(store.runIsOver))).toEqual([false, false, true, undefined, undefined])
  })

  describe('of a CI system', () => {
    const gone = localRun().replace(/\d+$/, '999999999')
    const status = writeStatus(said({ kind: 'at', weight: 5 }, { run: 'jenkins-7' }), 'in_progress', RUN_URL)
    const begun = { ...payload, by: { ...payload.by, run: 'jenkins-7' } }

    test.each([
      ['whose one process ended', [gone], true],
      ['with a process that lives', [gone, localRun()], false],
      ['with a process of another machine', [gone, 'local-00000000-1'], undefined],
      ['of a version that did not tell its process', [undefined], undefined],
    ])('a run %s', async (_, processes, over) => {
      const [first, second] = processes
      const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
      const statuses = second === undefined ? [] : [{ ...status, id: 1, process: second }]
      const record = { id: 1, sha: 'a', createdAt: 1, payload: encodePayload(begun) }
      writeFileSync(path, JSON.stringify({ records: [{ ...record, process: first, statuses }] }))
      expect(await fileStore(path).runIsOver('jenkins-7')).toBe(over)
      expect(await fileStore(path).runIsOver('jenkins-8')).toBeUndefined()
    })

    test('a run that claimed and then deploys is not over when its process has ended', async () => {
      const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
      const record = { id: 1, sha: 'a', createdAt: 1, payload: encodePayload({ ...begun, began: 'claim' }) }
      writeFileSync(path, JSON.stringify({ records: [{ ...record, process: gone, statuses: [] }] }))
      expect(await fileStore(path).runIsOver('jenkins-7')).toBeUndefined()
    })

    test('a run tells its process with all that it writes', async () => {
      const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
      const store = fileStore(path)
      const { id } = await store.create({ sha: 'a', payload: encodePayload(begun), description: '' })
      await store.addStatus(id, status)
      expect(await store.runIsOver('jenkins-7')).toBe(false)
    })
  })

  test('a file of something else is refused and left alone', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
    writeFileSync(path, '{"other": 1}')
    await expect(fileStore(path).list()).rejects.toThrowError(/is not a record of rollouts/)
  })

  test('a file is about one service in one environment', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'records-')), 'records.json')
    await fileStore(path, Date.now, 'production/shop').create({ sha: 'a', payload: {}, description: '' })
    await expect(fileStore(path, Date.now, 'production/api').list()).rejects.toThrowError(
      /keeps the rollouts of production\/shop, not of production\/api/,
    )
  })
})
