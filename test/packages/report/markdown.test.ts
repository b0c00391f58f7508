import { describe, expect, test } from 'vitest'
import { marked } from 'marked'
import type { Evidence } from '@sluice/verdict'
import { renderHtml, renderMarkdown, renderTerminal, renderTitle } from '@sluice/report'
import { evidenceOf, verdictOf } from '../verdict/examples.ts'

const framing = { decision: 'promote', did: 'is promoted to 100%', go: true }
const worse = evidenceOf({
  finding: 'worse',
  reason: 'beyond_margin',
  effect: { estimate: 1.83, low: 1.21, high: 2.6 },
  observed: {
    baseline: { trials: 57_000, events: 570, value: 0.01 },
    candidate: { trials: 3000, events: 55, value: 0.0183 },
  },
})
const HOSTILE = [
  '@acme/team look',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '::set-output name=a::b',
  'a | b | c',
  '`code` **bold** [link](https://evil.example)',
  'https://evil.example/x www.evil.example',
  '<!-- sluice marker -->',
  'fixes #1 GH-1',
  '\u202egnp.exe',
  'line\nbreak\r\n| new | row |',
  'x'.repeat(70_000),
  '"><svg onload=alert(1)>',
  '&lt;b&gt;',
]

describe('the report', () => {
  test('says in one sentence what was done, why, and who was affected', () => {
    const verdict = verdictOf([worse], { exposed: { requests: 3000, share: 0.05 } })
    const text = renderMarkdown(verdict, {
      decision: 'roll-back',
      did: 'is rolled back from 5% to 0%',
      go: false,
    })
    expect(text).toContain(
      '**shop** in **production** is rolled back from 5% to 0%: **error rate** got worse by more than the allowed margin (+83%). 3,000 requests (5% of all) reached the candidate.',
    )
  })

  test('shows effect, interval, margin and counts of both arms', () => {
    const text = renderTerminal(verdictOf([worse]), framing)
    for (const cell of ['+83%', '+21% to +160%', '+25%', '(570 of 57,000)', '(55 of 3,000)']) {
      expect(text).toContain(cell)
    }
  })

  test('says once that no metric has data yet', () => {
    const silent = (metric: string): Evidence =>
      evidenceOf({ metric, finding: 'unknown', reason: 'no_data', critical: true })
    const verdict = verdictOf([silent('errors'), silent('latency')], {
      outcome: 'inconclusive',
      reason: 'nothing_measured',
    })
    expect(renderTerminal(verdict, { ...framing, did: 'holds at 5%' })).toContain(
      'holds at 5%: no metric has data.',
    )
  })

  test('tells of a metric that got worse but never decides that it never decides, in every medium', () => {
    const verdict = verdictOf([{ ...worse, critical: false }])
    for (const render of [renderTerminal, renderMarkdown, renderHtml]) {
      expect(render(verdict, framing)).toContain(', never decides')
    }
  })

  test('puts the worst first', () => {
    const verdict = verdictOf([
      evidenceOf({ metric: 'fine one' }),
      evidenceOf({ ...worse, metric: 'bad one' }),
    ])
    const text = renderMarkdown(verdict, framing)
    expect(text.indexOf('| **bad one**')).toBeLessThan(text.indexOf('| **fine one**'))
  })

  test('is the same bytes for the same verdict', () => {
    const verdict = verdictOf([worse, evidenceOf({})])
    expect(renderHtml(verdict, framing)).toBe(renderHtml(structuredClone(verdict), framing))
  })

  test('says that nothing was measured, rather than showing an empty table', () => {
    expect(renderMarkdown(verdictOf([]), framing)).toContain('Nothing was measured')
    expect(renderHtml(verdictOf([]), framing)).toContain('Nothing was measured')
  })

  test('has a title short enough for a check run', () => {
    const verdict = verdictOf([evidenceOf({ ...worse, metric: 'x'.repeat(500) })])
    expect(renderTitle(verdict, framing).length).toBeLessThanOrEqual(100)
  })
})

describe.each(HOSTILE.map((name) => [name.slice(0, 50), name] as const))('a metric called %j', (_, name) => {
  const verdict = verdictOf([evidenceOf({ ...worse, metric: name, notes: [name] })])
  const markdown = renderMarkdown(verdict, framing)

  test('adds no markup, mention, reference or link to a comment', () => {
    // The last line is ours: it quotes the policy's digest.
    const rendered = marked.parse(markdown.replace(/\n<sub>[^\n]*\n$/, ''), { async: false, gfm: true })
    expect(rendered).not.toMatch(/<(script|img|svg|a|code)\b/)
    expect(markdown).not.toMatch(/@\w|(^|\s)#\d|GH-\d|:\/\/|www\./)
    expect(markdown).not.toContain('<!--')
    expect(markdown.length).toBeLessThan(10_000)
  })

  test('leaves the table whole', () => {
    const lines = markdown.split('\n').filter((line) => line.startsWith('|'))
    const cells = lines.map((line) => line.replaceAll('\\|', '').split('|').length)
    expect(new Set(cells).size).toBe(1)
  })

  test('is text and nothing else in a page', () => {
    const page = renderHtml(verdict, framing)
    expect(page).not.toMatch(/<script|<img|onload=alert\(1\)>|onerror=alert\(1\)>/)
  })

  test('starts no workflow command and moves no cursor in a log', () => {
    const text = renderTerminal(verdict, framing)
    expect(text).not.toMatch(/\u001b|\u202e/)
  })
})

test('says that noise which lasts can cause false alarms where it was not measured, and nothing where it was', () => {
  const sentence =
    'The noise within each version was assumed, not measured. Noise that lasts for several intervals can cause false alarms.'
  for (const render of [renderMarkdown, renderHtml]) {
    expect(render(verdictOf([evidenceOf({ noise: 'presumed' })]), framing)).toContain(sentence)
    expect(render(verdictOf([evidenceOf({ noise: 'learned' })]), framing)).not.toContain('Noise that lasts')
  }
})
