import type { Lifted } from './lifted.ts'

/** How two values differ, in Diffy's terms. */
export type DiffyDifference =
  | { readonly type: 'NoDifference' | 'TypeDifference' | 'MissingField' | 'ExtraField' }
  | { readonly type: 'PrimitiveDifference'; readonly left: unknown; readonly right: unknown }
  | {
      readonly type: 'OrderingDifference'
      readonly leftPattern: readonly number[]
      readonly rightPattern: readonly number[]
    }
  | { readonly type: 'IndexedDifference'; readonly elements: readonly DiffyDifference[] }
  | {
      readonly type: 'SeqSizeDifference' | 'SetDifference'
      readonly leftNotRight: readonly unknown[]
      readonly rightNotLeft: readonly unknown[]
    }
  | {
      readonly type: 'MapDifference'
      readonly keys: DiffyDifference
      readonly values: Readonly<Record<string, DiffyDifference>>
    }
  | { readonly type: 'ObjectDifference'; readonly children: Readonly<Record<string, DiffyDifference>> }

const SAME: DiffyDifference = { type: 'NoDifference' }

/** Compares two lifted values; the first rule that fits wins. */
export function diffyDifference(left: Lifted, right: Lifted): DiffyDifference {
  if (keyOf(left) === keyOf(right)) return SAME
  if (left.is !== right.is) return { type: 'TypeDifference' }
  if (left.is === 'list' && right.is === 'list') return differLists(left.items, right.items)
  if (left.is === 'fields' && right.is === 'fields') return differFields(left.entries, right.entries)
  if (left.is === 'map' && right.is === 'map') return differMaps(left.entries, right.entries)
  return { type: 'PrimitiveDifference', left: plain(left), right: plain(right) }
}

function differLists(left: readonly Lifted[], right: readonly Lifted[]): DiffyDifference {
  const leftNotRight = without(left, right)
  const rightNotLeft = without(right, left)
  if (leftNotRight.length === 0 && rightNotLeft.length === 0) {
    const keys = left.map(keyOf)
    return {
      type: 'OrderingDifference',
      leftPattern: left.map((_, i) => i),
      rightPattern: right.map((item) => keys.indexOf(keyOf(item))),
    }
  }
  if (left.length === right.length) {
    return {
      type: 'IndexedDifference',
      elements: left.map((item, i) => diffyDifference(item, right[i] ?? item)),
    }
  }
  return {
    type: 'SeqSizeDifference',
    leftNotRight: leftNotRight.map(plain),
    rightNotLeft: rightNotLeft.map(plain),
  }
}

/** The multiset difference: what remains of the first after each of the second took one away. */
function without(from: readonly Lifted[], taken: readonly Lifted[]): readonly Lifted[] {
  const left = new Map<string, number>()
  for (const item of taken) left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) + 1)
  return from.filter((item) => {
    const count = left.get(keyOf(item)) ?? 0
    left.set(keyOf(item), count - 1)
    return count <= 0
  })
}

type Entries = ReadonlyMap<string, Lifted>

function differFields(left: Entries, right: Entries): DiffyDifference {
  const children = [...new Set([...left.keys(), ...right.keys()])].map((key) => {
    const [a, b] = [left.get(key), right.get(key)]
    const missing: DiffyDifference = { type: a === undefined ? 'ExtraField' : 'MissingField' }
    return [key, a === undefined || b === undefined ? missing : diffyDifference(a, b)] as const
  })
  return { type: 'ObjectDifference', children: Object.fromEntries(children) }
}

function differMaps(left: Entries, right: Entries): DiffyDifference {
  const leftNotRight = [...left.keys()].filter((key) => !right.has(key))
  const rightNotLeft = [...right.keys()].filter((key) => !left.has(key))
  const values = [...left].flatMap(([key, a]) => {
    const b = right.get(key)
    return b === undefined ? [] : [[key, diffyDifference(a, b)] as const]
  })
  const keys: DiffyDifference =
    leftNotRight.length + rightNotLeft.length === 0
      ? SAME
      : { type: 'SetDifference', leftNotRight, rightNotLeft }
  return { type: 'MapDifference', keys, values: Object.fromEntries(values) }
}

/** The places that differ, named as Diffy names them: kinds at the end, indices and map keys left out. */
export function flatten(difference: DiffyDifference): ReadonlyMap<string, DiffyDifference> {
  const out = new Map<string, DiffyDifference>()
  collect(difference, '', out)
  return out
}

function collect(difference: DiffyDifference, prefix: string, out: Map<string, DiffyDifference>): void {
  switch (difference.type) {
    case 'NoDifference':
      return
    case 'ObjectDifference':
      for (const [key, child] of Object.entries(difference.children)) collect(child, `${prefix}${key}.`, out)
      return
    case 'MapDifference':
      collect(difference.keys, `${prefix}keys.`, out)
      for (const child of Object.values(difference.values)) collect(child, `${prefix}values.`, out)
      return
    case 'IndexedDifference':
      for (const child of difference.elements) collect(child, prefix, out)
      return
    case 'TypeDifference':
    case 'MissingField':
    case 'ExtraField':
    case 'PrimitiveDifference':
    case 'OrderingDifference':
    case 'SeqSizeDifference':
    case 'SetDifference':
      if (!out.has(prefix + difference.type)) out.set(prefix + difference.type, difference)
  }
}

/** One text per value; equal values have equal texts. */
function keyOf(value: Lifted): string {
  switch (value.is) {
    case 'null':
      return 'null'
    case 'long':
    case 'double':
    case 'boolean':
      return `${value.is} ${String(value.value)}`
    case 'string':
      return JSON.stringify(value.value)
    case 'list':
      return `[${value.items.map(keyOf).join(',')}]`
    case 'fields':
    case 'map': {
      const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1))
      return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${keyOf(item)}`).join(',')}}`
    }
  }
}

/** The value for people. */
function plain(value: Lifted): unknown {
  switch (value.is) {
    case 'null':
      return null
    case 'long':
      return Number(value.value)
    case 'double':
    case 'boolean':
    case 'string':
      return value.value
    case 'list':
      return value.items.map(plain)
    case 'fields':
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item)]))
  }
}
