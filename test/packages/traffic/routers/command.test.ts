import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { candidateShare, openRouter, toCandidate, type Router } from '@sluice/traffic'
import { describe, expect, test } from 'vitest'
import { testIo } from '../../../servers/io.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const never = new AbortController().signal
const node = process.execPath

function program(source: string): string {
  const file = join(tempFolder('sluice-command'), 'program.cjs')
  writeFileSync(file, source)
  return file
}

function open(settings: Readonly<Record<string, string>>): ReturnType<typeof openRouter> {
  const printZero = [node, program('console.log(0)')].join('\n')
  return openRouter('command', { write: printZero, read: printZero, ...settings }, testIo())
}

async function weightOf(router: Router): Promise<number> {
  return candidateShare((await router.read(never)).weight)
}

const printing = (text: string): string => [node, program(`console.log(${JSON.stringify(text)})`)].join('\n')

describe('router command', () => {
  test('hands each argument over as it is, with both weights filled in and no shell between', async () => {
    const seen = program(
      'require("fs").writeFileSync(process.argv[1] + ".seen", JSON.stringify(process.argv.slice(2)))',
    )
    const write = [node, seen, '--share={weight}/{baseline-weight}', '$(id); `id` && "two words"'].join('\n')
    await open({ write }).write(toCandidate(0.1), {}, never)
    expect(JSON.parse(readFileSync(`${seen}.seen`, 'utf8'))).toEqual([
      '--share=0.1/99.9',
      '$(id); `id` && "two words"',
    ])
  })

  test('takes a list with numbers in it, as YAML gives it', async () => {
    const file = program('console.log(process.argv[2])')
    expect(await weightOf(open({ read: JSON.stringify([node, file, 12.5]) }))).toBe(12.5)
  })

  test('passes the environment on', async () => {
    const read = [node, program('console.log(process.env.SHARE)')].join('\n')
    expect(await weightOf(open({ read, env: 'SHARE: 33' }))).toBe(33)
  })

  test.each(['', 'abc', '1 2', '-1', '101', 'NaN', '1e1'])(
    'refuses to read %j as a weight',
    async (printed) => {
      const read = [node, program(`process.stdout.write(${JSON.stringify(printed)})`)].join('\n')
      await expect(open({ read }).read(never)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
    },
  )

  test('quotes what a failing program said, cut', async () => {
    const write = [
      node,
      program('console.error("x".repeat(9000) + " no such backend"); process.exit(3)'),
    ].join('\n')
    const problem = await open({ write })
      .write(toCandidate(5), {}, never)
      .catch((error: unknown) => error)
    expect(problem).toMatchObject({ code: 'ROUTER_REFUSED' })
    expect(String(problem)).toMatch(/code 3 .*no such backend/)
    expect(String(problem).length).toBeLessThan(1000)
  })

  test('gives up on a program that does not end in time', async () => {
    const write = [node, program('setTimeout(() => {}, 3000)')].join('\n')
    await expect(open({ write, timeout: '200ms' }).write(toCandidate(5), {}, never)).rejects.toMatchObject({
      code: 'ROUTER_UNREACHABLE',
    })
  })

  test('a program that a cancel left running cannot overtake the weight that was put back', async () => {
    const source =
      'const [, file, weight] = process.argv; setTimeout(() => require("fs").writeFileSync(file + ".w", weight), weight === "50" ? 400 : 0)'
    const file = program(source)
    const router = open({ write: [node, file, '{weight}'].join('\n') })
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(new Error('cancelled')), 100)
    await expect(router.write(toCandidate(50), {}, cancel.signal)).rejects.toThrow('cancelled')
    await router.write(toCandidate(0), {}, never)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(readFileSync(`${file}.w`, 'utf8')).toBe('0')
  })

  test('a program that an earlier write left running is ended before it can act', async () => {
    const source =
      'const [, file, weight] = process.argv; setTimeout(() => require("fs").writeFileSync(file + ".w", weight), weight === "50" ? 6000 : 0)'
    const file = program(source)
    const router = open({ write: [node, file, '{weight}'].join('\n') })
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(new Error('cancelled')), 100)
    await expect(router.write(toCandidate(50), {}, cancel.signal)).rejects.toThrow('cancelled')
    const began = performance.now()
    await router.write(toCandidate(0), {}, never)
    const waited = performance.now() - began
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 6_500 - waited)))
    expect(readFileSync(`${file}.w`, 'utf8')).toBe('0')
  })

  test('takes what the platform knows as JSON: what was asked for, whether it has arrived, and a version', async () => {
    const read = printing('{"weight": 5, "wanted": 25, "pending": true, "version": 7}')
    expect(await open({ read }).read(never)).toEqual({
      weight: toCandidate(5),
      wanted: toCandidate(25),
      pending: true,
      version: '7',
    })
  })

  test('reads and writes more than two arms', async () => {
    const file = program('require("fs").writeFileSync(process.argv[1] + ".w", process.argv[2])')
    const shares = [
      { arm: 'baseline', share: 90 },
      { arm: 'candidate', share: 5 },
      { arm: 'control', share: 5 },
    ]
    const read = printing('{"weight": {"baseline": 90, "candidate": 5, "control": 5}}')
    const router = open({ read, write: [node, file, '{shares}'].join('\n') })
    expect((await router.read(never)).weight).toEqual(shares)
    await router.write(shares, {}, never)
    expect(JSON.parse(readFileSync(`${file}.w`, 'utf8'))).toEqual({ baseline: 90, candidate: 5, control: 5 })
    await expect(open({}).write(shares, {}, never)).rejects.toMatchObject({ code: 'ROUTER_REFUSED' })
  })

  test.each(['{"weight": 500}', '{"weight": {"baseline": 50, "candidate": 5}}', '{"pending": true}', '{'])(
    'refuses the JSON %s',
    async (text) => {
      await expect(open({ read: printing(text) }).read(never)).rejects.toMatchObject({
        code: 'ROUTER_REFUSED',
      })
    },
  )

  test('hands the version of the decision to the program', async () => {
    const file = program('require("fs").writeFileSync(process.argv[1] + ".w", process.argv[2])')
    const router = open({ write: [node, file, '{version}'].join('\n') })
    await router.write(toCandidate(5), { version: 'v7' }, never)
    expect(readFileSync(`${file}.w`, 'utf8')).toBe('v7')
  })

  test('secret values reach the programs and are masked', async () => {
    const io = testIo()
    const read = [node, program('console.log(process.env.SHARE === "s3cret-7" ? 7 : 0)')].join('\n')
    const settings = { read, write: printing('0'), 'secret-env': 'SHARE: s3cret-7' }
    const router = openRouter('command', settings, io)
    expect(await weightOf(router)).toBe(7)
    expect(io.masked).toContain('s3cret-7')
    expect(() => openRouter('command', { ...settings, 'secret-env': 's3cret-7' }, testIo())).toThrow(
      /^(?![^]*s3cret-7)/,
    )
  })

  test('programs count healthy servers and open connections', async () => {
    const health = [node, program('console.log(process.argv[2] === "candidate" ? "2/3" : 4)'), '{arm}'].join(
      '\n',
    )
    const router = open({ health, drain: printing('12') })
    expect(router.can).toMatchObject({ health: true, drain: true })
    expect(await router.health?.('candidate', never)).toEqual({ up: 2, total: 3 })
    expect(await router.health?.('baseline', never)).toEqual({ up: 4, total: 4 })
    expect(await router.drain?.('baseline', never)).toEqual({ open: 12 })
    expect(open({}).can).toMatchObject({ health: false, drain: false })
  })

  test('says what it can do from its settings', () => {
    const router = open({
      settles: '1m',
      timeout: '40s',
      step: '1',
      tolerance: '0.5',
      'survives-restart': 'true',
    })
    expect(router.can).toMatchObject({
      settles: 60_000,
      deadline: { shift: 140_000, undo: 140_000 },
      step: 1,
      tolerance: 0.5,
      survivesRestart: true,
    })
    expect(() => open({ settles: '1m', 'shift-within': '30s' })).toThrow(/settles: must be shorter/)
  })

  test('names every missing and unknown setting at once', () => {
    expect(() => openRouter('command', { wirte: 'x', timeout: 'soon' }, testIo())).toThrow(
      /write: is required[^]*read: is required[^]*timeout: must be duration[^]*wirte: is not a known name/,
    )
  })
})
