import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { shadowCommand } from '../../../packages/cli/src/shadow/main.ts'
import { runCommand } from '../cli/run-command.ts'

/** Small logs, made up for the purpose, on which the product was wrong. */
const CASES = join(import.meta.dirname, '../../fixtures/cases')
const reports = mkdtempSync(join(tmpdir(), 'sluice-cases-'))
afterAll(() => rmSync(reports, { recursive: true, force: true }))

async function shadow(name: string, candidate: string, ...more: readonly string[]) {
  const folder = join(CASES, `shadow-${name}`)
  const stable = candidate.replace(/^[^.]+/, 'stable')
  const files = [
    '--primary',
    join(folder, stable),
    '--candidate',
    join(folder, candidate),
    '--report-dir',
    reports,
  ]
  const { code, out } = await runCommand(shadowCommand, [...files, ...more])
  return { code, out, report: readFileSync(join(reports, 'report.md'), 'utf8') }
}

const FEW = ['--max-difference-rate', '3%'] as const

describe('logs as people have them', () => {
  test.each([
    ['a JSON array', 'json-array', 'stable.json', [], 0],
    ['a JSON array with changes', 'json-array', 'changed.json', [], 1],
    ['UTF-16 with a byte order mark', 'utf16', 'candidate.ndjson', [], 0],
    ['gzip without its suffix', 'gzip-without-suffix', 'candidate.ndjson', [], 0],
    ['ids 1 and 1.0', 'ids-1-and-1.0', 'candidate.ndjson', [], 0],
    [
      'decimals in texts within a tolerance',
      'numeric-text',
      'rounded.ndjson',
      ['--tolerance', 'amount: 0.02'],
      0,
    ],
    [
      'decimals in texts beyond a tolerance',
      'numeric-text',
      'wrong.ndjson',
      ['--tolerance', 'amount: 0.02'],
      1,
    ],
  ])('%s', async (_, name, candidate, more, code) => {
    expect((await shadow(name, candidate, ...FEW, ...more)).code).toBe(code)
  })
})

describe('names of HTTP headers', () => {
  test('have no case', async () => {
    expect((await shadow('header-case', 'candidate.ndjson', ...FEW)).code).toBe(0)
  })

  test('are said to differ only in case where case is asked to count', async () => {
    const { code, out } = await shadow('header-case', 'candidate.ndjson', ...FEW, '--caseless', 'none')
    expect(code).toBe(1)
    expect(out).toContain('differ only in case. `caseless: headers` compares such names without case.')
  })
})

describe('JSON inside a text', () => {
  test('is compared as what it holds where `parse` names the text', async () => {
    const parse = ['--parse', 'message']
    expect((await shadow('json-in-a-string', 'reordered.ndjson', ...FEW, ...parse)).code).toBe(0)
    const { code, report } = await shadow('json-in-a-string', 'changed.ndjson', ...FEW, ...parse)
    expect(code).toBe(1)
    expect(report).toMatch(/message\.total.*\| 13\.1% \|/)
  })

  test('is compared as text otherwise, and the report says how to open it', async () => {
    const { code, out } = await shadow('json-in-a-string', 'reordered.ndjson', ...FEW)
    expect(code).toBe(1)
    expect(out).toContain('`message` is a text that holds JSON. `parse: message` compares what it holds')
  })

  test('in base64, as SageMaker captures it, is read, and the prediction in it is found', async () => {
    const words = ['--pair-by', 'eventMetadata.eventId', '--kind', 'regression']
    const more = [...words, '--max-difference-rate', '1%']
    const { code, out } = await shadow('base64-capture', 'candidate.jsonl.gz', ...more)
    expect(code).toBe(1)
    expect(out).toMatch(/disagreement .* 10% \(40 of 400\)/)
    expect(out).toContain('`captureData.endpointOutput.data.score` is read as the prediction')
    expect(out).not.toContain('no usable answer')
  })
})

describe('one cause with many symptoms', () => {
  test('the status that turned is named first, and explains all other fields', async () => {
    const { code, out, report } = await shadow('root-cause', 'candidate.ndjson.gz')
    expect(code).toBe(1)
    expect(out).toContain('"field status" differs more than noise and budget allow, with 41 other fields')
    expect(report).toContain('1. **status** turned from 200 to 503 in 20 answers (0.625%)')
    expect(report).toContain('**error** was added, 40 fields in **order** are missing.')
    expect(report.split('\n').filter((line) => line.includes('order.line'))).toHaveLength(1)
  })
})

describe('records that cannot be paired', () => {
  test('the field that could identify them is named, and pairs them', async () => {
    const wrong = await shadow('wrong-pair-by', 'stable.ndjson', ...FEW)
    expect(wrong.code).toBe(1)
    expect(wrong.out).toContain('`pair-by: trace_id`')
    expect((await shadow('wrong-pair-by', 'stable.ndjson', ...FEW, '--pair-by', 'trace_id')).code).toBe(0)
  })
})

describe('answers that broke in the candidate only', () => {
  test('NaN is a value, and differs from a number', async () => {
    const { code, report } = await shadow('broken-answers', 'nan.ndjson.gz')
    expect(code).toBe(1)
    expect(report).toMatch(/eta.*order-\d+/)
  })

  test.each(['cut', 'missing'])('%s answers reject, and the first ones are named', async (kind) => {
    const { code, report } = await shadow('broken-answers', `${kind}.ndjson.gz`)
    expect(code).toBe(1)
    expect(report).toContain(
      'The candidate gave no answer that can be read to 32 requests that the primary answered, such as order-70201',
    )
  })
})

describe('models', () => {
  test('a loss whose interval holds the margin is undecided, with the pairs still needed', async () => {
    const words = ['--kind', '{ classification: { prediction: answer } }', '--label', 'truth']
    const { code, out } = await shadow(
      'margin-rule',
      'candidate.ndjson.gz',
      ...words,
      '--requirements',
      'accuracy loss <= 1%',
    )
    expect(code).toBe(2)
    expect(out).toMatch(/accuracy loss.*≈ 8,135 more/)
  })

  test('a class that vanishes rejects, however rare it is', async () => {
    const words = ['--kind', 'classification', '--label', 'label']
    const { code, report } = await shadow('minority-class', 'candidate.ndjson.gz', ...words)
    expect(code).toBe(1)
    expect(report).toContain('The candidate misses 24 of 24 "defect", the stable model 0.')
  })
})

describe('models that got worse without another answer', () => {
  test('probabilities that collapse reject, and the same ones do not', async () => {
    const words = ['--kind', '{ classification: { prediction: lang, score: probs } }']
    const { code, report } = await shadow('probability-vectors', 'candidate.ndjson.gz', ...words)
    expect(code).toBe(1)
    expect(report).toMatch(/mean shift of probabilities \| 0\.66 /)
    expect((await shadow('probability-vectors', 'stable.ndjson.gz', ...words)).code).toBe(0)
  })

  test('texts that became one refusal reject, and some inputs are named', async () => {
    const repeat = join(CASES, 'shadow-text-refusals/repeat.ndjson.gz')
    const words = ['--secondary', repeat, '--kind', 'text', '--max-difference-rate', '5%']
    const { code, report } = await shadow('text-refusals', 'candidate.ndjson.gz', ...words)
    expect(code).toBe(1)
    expect(report).toMatch(/32 answers of the candidate became one same text, such as \d+, \d+, \d+/)
  })
})

describe('slices', () => {
  test('only the slice is marked in which a field differs more often than elsewhere', async () => {
    const repeat = join(CASES, 'shadow-slices/repeat.ndjson.gz')
    const words = ['--secondary', repeat, '--slices', 'plan, client']
    const { code, report } = await shadow('slices', 'candidate.ndjson.gz', ...words)
    expect(code).toBe(1)
    expect(
      [...report.matchAll(/❌ (\w+=\w+) \| [\d,]+ \| (\w+)/g)].map(([, slice, field]) => [slice, field]),
    ).toEqual([['plan=enterprise', 'quota']])
  })
})
