import type { Answers, JudgedAnswer, Plain } from './contract.ts'

/** Why an input is an example: the answer changed, only one model is right, the error grew most, the answers
 * lie furthest apart, the same class has other probabilities. */
export type WhyExample = 'lost' | 'won' | 'worst' | 'furthest' | 'moved' | 'flip'

/** One input with both answers, as a report may show them. */
export interface AnswerExample {
  readonly why: WhyExample
  readonly id: string
  readonly slices: readonly string[]
  readonly stable: string
  readonly candidate: string
  readonly label?: string
  /** How much the error grew, or how far the answers lie apart. */
  readonly by?: number
}

interface Ranked extends AnswerExample {
  readonly order: number
  /** The stable model does not say the same twice here, so that this may be noise. */
  readonly noisy: boolean
}

/** Examples of each reason; of flips for each pair of classes. */
const MOST: Readonly<Record<WhyExample, number>> = {
  lost: 20,
  won: 5,
  worst: 20,
  furthest: 20,
  moved: 10,
  flip: 3,
}
const MOST_GROUPS = 200
/** Probabilities that move less are not told as examples. */
export const LEAST_APART = 0.1

/** Keeps the inputs that show best what changed: the same ones whatever order and parts they come in. */
export class AnswerExamples {
  readonly #groups = new Map<string, Ranked[]>()

  note(answers: Answers, judged: JudgedAnswer, isNoisy: boolean, slices: readonly string[]): void {
    const { input, stable, candidate } = answers
    if (input === undefined || stable === undefined || candidate === undefined) return
    const found = reasonOf(judged, answers)
    if (found === undefined) return
    const { why, by, group } = found
    const kept = this.#group(group)
    if (kept === undefined) return
    const rank = { order: input.order, noisy: isNoisy, by: by ?? 0 }
    const last = kept[MOST[why] - 1]
    if (last !== undefined && byTelling(last, rank) <= 0) return
    const { label } = answers
    keep(kept, MOST[why], {
      why,
      order: input.order,
      noisy: isNoisy,
      id: input.id(),
      slices,
      stable: input.show(stable),
      candidate: input.show(candidate),
      ...(label === undefined ? {} : { label: input.show(label) }),
      ...(by === undefined ? {} : { by }),
    })
  }

  /** All of them, the most telling reasons first. */
  list(): readonly AnswerExample[] {
    const order = Object.keys(MOST)
    return [...this.#groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, kept]) => kept)
      .toSorted((a, b) => order.indexOf(a.why) - order.indexOf(b.why))
      .map(({ order: _order, noisy: _noisy, ...example }) => example)
  }

  data(): Plain {
    return [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1)) as unknown as Plain
  }

  merge(data: Plain): void {
    for (const [group, examples] of data as unknown as readonly (readonly [string, readonly Ranked[]])[]) {
      const kept = this.#group(group)
      for (const example of examples) if (kept !== undefined) keep(kept, MOST[example.why], example)
    }
  }

  #group(name: string): Ranked[] | undefined {
    const known = this.#groups.get(name)
    if (known !== undefined || this.#groups.size >= MOST_GROUPS) return known
    const made: Ranked[] = []
    this.#groups.set(name, made)
    return made
  }
}

function reasonOf(
  { agree, right, loss, apart }: JudgedAnswer,
  { stable, candidate }: Answers,
): { readonly why: WhyExample; readonly by?: number; readonly group: string } | undefined {
  if (right !== undefined && right.stable !== right.candidate) {
    const why = right.stable ? 'lost' : 'won'
    return { why, group: why }
  }
  if (loss !== undefined) {
    const by = loss.candidate - loss.stable
    return by > 0 ? { why: 'worst', by, group: 'worst' } : undefined
  }
  if (apart !== undefined) {
    const why = agree ? 'moved' : 'furthest'
    return apart > 0 ? { why, by: apart, group: why } : undefined
  }
  return agree ? undefined : { why: 'flip', group: `flip ${stable ?? ''} ${candidate ?? ''}` }
}

type Rank = Pick<Ranked, 'order' | 'noisy' | 'by'>

function byTelling(a: Rank, b: Rank): number {
  return Number(a.noisy) - Number(b.noisy) || (b.by ?? 0) - (a.by ?? 0) || a.order - b.order
}

function keep(kept: Ranked[], most: number, example: Ranked): void {
  const at = kept.findIndex((each) => byTelling(example, each) < 0)
  kept.splice(at < 0 ? kept.length : at, 0, example)
  if (kept.length > most) kept.length = most
}
