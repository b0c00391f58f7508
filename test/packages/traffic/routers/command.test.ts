import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openRouter } from '@sluice/traffic'
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

describe('router command', () => {
  test('hands each argument over as it is, with both weights filled in and no shell between', async () => {
    const seen = program(
      'require("fs").writeFileSync(process.argv[1] + ".seen", JSON.stringify(process.argv.slice(2)))',
    )
    const write = [node, seen, '--share={weight}/{baseline-weight}', '$(id); `id` && "two words"'].join('\n')
    await open({ write }).write(0.1, never)
    expect(JSON.parse(readFileSync(`${seen}.seen`, 'utf8'))).toEqual([
      '--share=0.1/99.9',
      '$(id); `id` && "two words"',
    ])
  })

  test('takes a list with numbers in it, as YAML gives it', async () => {
    const file = program('console.log(process.argv[2])')
    expect(await open({ read: JSON.stringify([node, file, 12.5]) }).read(never)).toBe(12.5)
  })

  test('passes the environment on', async () => {
    const read = [node, program('console.log(process.env.SHARE)')].join('\n')
    expect(await open({ read, env: 'SHARE: 33' }).read(never)).toBe(33)
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
      .write(5, never)
      .catch((error: unknown) => error)
    expect(problem).toMatchObject({ code: 'ROUTER_REFUSED' })
    expect(String(problem)).toMatch(/code 3 .*no such backend/)
    expect(String(problem).length).toBeLessThan(1000)
  })

  test('gives up on a program that does not end in time', async () => {
    const write = [node, program('setTimeout(() => {}, 3000)')].join('\n')
    await expect(open({ write, timeout: '200ms' }).write(5, never)).rejects.toMatchObject({
      code: 'COMMAND_TIMED_OUT',
    })
  })

  test('a program that a cancel left running cannot overtake the weight that was put back', async () => {
    const source =
      'const [, file, weight] = process.argv; setTimeout(() => require("fs").writeFileSync(file + ".w", weight), weight === "50" ? 400 : 0)'
    const file = program(source)
    const router = open({ write: [node, file, '{weight}'].join('\n') })
    const cancel = new AbortController()
    setTimeout(() => cancel.abort(new Error('cancelled')), 100)
    await expect(router.write(50, cancel.signal)).rejects.toThrow('cancelled')
    await router.write(0, never)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(readFileSync(`${file}.w`, 'utf8')).toBe('0')
  })

  test('names every missing and unknown setting at once', () => {
    expect(() => openRouter('command', { wirte: 'x', timeout: 'soon' }, testIo())).toThrow(
      /wirte[^]*write: is required[^]*read: is required[^]*timeout: must be duration/,
    )
  })
})
