import type { Pattern, Step } from './pattern.ts'

/** A step in a document: into the member of a key, or into an element of an array. */
export type Into = string | typeof ELEMENT
export const ELEMENT = Symbol('element')

/** The rest of a pattern, from one of its steps on. */
interface Rest<R> {
  readonly step: Step
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

  constructor(rules: readonly { readonly pattern: Pattern; readonly rule: R }[]) {
    const open = new Set<Rest<R>>()
    for (const { pattern, rule } of rules) {
      enter(
        pattern.reduceRight<Rest<R> | undefined>((then, step) => ({ step, then, rule }), undefined),
        open,
      )
    }
    this.start = {
      here: rules.filter(({ pattern }) => pattern.length === 0).map(({ rule }) => rule),
      open: [...open],
    }
  }

  /** What is reached one step further. */
  next({ open }: Reached<R>, into: Into): Reached<R> {
    if (open.length === 0) return this.#nowhere
    const here: R[] = []
    const left = new Set<Rest<R>>()
    for (const rest of open) {
      const { step, then, rule } = rest
      const deeper = step.is === 'any-depth'
      if (!deeper && !takes(step, into)) continue
      enter(deeper ? rest : then, left)
      if (then === undefined) here.push(rule)
    }
    return here.length + left.size === 0 ? this.#nowhere : { here, open: [...left] }
  }
}

/** Opens the rest of a pattern, and what may come next where its first steps may be none. */
function enter<R>(from: Rest<R> | undefined, open: Set<Rest<R>>): void {
  let rest = from
  while (rest !== undefined && !open.has(rest)) {
    open.add(rest)
    rest = rest.step.is === 'any-depth' ? rest.then : undefined
  }
}

function takes(step: Step, into: Into): boolean {
  if (into === ELEMENT) return step.is === 'element'
  if (step.is === 'key') return step.key === into
  return step.is === 'any-key' || (step.is === 'keys' && consistsOf(into, step.parts))
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
