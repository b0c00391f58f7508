import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openSource, readRecording, type MetricQuery, type Span } from '@sluice/metrics'
import type { Samples } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { observeOne } from '../../../servers/observe.ts'
import { testIo } from '../../../servers/io.ts'
import { tempFolder } from '../../../support/temp-folder.ts'

const errors: MetricQuery = { name: 'errors', kind: 'proportion', events: 'unused', trials: 'unused' }
const span: Span = {
  slots: [0, 1].map((i) => ({ from: i * 1000, to: (i + 1) * 1000, weight: 5 })),
  intervalMs: 1000,
  baseline: 'v1',
  candidate: 'v2',
}

const csv = `# recorded by hand
metric,from,to,weight,arm,events,trials
errors,0,1000,5%,baseline,3,950
errors,0,1000,5%,candidate,1,50
"errors",1970-01-01T00:00:01Z,1970-01-01T00:00:02Z,5,baseline,2,940
`

function observe(
  text: string,
  name: string,
  settings: Record<string, string> = {},
  over = span,
): Promise<Samples> {
  const path = join(tempFolder('sluice-file'), name)
  writeFileSync(path, text)
  return observeOne(openSource('file', { path, ...settings }, testIo()), errors, over)
}

const proportion = (events: number, trials: number): unknown => ({ kind: 'proportion', events, trials })

describe('source file', () => {
  test('rows of a CSV become blocks; an arm without a row is absent', async () => {
    expect((await observe(csv, 'a.csv')).blocks).toEqual([
      { from: 0, to: 1000, weight: 5, baseline: proportion(3, 950), candidate: proportion(1, 50) },
      {
        from: 1000,
        to: 2000,
        weight: 5,
        baseline: proportion(2, 940),
        candidate: expect.objectContaining({ absence: 'no_data' }),
      },
    ])
  })

  test('lines of NDJSON are samples or blocks, and absences stay what they are', async () => {
    const lost = { kind: 'absent', absence: 'source_unreachable' }
    const lines = [
      { metric: 'errors', from: 1000, to: 2000, weight: 5, baseline: proportion(1, 2), candidate: lost },
      {
        metric: 'errors',
        blocks: [{ from: 0, to: 1000, weight: 5, baseline: proportion(0, 9), candidate: proportion(0, 1) }],
      },
    ]
    const samples = await observe(lines.map((line) => JSON.stringify(line)).join('\n\n'), 'a.ndjson')
    expect(samples.blocks.map(({ candidate }) => candidate)).toEqual([proportion(0, 1), lost])
  })

  test('a problem that many lines have is told once, with the lines', async () => {
    const bad = `${csv}${'errors,3000,4000,5,middle,1,2\n'.repeat(20)}`
    await expect(observe(bad, 'a.csv')).rejects.toThrow(
      /a\.csv[^\n]*\nlines 6, 7, 8, 9, 10, 11, 12, 13 and 12 more: arm must[^\n]*$/,
    )
  })

  test('every bad line is named at once with its number', async () => {
    const bad = `${csv}errors,2000,1000,5,baseline,1,2\nerrors,3000,4000,5,middle,1,2\nerrors,5000,6000,5,baseline,one,2\nerrors,7000,8000,5,baseline,1\n`
    await expect(observe(bad, 'a.csv')).rejects.toMatchObject({
      code: 'BAD_SAMPLES',
      message: expect.stringMatching(
        /line 6: from[^]*line 7: arm must[^]*line 8: events must be a number[^]*line 9: has 6 cells/,
      ),
    })
    const ndjson = '{"metric":"errors"}\nnot json\n{"metric":"errors","blocks":[{"from":0}]}'
    await expect(observe(ndjson, 'a.ndjson')).rejects.toThrow(
      /line 1: [^]*line 2: it is not JSON[^]*line 3: samples.blocks\[0\]/,
    )
  })

  test.each([
    ['metric,from,to\n', /columns missing: weight, arm/],
    ['metric,from,to,weight,arm,evnets,trials\n', /column evnets is not a known name; did you mean events\?/],
    ['metric,from,to,weight,arm,events,trials\nerrors,0,1000,5,baseline,,2\n', /filled columns \(trials\)/],
    [
      'metric,from,to,weight,arm,events,trials\nerrors,0,1000,5,baseline,1,2\nerrors,0,1000,5,baseline,1,2\n',
      /second row/,
    ],
    [
      'metric,from,to,weight,arm,events,trials\nerrors,0,1000,5,baseline,1,2\nerrors,0,1000,7,candidate,1,2\n',
      /weight 7 differs/,
    ],
    ['metric,from,to,weight,arm,events,trials\nerr"ors,0,1000,5,baseline,1,2\n', /quote/],
    [
      'metric,from,to,weight,arm,events,trials\nerrors,0,1000,5,baseline,1,2\nerrors,500,1500,5,baseline,1,2\n',
      /begins before/,
    ],
  ])('%j is refused', async (text, problem) => {
    await expect(observe(text, 'a.csv')).rejects.toThrow(problem)
  })

  test('reads every kind of metric', () => {
    const text = `metric,from,to,weight,arm,events,exposure,n,mean,stddev,value,le,bucket
crashes,0,1000,5,baseline,3,60,,,,,,
size,0,1000,5,baseline,,,10,2.5,0.5,,,
heap,0,1000,5,baseline,,,,,,7,,
series,0,1000,5,baseline,,,,,,7,,
series,0,1000,5,baseline,,,,,,8,,
nan,0,1000,5,baseline,,,,,,NaN,,
p95,0,1000,5,baseline,,,,,,,+Inf,9
p95,0,1000,5,baseline,,,,,,,0.5,4
`
    expect(readRecording(text, 'csv', 'a.csv').map(({ blocks }) => blocks[0]?.baseline)).toEqual([
      { kind: 'count', events: 3, exposure: 60 },
      { kind: 'summary', n: 10, mean: 2.5, m2: 2.5 },
      { kind: 'scalar', value: 7 },
      { kind: 'values', values: [7, 8] },
      { kind: 'absent', absence: 'not_a_number', detail: 'value' },
      { kind: 'histogram', bounds: [0.5], counts: [4, 5] },
    ])
  })

  test('reads the wide form of the same table: one row a block, columns for each arm', () => {
    const wide = `metric,from,to,weight,kind,baseline_events,baseline_trials,candidate_events,candidate_trials
errors,0,1000,5,proportion,3,950,1,50
errors,1000,2000,5,proportion,2,940,,
errors,2000,3000,5,proportion,,,,
`
    expect(readRecording(wide, 'csv', 'a.csv')[0]?.blocks).toMatchObject([
      { from: 0, baseline: proportion(3, 950), candidate: proportion(1, 50) },
      { from: 1000, baseline: proportion(2, 940), candidate: { absence: 'no_data' } },
      { from: 2000, baseline: { absence: 'no_data' }, candidate: { absence: 'no_data' } },
    ])
    const summary = `metric,from,to,weight,kind,baseline_n,baseline_mean,baseline_m2,candidate_n,candidate_mean,candidate_m2
size,0,1000,5,summary,10,2.5,2.5,0,0,0
`
    const [arm] = readRecording(summary, 'csv', 'a.csv')[0]?.blocks ?? []
    expect(arm).toMatchObject({
      baseline: { kind: 'summary', n: 10, mean: 2.5 },
      candidate: { kind: 'summary', n: 0 },
    })
    expect(arm?.baseline.kind === 'summary' && arm.baseline.m2).toBeCloseTo(2.5, 12)
  })

  test('reads a row for each request, and makes one block of each minute', () => {
    const raw = `metric,at,arm,value,events
latency,1970-01-01T00:00:01Z,baseline,0.2,
latency,1970-01-01T00:00:59Z,baseline,0.4,
latency,2000,candidate,0.3,
latency,61000,baseline,0.5,
errors,1000,candidate,,1
errors,2000,candidate,,0
errors,3000,baseline,,0
`
    expect(readRecording(raw, 'csv', 'a.csv')).toMatchObject([
      {
        metric: 'latency',
        blocks: [
          {
            from: 0,
            to: 60_000,
            weight: 100 / 3,
            baseline: { values: [0.2, 0.4] },
            candidate: { values: [0.3] },
          },
          { from: 60_000, weight: 0, candidate: { absence: 'no_data' } },
        ],
      },
      { metric: 'errors', blocks: [{ baseline: proportion(0, 1), candidate: proportion(1, 2) }] },
    ])
  })

  test.each([
    ['metric,at,arm,value\nm,now,baseline,1\n', /line 2: at must be/],
    ['metric,at,arm,events\nm,1,baseline,2\n', /line 2: events must be 0 or 1/],
    [
      'metric,at,arm,value,weight\nm,1,baseline,2,5\nm,2,candidate,2,50\n',
      /line 3: weight 50 differs from 5/,
    ],
    ['metric,at,arm,trails\nm,1,baseline,2\n', /column trails is not a known name/],
    [
      'metric,from,to,weight,kind,baseline_events,baseline_trials\nm,0,1,5,count,1,2\n',
      /line 2: kind must be one of proportion for these columns, got "count"/,
    ],
  ])('other forms: %j is refused', (text, problem) => {
    expect(() => readRecording(text, 'csv', 'a.csv')).toThrow(problem)
  })

  test('in order, the first block answers for the first interval whatever its times', async () => {
    const later = {
      ...span,
      slots: span.slots.map((slot) => ({ ...slot, from: slot.from + 5e9, to: slot.to + 5e9 })),
    }
    expect((await observe(csv, 'a.csv', {}, later)).blocks[0]?.baseline).toMatchObject({
      absence: 'not_observed',
    })
    const { blocks } = await observe(csv, 'a.csv', { align: 'order' }, later)
    expect(blocks[0]).toMatchObject({ from: 5e9, to: 5e9 + 1000, baseline: proportion(3, 950) })
  })

  test('a metric the file does not have is an error that names those it has', async () => {
    await expect(observe(csv.replaceAll('errors', 'other'), 'a.csv')).rejects.toThrow(
      /no metric with the name "errors"; it has "other"/,
    )
  })

  test('a file that cannot be read is an unreachable source in every block', async () => {
    const samples = await observeOne(openSource('file', { path: '/nowhere/a.csv' }, testIo()), errors, span)
    for (const { baseline, candidate } of samples.blocks) {
      expect([baseline, candidate]).toMatchObject([
        { absence: 'source_unreachable' },
        { absence: 'source_unreachable' },
      ])
    }
  })
})

describe('the past in a file', () => {
  const line = (from: number, events: number) =>
    JSON.stringify({
      metric: 'errors',
      from,
      to: from + 1000,
      weight: 0,
      baseline: { kind: 'proportion', events, trials: 100 },
      candidate: { kind: 'proportion', events: 1, trials: 1 },
    })
  const past = async (settings: Readonly<Record<string, string>>) => {
    const source = openSource('file', settings, testIo())
    const asked = { arm: 'v1', from: 1000, to: 3000, intervalMs: 1000 }
    return await source.past?.([errors], asked, new AbortController().signal)
  }
  const written = (name: string, text: string) => {
    const path = join(tempFolder('sluice-past'), name)
    writeFileSync(path, text)
    return path
  }
  const path = written('rollout.ndjson', [line(0, 1), line(1000, 2), line(2000, 3), line(3000, 4)].join('\n'))

  test('is what the file holds before the rollout, the candidate left out', async () => {
    expect(await past({ path })).toMatchObject([
      {
        blocks: [
          { from: 1000, baseline: { events: 2 }, candidate: { absence: 'not_observed' } },
          { from: 2000, baseline: { events: 3 } },
        ],
      },
    ])
  })

  test('is a file of its own where `history` names one, whatever its times', async () => {
    const history = written('before.ndjson', line(-90_000, 7))
    expect(await past({ path, history, align: 'order' })).toMatchObject([
      { blocks: [{ baseline: { events: 7 } }] },
    ])
  })

  test('is unknown where blocks answer in order, and where there is no such file', async () => {
    expect(await past({ path, align: 'order' })).toEqual([{ metric: 'errors', blocks: [] }])
    expect(await past({ path, history: `${path}.none` })).toMatchObject([
      { blocks: [], notes: [expect.stringContaining('ENOENT')] },
    ])
  })
})

test('requests with a column `unit` carry what each unit did, by numbers and not by names', async () => {
  const rows = [
    'metric,at,arm,events,unit',
    'errors,0,baseline,0,ann@example.com',
    'errors,100,candidate,1,bob',
    'errors,200,candidate,0,bob',
    'errors,60000,candidate,1,bob',
    'errors,60000,baseline,0,cyd',
  ].join('\n')
  const [samples] = readRecording(rows, 'csv', 'requests.csv')
  expect(samples?.blocks.map(({ candidate }) => candidate)).toEqual([
    { kind: 'proportion', events: 1, trials: 2, units: { each: [[1, 1, 2]] } },
    { kind: 'proportion', events: 1, trials: 1, units: { each: [[1, 1, 1]] } },
  ])
  expect(samples?.blocks[1]?.baseline).toMatchObject({ units: { each: [[2, 0, 1]] } })
  expect(JSON.stringify(samples)).not.toContain('ann@example.com')
  expect(() => readRecording(`${rows}\nerrors,60000,baseline,0,`, 'csv', 'requests.csv')).toThrow(
    /unit is empty/,
  )
})
