import { headline, shadowHtml, shadowMarkdown, shadowTerminal, spell } from '@sluice/report'
import { shadowDetails, type ShadowDetails, type Verdict } from '@sluice/verdict'
import { describe, expect, test } from 'vitest'
import { compared, ndjson, seeded, verdictOn } from '../../shadow/worlds.ts'

const N = 3200
type Words = Readonly<Record<string, string>>

function report(words: Words, ...makes: readonly ((id: number) => unknown)[]) {
  const arms = makes.map((make) =>
    ndjson(Array.from({ length: N }, (_, id) => ({ id, ...(make(id) as object) }))),
  )
  const verdict = verdictOn(compared(arms, words), words)
  const details = shadowDetails(verdict.details)
  if (details === undefined) throw new Error('no details')
  return { verdict, details, ...inAll(verdict, details) }
}

function inAll({ policy }: Verdict, details: ShadowDetails) {
  const { confidence } = policy.document
  return {
    comment: shadowMarkdown(details, confidence).join('\n\n'),
    page: shadowHtml(details, confidence).join('\n'),
    terminal: shadowTerminal(details, confidence),
  }
}

describe('the sentence', () => {
  test('of models speaks of their predictions, and never says that no answer differs', () => {
    const { comment } = report(
      { kind: 'classification', label: 'truth' },
      () => ({ prediction: 'a', truth: 'a' }),
      (id) => ({ prediction: id % 50 === 0 ? 'b' : 'a', truth: 'a' }),
    )
    expect(comment).toContain(
      'Both models answered the same 3,200 inputs. They agree in 98% of the answers; where the truth is known, the candidate is right in 98%, the stable model in 100%.'.replaceAll(
        ' %',
        '%',
      ),
    )
    expect(comment).not.toContain('No answer differs')
  })

  test('of numbers and rankings tells their errors and gains', () => {
    const numbers = report(
      { kind: 'regression', label: 'truth' },
      () => ({ prediction: 101, truth: 100 }),
      () => ({ prediction: 103, truth: 100 }),
    )
    expect(numbers.comment).toContain('the candidate is off by a mean of 3, the stable model of 1.')
    const rankings = report(
      { kind: 'ranking', label: 'truth' },
      () => ({ prediction: ['x', 'y'], truth: ['x'] }),
      () => ({ prediction: ['y', 'x'], truth: ['x'] }),
    )
    expect(rankings.comment).toContain(
      'the candidate reaches a discounted gain of 0.631, the stable model of 1.',
    )
  })

  test('of answers that never differ gives the bound at the confidence of the verdict', () => {
    const same = () => ({ v: 1 })
    expect(report({}, same, same).comment).toContain(
      'At 95% confidence, each field differs in less than 0.0936%',
    )
    expect(report({ confidence: '99%' }, same, same).comment).toContain(
      'At 99% confidence, each field differs in less than 0.144%',
    )
  })
})

describe('tables', () => {
  test('say of an undecided field how many more pairs decide', () => {
    const { comment, page, terminal } = report(
      { 'max-difference-rate': '0.2%' },
      () => ({ v: 1 }),
      (id) => ({ v: id % 800 === 0 ? 2 : 1 }),
    )
    for (const text of [comment, page, terminal]) expect(text).toMatch(/undecided, ≈ [\d,]+ more pairs/)
  })

  test('say in what a field differs that is not comparable by value', () => {
    const random = seeded(3)
    const all = report(
      {},
      () => ({ v: random() }),
      () => ({ v: random() * 2 }),
      () => ({ v: random() }),
    )
    for (const text of [all.comment, all.page, all.terminal])
      expect(text).toContain('differs in distribution')
  })

  test('call the loss of each kind of model by its name, with bounds', () => {
    const random = seeded(5)
    const { comment, page, terminal } = report(
      { kind: 'regression', label: 'truth', slices: 'half' },
      (id) => ({ prediction: 100 + random(), truth: 100, half: id % 2 }),
      (id) => ({ prediction: 100 + random() * (1 + (id % 2)), truth: 100, half: id % 2 }),
    )
    for (const text of [comment, page, terminal]) {
      expect(text).toContain('error growth')
      expect(text).toContain('certainly has larger errors than the stable model')
    }
    expect(terminal).toMatch(/WORSE\s+half=1\s+1,600\s+[\d.]+% \([\d.]+% to [\d.]+%\)\s+\d+(\.\d)?%/)
  })

  test('tell cost and conduct in a terminal as elsewhere', () => {
    const details = {
      ...report(
        {},
        () => ({ v: 1 }),
        () => ({ v: 1 }),
      ).details,
      cost: [{ name: 'extra requests', value: 7 }],
      conduct: ['Only GET was sent.'],
    }
    const text = shadowTerminal(details, 0.95)
    expect(text).toContain('Cost of running in parallel: extra requests 7')
    expect(text).toContain('Only GET was sent.')
  })
})

test('the headline names what is worst first', () => {
  const { verdict } = report(
    {},
    () => ({ a: 1, b: 1, c: 1, d: 1 }),
    (id) => ({ a: id % 50 === 0 ? 2 : 1, b: id % 2, c: id % 10 === 0 ? 2 : 1, d: 1 }),
  )
  const said = spell(
    headline(verdict, { decision: 'reject', did: 'was rejected', go: false }),
    (name) => name,
    (text) => text,
  )
  expect(said.indexOf('field b')).toBeLessThan(said.indexOf('field c'))
  expect(said.indexOf('field c')).toBeLessThan(said.indexOf('field a'))
})
