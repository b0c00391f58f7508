import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileLedger, type Mark } from '@sluice/rollout'

const MORTAL = new URL('./mortal.ts', import.meta.url).pathname
const AT_ONCE = 3

/** Resolves to the signal that ended the process, or null. */
function run(folder: string, place: number, outcome: string): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [MORTAL, folder, String(place), outcome], { stdio: 'inherit' })
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
}

async function killedAt(place: number, outcome: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sigkill-'))
  try {
    writeFileSync(join(folder, 'share'), '0')
    const signal = await run(folder, place, outcome)
    const before = existsSync(join(folder, 'journal')) ? readFileSync(join(folder, 'journal'), 'utf8') : ''
    if (signal !== null) await run(folder, -1, outcome)
    const [entry, ...more] = await fileLedger(join(folder, 'swaps.json')).list(new AbortController().signal)
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
    const marks: readonly Mark[] = entry?.marks ?? []
    return {
      signal,
      before,
      share: read('share'),
      decision: read('decision'),
      records: more.length + 1,
      marks,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe.each([
  ['pass', 'swapped', '100', 'retired', 0],
  // What comes before the first look is the same as above.
  ['fail', 'swapped-back', '0', 'returned', 14],
] as const)('a swap whose watch says %s', (outcome, decision, share, last, from) => {
  test(
    'killed with SIGKILL before and after every effect, and run again, ends in the same state',
    { timeout: 90_000 },
    async () => {
      for (let first = from, over = false; !over; first += AT_ONCE) {
        const places = Array.from({ length: AT_ONCE }, (_, i) => first + i)
        const ends = await Promise.all(places.map(async (place) => await killedAt(place, outcome)))
        for (const end of ends) {
          expect(end, end.before).toMatchObject({ decision, share, records: 1 })
          expect(end.marks.at(-1)?.what).toBe(last)
          const what = end.marks.map((mark) => mark.what)
          expect(
            what.filter((each, i) => what.indexOf(each) !== i),
            'nothing is done twice',
          ).toEqual([])
        }
        over = ends.some((end) => end.signal === null)
        if (over) expect(first).toBeGreaterThan(20)
      }
    },
  )
})
