import { describe, expect, test } from 'vitest'
import { projectFiles, read } from '../support/files.ts'

const code = projectFiles('.ts')
const sources = code.filter((file) => /^(packages|actions|dev)\/[^/]+\/src\//.test(file))

/** `FILE:LINE` of every line that matches, so that a failure names the place. */
function places(files: readonly string[], pattern: RegExp): readonly string[] {
  return files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, i) =>
        pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${file}:${i + 1}`] : [],
      ),
  )
}

describe('code rules', () => {
  test('no module is mocked', () => {
    expect(
      places(
        code.filter((f) => !f.startsWith('test/contract/')),
        /\bvi\.(mock|doMock|hoisted)\(/,
      ),
    ).toEqual([])
  })

  test('nothing is typed any, and no type error is silenced', () => {
    const pattern = /(:\s*any\b|\bas any\b|<any\b|\bany\[\]|@ts-(ignore|expect-error|nocheck))/
    expect(
      places(
        code.filter((f) => !f.startsWith('test/contract/')),
        pattern,
      ),
    ).toEqual([])
  })

  test('no test is skipped or singled out for good', () => {
    const tests = code.filter((f) => f.endsWith('.test.ts') && !f.startsWith('test/contract/'))
    expect(places(tests, /\b(test|describe|it)\.(only|todo)\(/)).toEqual([])
  })

  test('the process is touched only by the runner, by entry points and by what starts them', () => {
    const allowed = /^(packages\/(action|cli)\/|dev\/)/
    expect(
      places(
        sources.filter((f) => !allowed.test(f)),
        /\bprocess\.(env|exit|argv|on|stdout|stderr|cwd)\b/,
      ),
    ).toEqual([])
  })

  test('what decides asks no clock and rolls no dice', () => {
    const pure = sources.filter((f) =>
      /^packages\/(verdict|stats|judge|compat|report|shadow|gate)\/(?!src\/app\/)/.test(f),
    )
    expect(places(pure, /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/)).toEqual([])
  })

  test('only the GitHub package and defaults know where GitHub is', () => {
    const allowed = /^(packages\/(github|action\/src\/facts|gate\/src\/app)|dev\/sandbox)/
    expect(
      places(
        sources.filter((f) => !allowed.test(f)),
        /api\.github\.com/,
      ),
    ).toEqual([])
  })

  test('no source file is longer than 300 lines, no test file longer than 400', () => {
    const lines = (file: string): number => read(file).split('\n').length - 1
    const long = code
      .filter((f) => lines(f) > (f.startsWith('test/') ? 400 : 300))
      .map((f) => `${f}: ${lines(f)}`)
    expect(long).toEqual([])
  })

  test('every main.ts of an action is at most forty lines', () => {
    const mains = sources.filter((f) => /^actions\/[^/]+\/src\/main\.ts$/.test(f))
    expect(mains.filter((f) => read(f).split('\n').length > 41)).toEqual([])
  })
})
