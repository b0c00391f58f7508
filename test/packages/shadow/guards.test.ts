import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeSummary, mergeSummaries } from '@sluice/shadow'
import { shadowDetails, type Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, comparison, ndjson, seeded, verdictOn } from './worlds.ts'

const KIND = { kind: '{ classification: { prediction: a, score: p } }' }

function verdict(words: Readonly<Record<string, string>>, ...arms: readonly (readonly object[])[]): Verdict {
  return verdictOn(compared(arms.map(withIds), words), words)
}

function withIds(records: readonly object[]): string {
  return ndjson(records.map((record, id) => ({ id, ...record })))
}

function finding({ evidence }: Verdict, metric: string) {
  const found = evidence.find((each) => each.metric === metric)
  return found === undefined ? undefined : [found.critical, found.finding]
}

const many = (n: number, make: (k: number) => object): readonly object[] =>
  Array.from({ length: n }, (_, k) => make(k))

describe('probabilities by class', () => {
  const oracle = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../oracles/shadow/probabilities.json'), 'utf8'),
  ) as {
    classes: readonly string[]
    truth: readonly string[]
    stable: readonly (readonly number[])[]
    candidate: readonly (readonly number[])[]
    expected: Readonly<Record<'stable' | 'candidate', Readonly<Record<string, number>>>>
    shift: number
  }

  test.each(['lists', 'objects by class'])('as %s have the figures of scikit-learn and SciPy', (form) => {
    const { classes } = oracle
    const named = (of: readonly number[]) =>
      form === 'lists' ? of : Object.fromEntries(of.map((p, k) => [classes[k] ?? '', p]))
    const arm = (all: readonly (readonly number[])[]) =>
      all.map((of, k) => ({
        a: 'x',
        p: named(of),
        y: form === 'lists' ? classes.indexOf(oracle.truth[k] ?? '') : oracle.truth[k],
      }))
    const found = verdict({ ...KIND, label: 'y' }, arm(oracle.stable), arm(oracle.candidate))
    const figures = new Map(shadowDetails(found.details)?.model?.figures.map((each) => [each.name, each]))
    const names = {
      logLoss: 'mean log-loss',
      brier: 'mean Brier score',
      top3: 'mean top-3 accuracy',
      entropy: 'mean entropy',
      highest: 'mean highest probability',
    }
    for (const [key, name] of Object.entries(names)) {
      expect(figures.get(name)?.value, name).toBeCloseTo(oracle.expected.candidate[key] ?? Number.NaN, 9)
      expect(figures.get(name)?.stable, name).toBeCloseTo(oracle.expected.stable[key] ?? Number.NaN, 9)
    }
    expect(figures.get('mean shift of probabilities')?.value).toBeCloseTo(oracle.shift, 9)
  })

  const sure = { a: 'de', p: { de: 0.94, en: 0.02, fr: 0.04 } }
  const unsure = { a: 'de', p: { de: 0.4, en: 0.3, fr: 0.3 } }

  test.each([
    ['objects', sure, unsure],
    ['lists', { a: 'de', p: [0.94, 0.02, 0.04] }, { a: 'de', p: [0.4, 0.3, 0.3] }],
    ['one number', { a: 'de', p: 0.94 }, { a: 'de', p: 0.34 }],
  ])('that collapse as %s reject, though every answer is the same', (_, before, after) => {
    const found = verdict(
      KIND,
      many(3200, () => before),
      many(3200, () => after),
    )
    expect([found.outcome, finding(found, 'shift of probabilities')]).toEqual(['fail', [true, 'worse']])
    expect(
      verdict(
        KIND,
        many(3200, () => before),
        many(3200, () => before),
      ).outcome,
    ).toBe('pass')
  })

  test('that move as much from one run to the next are noise', () => {
    const random = seeded(5)
    const shaken = () =>
      many(3200, () => {
        const de = 0.3 + 0.6 * random()
        return { a: 'de', p: { de, en: 1 - de } }
      })
    const [a, b, c] = [shaken(), shaken(), shaken()]
    expect(verdict(KIND, a, c).outcome).toBe('fail')
    expect(verdict({ ...KIND }, a, c, b).outcome).toBe('pass')
  })

  test('with labels the Brier score decides: sharper and right is no loss, surer and wrong is', () => {
    const labelled = (p: (k: number) => number) =>
      many(3200, (k) => ({ a: k % 10 === 0 ? 'en' : 'de', y: 'de', p: { de: p(k), en: 1 - p(k) } }))
    const words = { ...KIND, label: 'y' }
    const stable = labelled((k) => (k % 10 === 0 ? 0.4 : 0.7))
    const better = verdict(
      words,
      stable,
      labelled((k) => (k % 10 === 0 ? 0.45 : 0.95)),
    )
    expect([better.outcome, finding(better, 'Brier score loss')]).toEqual(['pass', [false, 'fine']])
    const worse = verdict(
      words,
      stable,
      labelled((k) => (k % 10 === 0 ? 0.01 : 0.55)),
    )
    expect([worse.outcome, finding(worse, 'Brier score loss')]).toEqual(['fail', [true, 'worse']])
  })

  test('that are none are counted against the arm that gave them', () => {
    const broken = many(3200, (k) => (k % 20 === 0 ? { a: 'de', p: { de: 1.4, en: 0.2, fr: 0.1 } } : sure))
    const found = verdict(
      KIND,
      many(3200, () => sure),
      broken,
    )
    expect(finding(found, 'probabilities that do not add up to 1')).toEqual([true, 'worse'])
    const back = verdict(
      KIND,
      broken,
      many(3200, () => sure),
    )
    expect(finding(back, 'probabilities that do not add up to 1')).toEqual([false, 'fine'])
  })
})

describe('texts', () => {
  const words = { kind: 'text', 'max-difference-rate': '50%' }
  const WORDS = 'river stone bread window market silver garden letter winter morning quiet early'.split(' ')
  const said = (seed: number, n = 600) => {
    const random = seeded(seed)
    const word = () => WORDS[Math.floor(random() * WORDS.length)] ?? ''
    return many(n, () => ({ prediction: Array.from({ length: 6 }, word).join(' ') }))
  }
  const changed = (of: readonly object[], every: number, to: (k: number) => string) =>
    of.map((record, k) => (k % every === 0 ? { prediction: to(k) } : record))
  const conduct = ({ details }: Verdict) => shadowDetails(details)?.conduct.join('\n') ?? ''

  test('one same text is found, whatever it says, and some inputs are named', () => {
    const found = verdict(
      { ...words, 'max-difference-rate': '100%' },
      said(1),
      changed(said(2), 25, () => ''),
      said(3),
    )
    expect(finding(found, 'answers that became one same text')).toEqual([true, 'worse'])
    expect(conduct(found)).toMatch(/^24 answers of the candidate became one same text, such as \d+, \d+, \d+/)
  })

  test('refusals are found, though each is worded otherwise', () => {
    const refuse = (k: number) =>
      `I'm sorry, but I can't help with request ${k} about ${WORDS[k % 12] ?? ''}.`
    const found = verdict(
      { ...words, 'max-difference-rate': '100%' },
      said(1),
      changed(said(2), 25, refuse),
      said(3),
    )
    expect(finding(found, 'answers that became one same text')).toBeUndefined()
    expect(finding(found, 'refusals')).toEqual([true, 'worse'])
    expect(conduct(found)).toContain('24 answers of the candidate refuse to answer')
  })

  test('what the stable model refuses as often is no news', () => {
    const refuse = (k: number) => `I cannot help with ${k}.`
    const [a, b, c] = [1, 2, 3].map((seed) => changed(said(seed), 25, refuse))
    const found = verdict({ ...words, 'max-difference-rate': '100%' }, a ?? [], b ?? [], c ?? [])
    expect(finding(found, 'refusals')).toEqual([false, 'fine'])
  })

  test('an answer that the stable model often gives may come up a little more often', () => {
    const yes = (share: number) => many(1000, (k) => ({ prediction: k < share * 1000 ? 'yes' : 'no' }))
    const found = verdict(words, yes(0.5), yes(0.53))
    expect(finding(found, 'answers that became one same text')).toBeUndefined()
  })

  test('answers in JSON that are JSON no more are found', () => {
    const json = (n: number) => many(600, (k) => ({ prediction: JSON.stringify({ answer: k * n }) }))
    const cut = changed(json(2), 20, (k) => `{"answer": ${k * 2}`)
    const all = { ...words, 'max-difference-rate': '100%' }
    const found = verdict(all, json(1), cut)
    expect(finding(found, 'answers that are not JSON')).toEqual([true, 'worse'])
    expect(finding(verdict(all, said(1), said(2)), 'answers that are not JSON')).toBeUndefined()
  })

  test('counts are the same however the pairs were divided', () => {
    const arms = [said(1), changed(said(2), 25, () => 'no answer'), said(3)].map(withIds)
    const asked = comparison(words)
    const whole = encodeSummary(compared(arms, words), asked, [])
    const lines = arms.map((text) => text.split('\n').map((line) => `${line}\n`))
    const parts = [
      [0, 100],
      [100, 101],
      [101, 600],
    ].map(([from, to]) =>
      encodeSummary(
        compared(
          lines.map((each) => each.slice(from, to).join('')),
          words,
        ),
        asked,
        [],
      ),
    )
    expect(encodeSummary(mergeSummaries(parts, asked), asked, []).model).toEqual(whole.model)
  })
})
