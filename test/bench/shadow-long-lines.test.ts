import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareFiles } from '@sluice/shadow'
import { expect, test } from 'vitest'
import { comparison } from '../packages/shadow/worlds.ts'
import { tempFolder } from '../support/temp-folder.ts'

const script = new URL('../../actions/shadow-compare/src/worker.ts', import.meta.url)

const long = (v: number, length: number): string => `{"id":"long","v":${v},"t":"${'x'.repeat(length)}"}`

test.each([
  ['20 MB are told as too large', 20e6, '16', { compared: 2, oversized: 1 }],
  ['100 MB are compared where max-record allows it', 100e6, '128', { compared: 3, oversized: 0 }],
])('lines of %s', async (_, length, limit, expected) => {
  const folder = tempFolder('sluice-long')
  const write = (name: string, line: string): string => {
    const path = join(folder, name)
    writeFileSync(path, `{"id":1}\n${line}\n{"id":2}\n`)
    return path
  }
  for (const [primary, candidate] of [
    [long(1, length), long(2, length)],
    [long(1, 20e6), long(1, 20e6)],
    [long(1, 20e6), long(100, 20e6)],
  ] as const) {
    const asked = comparison({ 'max-record': limit })
    const arms = [[write('a', primary)], [write('b', candidate)]]
    const { compared, lost, any } = await compareFiles(arms, asked, { threads: 2, script })
    expect({ compared, oversized: lost[1]?.oversized }).toEqual(expected)
    expect(any.alone).toBe(primary !== candidate && limit === '128' ? 1 : 0)
  }
})
