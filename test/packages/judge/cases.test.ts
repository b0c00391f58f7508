import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

// The inputs were recorded by the project's reviewers, each with what must come out.
const root = new URL('../../../', import.meta.url).pathname

function judged(
  name: string,
  samples: string,
  policy = 'policy.yml',
): { readonly code: number; readonly text: string } {
  const folder = `${root}test/fixtures/cases/${name}`
  const command = ['judge', '--policy', `${folder}/${policy}`, '--samples', `${folder}/${samples}`]
  try {
    const text = execFileSync(process.execPath, [`${root}packages/cli/src/main.ts`, ...command], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    return { code: 0, text }
  } catch (error) {
    if (!(error instanceof Error && 'status' in error && 'stdout' in error)) throw error
    const said = 'stderr' in error ? String(error.stderr) : ''
    return { code: Number(error.status), text: `${String(error.stdout)}${said}` }
  }
}

test("noise of each version's own does not fail a sound candidate", () => {
  expect(judged('judge-per-arm-noise', 'samples.csv').code).not.toBe(1)
})

describe('buckets', () => {
  test('a quantile next to a bound does not fail for certain, for nobody knows where in the next bucket it is', () => {
    expect(judged('judge-p95-near-an-edge', 'samples.ndjson').code).not.toBe(1)
  })

  test('a quantile inside a bucket wider than the margin is never a pass, and the bucket is named', () => {
    const { code, text } = judged('judge-p95-inside-a-wide-bucket', 'samples.ndjson')
    expect(code).toBe(2)
    expect(text).toContain('buckets around p95 (0.2 to 0.5) are too coarse for a margin of 10%')
    expect(text).not.toMatch(/about .* more requests/)
  })

  test('different buckets in the two versions are named', () => {
    const { text } = judged('judge-different-buckets', 'samples.ndjson')
    expect(text).toMatch(/only the baseline has 0\.0125/)
    expect(text).toMatch(/only the candidate has 0\.01/)
  })
})

test('a service without errors passes an absolute margin, and a relative one names the way out', () => {
  expect(judged('judge-error-free', 'samples.csv', 'absolute.yml').code).toBe(0)
  const relative = judged('judge-error-free', 'samples.csv', 'relative.yml')
  expect(relative.code).toBe(2)
  expect(relative.text).toContain('margin: 0.02 points')
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

test('the two forms of CSV give the same verdict', () => {
  const [wide, long] = ['wide.csv', 'long.csv'].map((file) => judged('judge-two-csv-forms', file))
  expect(wide?.code).toBe(1)
  expect(long).toEqual(wide)
})

test.each(['value.yml', 'histogram.yml'])('a mean given as %s is refused by one message', (file) => {
  const { code, text } = judged('mean-given-as-value', 'samples.ndjson', file)
  expect(code).toBe(3)
  expect(text).toContain('kind mean takes n, mean and stddev')
})
