import { rejudge } from '@sluice/compat'
import { decode, encode, type Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from './worlds.ts'

type Words = Readonly<Record<string, string>>

const REQUIREMENTS = [
  'p95 latency_ms <= 250',
  'p50 latency_ms <= 110% of primary',
  'mean response_bytes <= 20000',
  'error rate <= 5%',
  'error increase <= 1%',
  'not compared <= 5%',
].join('\n')

const WORLDS: readonly (readonly [name: string, words: Words, arms: number])[] = [
  ['with a repeat of the primary', {}, 3],
  ['without one', {}, 2],
  ["by Diffy's filter", { noise: 'diffy' }, 3],
  ['without noise', { noise: 'none' }, 3],
  ['with requirements', { requirements: REQUIREMENTS }, 3],
  ['of a model with labels', { kind: 'classification', label: 'truth', slices: 'region' }, 2],
  ['of a model without labels', { kind: 'classification', requirements: 'disagreement <= 20%' }, 2],
]

/** Answers with rare and constant noise, a field the candidate breaks, measures, errors, a model's answers, and gaps. */
function arms(count: number): readonly string[] {
  const random = seeded(19)
  const record = (id: number, arm: number): unknown => ({
    id,
    rare: random() < 0.02 ? random() : 0,
    trace: `${random()}`,
    price: arm === 1 && id % 9 === 0 ? null : 1,
    region: id % 3 === 0 ? 'eu' : 'us',
    latency_ms: 100 * random() + (arm === 1 ? 5 : 0),
    response_bytes: 900 + Math.floor(300 * random()),
    status: random() < 0.01 ? 500 : 200,
    truth: `${id % 4}`,
    prediction: random() < 0.1 ? '9' : `${id % 4}`,
    score: random(),
  })
  return Array.from({ length: count }, (_, arm) =>
    ndjson(
      Array.from({ length: 1500 }, (__, id) => id)
        .filter((id) => arm !== 1 || id % 97 !== 0)
        .map((id) => record(id, arm)),
    ),
  )
}

function verdictIn(words: Words, count: number): Verdict {
  const texts = arms(count)
  return verdictOn(compared(texts, words), words, texts[0]?.split('\n')[0])
}

interface Json {
  [key: string]: unknown
}

/** The verdict after someone changed its text, as whoever reads it would judge it. */
function tampered(verdict: Verdict, change: (evidence: Json[], whole: Json) => void): () => Verdict {
  const whole = JSON.parse(encode(verdict)) as Json
  change(whole['evidence'] as Json[], whole)
  return () => decode(JSON.stringify(whole), rejudge)
}

/** Every number of events that a verdict was reached by, as the object that holds it and its key. */
function counts(evidence: readonly Json[]): readonly (readonly [holder: Json, key: string])[] {
  const walk = (value: unknown): readonly (readonly [Json, string])[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, item]) =>
          ['events', 'trials', 'candidateOnly', 'baselineOnly'].includes(key)
            ? [[value as Json, key] as const]
            : walk(item),
        )
  return evidence.flatMap((each) => walk(each['samples']))
}

describe('a verdict on a shadow comparison can be judged again by whoever reads it', () => {
  test.each(WORLDS)('%s', (_, words, count) => {
    const verdict = verdictIn(words, count)
    expect(verdict.evidence.length).toBeGreaterThan(2)
    expect(decode(encode(verdict), rejudge)).toEqual(verdict)
  })
})

describe('what someone altered is refused', () => {
  const verdict = verdictIn({ requirements: REQUIREMENTS }, 3)

  test('every count that decides, one at a time', () => {
    const all = counts(JSON.parse(encode(verdict)).evidence as Json[])
    expect(all.length).toBeGreaterThan(20)
    all.forEach((_, k) => {
      const change = (evidence: Json[]): void => {
        const [holder, key] = counts(evidence)[k] ?? [{}, '']
        holder[key] = Number(holder[key]) + 1
      }
      expect(tampered(verdict, change), `count ${k}`).toThrow()
    })
  })

  test('a measured distribution', () => {
    const forged = tampered(verdict, (evidence) => {
      const measured = evidence.find(({ metric }) => metric === 'p95 latency_ms <= 250')
      const [block] = (measured?.['samples'] as { blocks: { candidate: Json }[] }).blocks
      const arm = block?.candidate ?? {}
      if (Array.isArray(arm['values'])) arm['values'] = [9999, ...(arm['values'] as number[])]
      else arm['zeros'] = Number(arm['zeros']) + 500
    })
    expect(forged).toThrow()
  })

  test('the outcome', () => {
    expect(verdict.outcome).toBe('fail')
    expect(tampered(verdict, (_, whole) => Object.assign(whole, { outcome: 'pass' }))).toThrow(/fail/)
  })

  test('each finding, with an outcome that fits it', () => {
    for (const [k, { finding, metric }] of verdict.evidence.entries()) {
      const other = finding === 'fine' ? 'unknown' : 'fine'
      const forged = tampered(verdict, (evidence) => Object.assign(evidence[k] ?? {}, { finding: other }))
      expect(forged, metric).toThrow(metric)
    }
  })

  test('a metric left out, and one that is repeated', () => {
    expect(tampered(verdict, (evidence) => evidence.splice(0, 1))).toThrow(/there is no evidence/)
    expect(tampered(verdict, (evidence) => evidence.push(...evidence.slice(0, 1)))).toThrow(/twice/)
  })
})
