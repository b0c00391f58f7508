import type { Pattern, PatternStep } from './pattern.ts'

/** A step in a document: into the member of a key, or into an element of an array. */
export type Into = string | typeof ELEMENT
export const ELEMENT = Symbol('element')

/** The rest of a pattern, from one of its steps on. */
interface Rest<R> {
  readonly id: number
  readonly step: PatternStep
  readonly then: Rest<R> | undefined
  readonly rule: R
}

/** How far patterns have come at a place. */
export interface Reached<R> {
  /** The rules whose pattern means this very place. */
  readonly here: readonly R[]
  /** What may still come to mean places inside. */
  readonly open: readonly Rest<R>[]
}

/** Follows the patterns of some rules from the record inwards; a step takes as long as the patterns, however deep it is. */
export class Follower<R> {
  readonly start: Reached<R>
  readonly #nowhere: Reached<R> = { here: [], open: [] }
  /** There may be millions of places, but most of them reach the same. */
  readonly #known = new Map<string, Reached<R>>()

  constructor(rules: readonly { readonly pattern: Pattern; readonly rule: R }[]) {
    let id = 0
    const open = new Set<Rest<R>>()
    for (const { pattern, rule } of rules) {
      const whole = pattern.reduceRight<Rest<R> | undefined>(
        (then, step) => ({ id: id++, step, then, rule }),
        undefined,
      )
      enter(whole, open)
    }
    const here = rules.filter(({ pattern }) => pattern.length === 0).map(({ rule }) => rule)
    this.start = { here, open: [...open] }
  }

  /** What is reached one step further; `caseless` where a key has no case and is given in lower case. */
  next({ open }: Reached<R>, into: Into, caseless = false): Reached<R> {
    if (open.length === 0) return this.#nowhere
    const done: Rest<R>[] = []
    const left = new Set<Rest<R>>()
    for (const rest of open) {
      const deeper = rest.step.is === 'any-depth'
      if (!deeper && !takes(rest.step, into, caseless)) continue
      enter(deeper ? rest : rest.then, left)
      if (rest.then === undefined) done.push(rest)
    }
    return done.length + left.size === 0 ? this.#nowhere : this.#reached(done, [...left])
  }

  #reached(done: readonly Rest<R>[], open: readonly Rest<R>[]): Reached<R> {
    const name = `${done.map(idOf).join()} ${open.map(idOf).join()}`
    const known = this.#known.get(name) ?? { here: done.map(({ rule }) => rule), open }
    this.#known.set(name, known)
    return known
  }
}

function idOf({ id }: { readonly id: number }): number {
  return id
}

/** Opens the rest of a pattern, and what may come next where its first steps may be none. */
function enter<R>(from: Rest<R> | undefined, open: Set<Rest<R>>): void {
  let rest = from
  while (rest !== undefined && !open.has(rest)) {
    open.add(rest)
    rest = rest.step.is === 'any-depth' ? rest.then : undefined
  }
}

function takes(step: PatternStep, into: Into, caseless: boolean): boolean {
  if (into === ELEMENT) return step.is === 'element'
  const spelled = (text: string): string => (caseless ? text.toLowerCase() : text)
  if (step.is === 'key') return spelled(step.key) === into
  return step.is === 'any-key' || (step.is === 'keys' && consistsOf(into, step.parts.map(spelled)))
}

/** Whether a key is some texts in their order with anything between: each is taken where it stands first. */
function consistsOf(key: string, [first = '', ...others]: readonly string[]): boolean {
  const last = others.pop() ?? ''
  if (!key.startsWith(first)) return false
  let at = first.length
  for (const part of others) {
    const found = key.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return key.length - last.length >= at && key.endsWith(last)
}
