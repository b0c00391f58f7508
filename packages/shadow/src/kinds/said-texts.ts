import type { AnswerGuard, Answers, NamedInput, Plain } from './contract.ts'

/** Texts that are told apart; beyond them those that came only once are forgotten. */
const MOST_TEXTS = 20_000
const MOST_NAMED = 3
/** Largest share of answers that may turn into one same text, into refusals, or into no JSON. */
const MOST_TURNED = 0.01
/** A text that the stable model gives at least a quarter as often is one of its answers. */
const OWN = 0.25
/** The stable model answers in JSON where at least this share of its answers is. */
const STRUCTURED = 0.9

type Name = readonly [order: number, id: string]

interface Turned {
  stableOnly: number
  candidateOnly: number
  both: number
  /** Times that the repeat says so where the stable model does not. */
  repeatOnly: number
  names: readonly Name[]
}

/** How models say that they will not answer; in several languages, since an input in one is refused in another. */
const REFUSAL =
  /\b(?:i(?:['’]m| am)(?: really| very| truly)? (?:sorry|unable|not able|not allowed|not permitted)\b|i (?:cannot|can['’]?t|can not|won['’]?t|will not) (?:help|assist|answer|provide|comply|fulfil|do that|discuss|respond|continue|engage|generate|create)|as an? (?:ai|assistant|(?:large )?language model)\b|(?:against|violates?) (?:my|our|the) (?:guidelines|polic(?:y|ies))|es tut mir leid|ich kann (?:dir|ihnen|dabei|das|diese) [^.]{0,40}nicht|je (?:suis désolé|ne peux pas)|lo siento|no puedo (?:ayudar|responder)|mi dispiace|não posso|desculpe)/iu

/** Watches what answers turn into: one same text, a refusal, or something that is not JSON. */
export class SaidTexts {
  #n = 0
  readonly #texts = new Map<string, Turned>()
  readonly #refusals = nobody()
  readonly #unstructured = nobody()

  observe({ input }: Answers, stable: string, candidate: string, repeat: string | undefined): void {
    this.#n++
    const [before, after] = [stable, candidate].map(keyOf)
    if (before !== undefined && before === after) this.#textOf(before).both++
    else {
      if (before !== undefined) this.#textOf(before).stableOnly++
      if (after !== undefined) note(this.#textOf(after), false, true, input)
    }
    if (repeat !== undefined && keyOf(repeat) !== before) this.#textOf(keyOf(repeat)).repeatOnly++
    note(this.#refusals, REFUSAL.test(stable), REFUSAL.test(candidate), input)
    note(this.#unstructured, !isStructured(stable), !isStructured(candidate), input)
    if (repeat !== undefined && REFUSAL.test(repeat) && !REFUSAL.test(stable)) this.#refusals.repeatOnly++
  }

  guards(): readonly AnswerGuard[] {
    const n = this.#n
    if (n === 0) return []
    const unstructured = this.#unstructured
    const isJson = (unstructured.stableOnly + unstructured.both) / n <= 1 - STRUCTURED
    return [
      ...this.#sameText(),
      guard('refusals', this.#refusals, n, 'refuse to answer'),
      ...(isJson ? [guard('answers that are not JSON', unstructured, n, 'are not JSON any more')] : []),
    ]
  }

  /** The text that most answers became, of those that the stable model hardly ever gives. */
  #sameText(): readonly AnswerGuard[] {
    const [most] = [...this.#texts]
      .filter(([, { stableOnly, candidateOnly, both, repeatOnly }]) => {
        const own = Math.max(stableOnly + both, repeatOnly + both)
        return candidateOnly > 1 && own < OWN * (candidateOnly + both)
      })
      .sort(([a, x], [b, y]) => y.candidateOnly - x.candidateOnly || (a < b ? -1 : 1))
    const turned = most?.[1]
    return turned === undefined
      ? []
      : [guard('answers that became one same text', turned, this.#n, 'became one same text')]
  }

  data(): Plain {
    return {
      n: this.#n,
      texts: [...this.#texts].sort(([a], [b]) => (a < b ? -1 : 1)) as unknown as Plain,
      refusals: this.#refusals as unknown as Plain,
      unstructured: this.#unstructured as unknown as Plain,
    }
  }

  merge(data: Plain): void {
    const { n, texts, refusals, unstructured } = data as unknown as {
      n: number
      texts: readonly (readonly [string, Turned])[]
      refusals: Turned
      unstructured: Turned
    }
    this.#n += n
    for (const [key, turned] of texts) add(this.#textOf(key), turned)
    add(this.#refusals, refusals)
    add(this.#unstructured, unstructured)
  }

  #textOf(key: string | undefined = ''): Turned {
    const known = this.#texts.get(key)
    if (known !== undefined) return known
    if (this.#texts.size >= MOST_TEXTS) {
      for (const [each, { stableOnly, candidateOnly, both, repeatOnly }] of this.#texts)
        if (stableOnly + candidateOnly + both + repeatOnly <= 1) this.#texts.delete(each)
    }
    const made = nobody()
    this.#texts.set(key, made)
    return made
  }
}

function nobody(): Turned {
  return { stableOnly: 0, candidateOnly: 0, both: 0, repeatOnly: 0, names: [] }
}

function note(into: Turned, stable: boolean, candidate: boolean, input: NamedInput | undefined): void {
  if (stable && candidate) into.both++
  else if (stable) into.stableOnly++
  else if (candidate) {
    into.candidateOnly++
    const last = into.names[MOST_NAMED - 1]
    if (input !== undefined && (last === undefined || input.order < last[0]))
      into.names = least([...into.names, [input.order, input.id()]])
  }
}

function add(into: Turned, from: Turned): void {
  for (const key of ['stableOnly', 'candidateOnly', 'both', 'repeatOnly'] as const) into[key] += from[key]
  into.names = least([...into.names, ...from.names])
}

function least(names: readonly Name[]): readonly Name[] {
  return names.toSorted(([a], [b]) => a - b).slice(0, MOST_NAMED)
}

function guard(name: string, turned: Turned, n: number, did: string): AnswerGuard {
  const { stableOnly, candidateOnly, both, repeatOnly, names } = turned
  const such = names.length === 0 ? '' : `, such as ${names.map(([, id]) => id).join(', ')}`
  const before = stableOnly + both
  return {
    about: 'share',
    name,
    margin: MOST_TURNED,
    n,
    stableOnly: Math.max(stableOnly, repeatOnly),
    candidateOnly,
    both,
    said: `${candidateOnly} answers of the candidate ${did}${such}; of the stable model's ${before === 0 ? 'none' : before}.`,
  }
}

/** A short name of a text: two texts of one name are one in 2^53. */
function keyOf(text: string): string {
  let [h1, h2] = [0xdeadbeef, 0x41c6ce57]
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    h1 = Math.imul(h1 ^ c, 0x9e3779b1)
    h2 = Math.imul(h2 ^ c, 0x5f356495)
  }
  h1 = Math.imul(h1 ^ (h1 >>> 16), 0x85ebca6b) ^ Math.imul(h2 ^ (h2 >>> 13), 0xc2b2ae35)
  h2 = Math.imul(h2 ^ (h2 >>> 16), 0x85ebca6b) ^ Math.imul(h1 ^ (h1 >>> 13), 0xc2b2ae35)
  return ((h2 >>> 0) * 2 ** 21 + (h1 >>> 11)).toString(36)
}

function isStructured(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
