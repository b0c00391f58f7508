import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { decode } from '@sluice/verdict'
import { beforeEach, describe, expect, test } from 'vitest'
import { ndjson } from '../../packages/shadow/worlds.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const MAIN = new URL('../../../actions/shadow-compare/src/main.ts', import.meta.url).pathname
const COMMON = {
  environment: 'production',
  service: 'search',
  config: '.github/sluice.yml',
  publish: '',
  'when-inconclusive': 'fail',
  'report-dir': 'sluice-report',
  'dry-run': 'false',
  'fail-step': 'true',
}

let folder = ''
beforeEach(() => {
  folder = tempFolder('sluice-shadow')
})

/** Runs the action as a runner would and returns what it wrote. */
async function run(inputs: Readonly<Record<string, string>>) {
  const output = join(folder, 'output')
  writeFileSync(output, '')
  const env = Object.fromEntries(
    Object.entries({ ...COMMON, ...inputs }).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
  )
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_WORKSPACE: folder,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: folder,
      GITHUB_SHA: 'a'.repeat(40),
      ...env,
    },
  })
  let log = ''
  child.stdout.on('data', (text) => (log += String(text)))
  child.stderr.on('data', (text) => (log += String(text)))
  const code = await new Promise<number>((resolve) => child.on('close', (status) => resolve(status ?? -1)))
  const outputs = Object.fromEntries(
    [...readFileSync(output, 'utf8').matchAll(/^(.+?)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(
      ([, name, , value]) => [name, value],
    ),
  )
  return { code, log, outputs }
}

const records = (n: number, v: (id: number) => unknown): string =>
  ndjson(Array.from({ length: n }, (_, id) => ({ id, v: v(id) })))

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

  test('requests are replayed against both versions', async () => {
    const server = createServer((request, response) =>
      response.end(request.url?.startsWith('/new') === true ? '{"v":2}' : '{"v":1}'),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const requests = Array.from({ length: 60 }, (_, id) => ({
      id,
      method: id % 6 === 0 ? 'POST' : 'GET',
      url: `/x/${id}`,
      headers: { 'X-Region': id % 2 === 0 ? 'north' : 'south', authorization: 'Bearer hunter2' },
    }))
    writeFileSync(join(folder, 'requests.ndjson'), ndjson(requests))
    const { outputs, log } = await run({
      requests: 'requests.ndjson',
      'primary-url': `${base}/old`,
      'candidate-url': `${base}/new`,
      'secondary-url': `${base}/old`,
      rate: '500/s',
      slices: 'request.headers.x-region, request.method',
    })
    server.close()
    const verdict = readFileSync(join(folder, outputs['verdict'] ?? ''), 'utf8')
    expect(decode(verdict).details?.['slices']).toMatchObject([
      { name: 'request.method=GET', pairs: 50 },
      { name: 'request.headers.x-region=south', pairs: 30 },
      { name: 'request.headers.x-region=north', pairs: 20 },
    ])
    expect(verdict).not.toContain('hunter2')
    expect(outputs['decision']).toBe('reject')
    expect(log).toMatch(/body\.v/)
    expect(log).toContain('10 withheld')
  })

  test('a candidate that does not answer is told, and a primary that lets nobody in', async () => {
    const server = createServer((request, response) => {
      if (request.url?.startsWith('/new') === true) request.socket.destroy()
      else response.writeHead(401).end('{}')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    writeFileSync(
      join(folder, 'requests.ndjson'),
      ndjson(Array.from({ length: 40 }, (_, id) => ({ id, method: 'GET', url: `/x/${id}` }))),
    )
    const { outputs, log } = await run({
      requests: 'requests.ndjson',
      'primary-url': `${base}/old`,
      'candidate-url': `${base}/new`,
      rate: '500/s',
      requirements: 'error rate <= 1%',
    })
    server.close()
    expect(outputs['decision']).toBe('reject')
    expect(log).toContain('The primary answered 40 of 40 requests with a status of 400 or above')
    expect(log).toMatch(/error rate <= 1%.*100.%.*40 of 40/)
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
