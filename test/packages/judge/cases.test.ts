import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

// The inputs were recorded by the project's reviewers, each with what must come out.
const root = new URL('../../../', import.meta.url).pathname

function judged(name: string, samples: string): { readonly code: number; readonly text: string } {
  const folder = `${root}test/fixtures/cases/${name}`
  const command = ['judge', '--policy', `${folder}/policy.yml`, '--samples', `${folder}/${samples}`]
  try {
    const text = execFileSync(process.execPath, [`${root}packages/cli/src/main.ts`, ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { code: 0, text }
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && 'stdout' in error)) throw error
    return { code: Number(error.status), text: String(error.stdout) }
  }
}

test("noise of each version's own does not fail a sound candidate", () => {
  expect(judged('judge-per-arm-noise', 'samples.csv').code).not.toBe(1)
})

describe('a split that is not as planned', () => {
  test('does not keep certain harm from failing, and keeps a sound candidate undecided', () => {
    const name = 'judge-harm-under-mismatch'
    expect(judged(name, 'samples.csv').code).toBe(1)
    expect(judged(name, 'as-planned.csv').code).toBe(1)
    expect(judged(name, 'sound.csv').code).toBe(2)
  })

  test('of a metric that does not decide blocks nothing, and no other metric is blamed for it', () => {
    const name = 'judge-noncritical-mismatch'
    expect(judged(name, 'worse.csv').code).toBe(1)
    const sound = judged(name, 'sound.csv')
    expect(sound.code).toBe(0)
    expect(sound.text).not.toContain('were planned')
  })
})
