import {
  renderHtml,
  renderMarkdown,
  SHADOW_SCRIPT,
  shadowHtml,
  shadowMarkdown,
  shadowTerminal,
} from '@sluice/report'
import { isField } from '@sluice/shadow'
import { encode, decode, shadowDetails, type ShadowDetails, type Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, verdictOn } from '../../shadow/worlds.ts'

const HOSTILE = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '@everyone | `x` \n\n# heading',
  '::error::fake',
  'https://evil.example/?q=1',
  '\u202egnp.exe',
  '[click](javascript:alert(1))',
]

function world(words: Readonly<Record<string, string>> = {}): {
  readonly verdict: Verdict
  readonly details: ShadowDetails
} {
  const record = (id: number, arm: number): unknown => ({
    id: `${HOSTILE[id % HOSTILE.length]}${id}`,
    slice: HOSTILE[(id + 1) % HOSTILE.length],
    prediction: HOSTILE[(id + arm) % HOSTILE.length],
    truth: 'x',
    latency_ms: id + arm,
    ...Object.fromEntries(HOSTILE.map((key) => [key, arm === 0 ? key : `${key}!`])),
  })
  const ids = Array.from({ length: 200 }, (_, id) => id)
  const asked = { kind: 'classification', slices: 'slice', ...words }
  const sample = JSON.stringify(record(0, 0))
  const arms = [0, 1].map((arm) => ndjson(ids.map((id) => record(id, arm))))
  const verdict = verdictOn(compared(arms, asked), asked, sample)
  const details = shadowDetails(verdict.details)
  if (details === undefined) throw new Error('no details')
  return { verdict, details }
}

const framing = { decision: 'reject', did: 'was rejected', go: false, elsewhere: isField }

describe('shadow reports', () => {
  test.each(['values', 'none'])(
    'hostile text cannot break the page or the comment, nor ping anyone (redact: %s)',
    (redact) => {
      const { verdict, details } = world({ redact })
      const page = renderHtml(verdict, framing, shadowHtml(details, 0.95), SHADOW_SCRIPT)
      expect(page.match(/<script/g)).toHaveLength(1)
      expect(page).not.toMatch(/<img|onerror=alert\(1\)>|src="?http/)
      expect(page).not.toContain('\u202e')
      const comment = renderMarkdown(verdict, framing, shadowMarkdown(details, 0.95))
      expect(comment).not.toMatch(/<script|<img|@everyone|https:\/\/evil|[^\\]\]\(javascript/)
      expect(comment).not.toMatch(/^# heading/m)
      expect(shadowTerminal(details, 0.95)).not.toContain('\n\n#')
    },
  )

  test('values are hidden unless asked for, in every file that is written', () => {
    const secret = 'hunter2-4111111111111111'
    const arms = ['', 'x'].map((end) => ndjson([{ id: 'someone@example.org', card: `${secret}${end}` }]))
    const hidden = encode(verdictOn(compared(arms)))
    expect(hidden).not.toContain(secret)
    expect(hidden).not.toContain('someone@example.org')
    expect(encode(verdictOn(compared(arms, { redact: 'none' }), { redact: 'none' }))).toContain(secret)
  })

  test('a verdict survives being written and read, details included', () => {
    const { verdict } = world()
    expect(decode(encode(verdict)).outcome).toBe(verdict.outcome)
    expect(shadowDetails(decode(encode(verdict)).details)).toBeDefined()
  })

  test('a comment stays far below what GitHub takes, whatever differs', () => {
    const wide = (arm: number): string =>
      ndjson([
        {
          id: 1,
          ...Object.fromEntries(
            Array.from({ length: 3000 }, (_, k) => [`${'long name '.repeat(30)}${k}`, arm]),
          ),
        },
      ])
    const verdict = verdictOn(compared([wide(0), wide(1)]))
    const details = shadowDetails(verdict.details)
    const sections = details === undefined ? [] : shadowMarkdown(details, 0.95)
    expect(renderMarkdown(verdict, framing, sections).length).toBeLessThan(40_000)
  })
})
