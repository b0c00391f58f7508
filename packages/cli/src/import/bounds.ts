import { argo } from '@sluice/compat'

/** The values that are good. An end that is open does not belong to them. */
export interface Bounds {
  readonly min?: number
  readonly minOpen?: boolean
  readonly max?: number
  readonly maxOpen?: boolean
  /** A missing value counted as good. */
  readonly silencePasses: boolean
}

type Node = ReturnType<typeof argo.parseCondition>

/** The values that a success condition of Argo Rollouts accepts; undefined where that is no range. */
export function boundsOfSuccess(condition: string): Bounds | undefined {
  return read(condition, false)
}

/** The values that a failure condition does not refuse. */
export function boundsOfFailure(condition: string): Bounds | undefined {
  return read(condition, true)
}

function read(condition: string, negated: boolean): Bounds | undefined {
  let node: Node
  try {
    node = argo.parseCondition(condition)
  } catch {
    return undefined
  }
  const found = boundsOf(node, negated)
  return found === undefined || (found.min === undefined && found.max === undefined) ? undefined : found
}

const SILENCE: Bounds = { silencePasses: true }
const NO_SILENCE: Bounds = { silencePasses: false }

function boundsOf(node: Node, negated: boolean): Bounds | undefined {
  if (asksForSilence(node)) return negated ? NO_SILENCE : SILENCE
  if (node.kind === 'unary' && node.operator === '!') return boundsOf(node.operand, !negated)
  if (node.kind === 'call' && node.name === 'all' && !negated) {
    const [list, test] = node.args
    if (list !== undefined && isResult(list) && test?.kind === 'closure') return boundsOf(test.body, negated)
  }
  if (node.kind === 'call' && node.name === 'any' && negated) {
    const [list, test] = node.args
    if (list !== undefined && isResult(list) && test?.kind === 'closure') return boundsOf(test.body, negated)
  }
  if (node.kind !== 'binary') return undefined
  const joint = negated ? '||' : '&&'
  if (node.operator === '&&' || node.operator === '||') {
    const [left, right] = [boundsOf(node.left, negated), boundsOf(node.right, negated)]
    if (left === undefined || right === undefined) return undefined
    return node.operator === joint ? both(left, right) : either(left, right)
  }
  return comparison(node, negated)
}

/** Both must hold: the narrower range. */
function both(a: Bounds, b: Bounds): Bounds {
  const low = [a, b].filter(({ min }) => min !== undefined).toSorted((x, y) => (y.min ?? 0) - (x.min ?? 0))[0]
  const high = [a, b]
    .filter(({ max }) => max !== undefined)
    .toSorted((x, y) => (x.max ?? 0) - (y.max ?? 0))[0]
  return {
    ...(low?.min === undefined ? {} : { min: low.min, minOpen: low.minOpen === true }),
    ...(high?.max === undefined ? {} : { max: high.max, maxOpen: high.maxOpen === true }),
    silencePasses: a.silencePasses || b.silencePasses,
  }
}

/** The range as a condition on one number. */
export function conditionOf({ min, minOpen, max, maxOpen }: Bounds): string {
  return [
    ...(min === undefined ? [] : [`result ${minOpen === true ? '>' : '>='} ${min}`]),
    ...(max === undefined ? [] : [`result ${maxOpen === true ? '<' : '<='} ${max}`]),
  ].join(' && ')
}

/** One is enough: only where the other one asks for a missing value, since two ranges may leave a gap. */
function either(a: Bounds, b: Bounds): Bounds | undefined {
  const bounded = [a, b].filter(({ min, max }) => min !== undefined || max !== undefined)
  const [only] = bounded
  if (only === undefined) return a.silencePasses || b.silencePasses ? SILENCE : NO_SILENCE
  return bounded.length === 1 ? { ...only, silencePasses: a.silencePasses || b.silencePasses } : undefined
}

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }
const NEGATED: Readonly<Record<string, string>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' }

function comparison(node: Node & { readonly kind: 'binary' }, negated: boolean): Bounds | undefined {
  const [left, right] = [numberIn(node.left), numberIn(node.right)]
  const [bound, value] = right === undefined ? [left, node.right] : [right, node.left]
  const isFlipped = right === undefined
  const written = isFlipped ? FLIPPED[node.operator] : node.operator
  const operator = negated ? NEGATED[written ?? ''] : written
  const told = valueIn(value)
  if (bound === undefined || told === undefined || operator === undefined) return undefined
  const isOpen = !operator.endsWith('=')
  const { silencePasses } = told
  if (operator.startsWith('<')) return { max: bound, maxOpen: isOpen, silencePasses }
  return operator.startsWith('>') ? { min: bound, minOpen: isOpen, silencePasses } : undefined
}

function numberIn(node: Node): number | undefined {
  if (node.kind === 'unary' && node.operator === '-') {
    const value = numberIn(node.operand)
    return value === undefined ? undefined : -value
  }
  if (node.kind !== 'literal') return undefined
  return node.literal.type === 'int' || node.literal.type === 'float' ? node.literal.value : undefined
}

const CONVERSIONS: ReadonlySet<string> = new Set(['asFloat', 'asInt', 'float', 'int', 'default', 'first'])

/** Whether this is the value of the query, and whether a default replaces a missing one. */
function valueIn(node: Node): { readonly silencePasses: boolean } | undefined {
  if (node.kind === 'item') return { silencePasses: false }
  if (isResult(node)) return { silencePasses: false }
  if (node.kind === 'binary' && node.operator === '??')
    return valueIn(node.left) === undefined ? undefined : { silencePasses: true }
  if (node.kind !== 'call' || !CONVERSIONS.has(node.name)) return undefined
  const [inner] = node.args
  const told = inner === undefined ? undefined : valueIn(inner)
  return told === undefined ? undefined : { silencePasses: told.silencePasses || node.name === 'default' }
}

function isResult(node: Node): boolean {
  if (node.kind === 'name') return node.name === 'result'
  return node.kind === 'member' && isResult(node.of) && numberIn(node.key) === 0
}

const ABSENCES: ReadonlySet<string> = new Set(['isNaN', 'isNil', 'isInf'])

/** `isNaN(result[0])`, `len(result) == 0`, `result == nil`. */
function asksForSilence(node: Node): boolean {
  if (node.kind === 'call') {
    const [inner] = node.args
    return ABSENCES.has(node.name) && inner !== undefined && valueIn(inner) !== undefined
  }
  if (node.kind !== 'binary' || node.operator !== '==') return false
  const { left, right } = node
  const isLength = left.kind === 'call' && (left.name === 'len' || left.name === 'count')
  if (isLength) return numberIn(right) === 0
  return valueIn(left) !== undefined && right.kind === 'literal' && right.literal.type === 'nil'
}
