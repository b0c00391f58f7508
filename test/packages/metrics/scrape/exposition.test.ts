import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { samplesNamed } from '../../../../packages/metrics/src/scrape/exposition.ts'

// Shapes from the text format and OpenMetrics specifications, written for this test.
const page = `# HELP http_requests_total The http_requests_total of all \\n requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{ method = "get" , code = "400", } 3
  http_requests_total	{path="/say \\"hi\\"\\\\\\n",msg="a } b # c"} 1.5e3

http_requests_total_created{method="post"} 1.6e9
my_http_requests_total 99
http_requests_total 7
other{text="http_requests_total{a=\\"b\\"} 5"} 1
rpc_seconds_bucket{le="0.1"} 8 # {trace_id="KOO5S4vxi0o"} 0.054 1520879607.789
rpc_seconds_bucket{le="+Inf"} +Inf
rpc_seconds_bucket{le="1"} NaN
empty{} -Inf
# EOF`

describe('samplesNamed', () => {
  test('reads labels with escapes, odd spacing, trailing commas, and timestamps', () => {
    expect(samplesNamed(page, 'http_requests_total')).toEqual([
      { labels: { method: 'post', code: '200' }, value: 1027 },
      { labels: { method: 'get', code: '400' }, value: 3 },
      { labels: { path: '/say "hi"\\\n', msg: 'a } b # c' }, value: 1500 },
      { labels: {}, value: 7 },
    ])
  })

  test('passes over exemplars and reads NaN and infinities', () => {
    expect(samplesNamed(page, 'rpc_seconds_bucket').map(({ value }) => value)).toEqual([
      8,
      Infinity,
      Number.NaN,
    ])
    expect(samplesNamed(page, 'empty')).toEqual([{ labels: {}, value: -Infinity }])
  })

  test('takes carriage returns at line ends', () => {
    expect(samplesNamed('a 1\r\nb{x="y"} 2\r\n', 'b')).toEqual([{ labels: { x: 'y' }, value: 2 }])
  })

  test.each(['a{x="y" 2', 'a{x=y} 2', 'a{x="y"}', 'a two', 'a{x="unclosed} 2'])('refuses %j', (line) => {
    expect(() => samplesNamed(line, 'a')).toThrow(/cannot be read/)
  })

  test('any label value and any number survive', () => {
    const written = (text: string): string =>
      text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
    const text = fc.string({ unit: 'grapheme' }).filter((value) => !value.includes('\r'))
    fc.assert(
      fc.property(
        text,
        text,
        fc.double().map((drawn) => drawn + 0),
        (first, second, value) => {
          const spelled = value === Infinity ? '+Inf' : value === -Infinity ? '-Inf' : String(value)
          const line = `a{x="${written(first)}",y="${written(second)}"} ${spelled} 1395066363000`
          expect(samplesNamed(`b 1\n${line}\nc 2`, 'a')).toEqual([{ labels: { x: first, y: second }, value }])
        },
      ),
    )
  })

  test('reads one metric out of ten megabytes', () => {
    const noise = Array.from(
      { length: 100_000 },
      (_, i) => `noise_total{path="/item/${i}",code="200",host="localhost"} ${i}.25e3 1395066363000`,
    )
    const large = `${noise.join('\n')}\nwanted_total{code="500"} 12\n${noise.join('\n')}\n`
    expect(large.length).toBeGreaterThan(10_000_000)
    expect(samplesNamed(large, 'wanted_total')).toEqual([{ labels: { code: '500' }, value: 12 }])
    expect(samplesNamed(large, 'noise_total')).toHaveLength(200_000)
  })
})
