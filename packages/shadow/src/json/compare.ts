import { canonicalText } from './canonical.ts'
import { elementsOf, membersOf, type ByteRange } from './members.ts'
import type { PathNode, Paths } from './paths.ts'
import { readPath } from './pattern.ts'
import { Picker } from './pick.ts'
import { Walk, type WalkResult, type OnDifference } from './walk.ts'
import { sameBytes, utf8At } from './scan.ts'

interface Task {
  readonly node: PathNode
  readonly a: ByteRange
  readonly b: ByteRange
}

/** Compares pairs of JSON texts as bytes, interpreting only what surrounds the bytes that differ. */
export class Comparer {
  readonly paths: Paths
  readonly #walk: Walk
  readonly #report: OnDifference
  #tasks: Task[] = []
  #a: Buffer = Buffer.alloc(0)
  #b: Buffer = Buffer.alloc(0)

  constructor(paths: Paths, onDifference: OnDifference) {
    this.paths = paths
    this.#report = (node, kind, aFrom, aTo, bFrom, bTo) => {
      if (!node.ignored) onDifference(node, kind, aFrom, aTo, bFrom, bTo)
    }
    this.#walk = new Walk(paths, {
      differ: this.#report,
      members: (node, aAt, bAt) => this.#members(node, aAt, bAt),
      elements: (node, aAt, bAt) => this.#elements(node, aAt, bAt),
    })
  }

  /** Reports every difference of b from a. What it reported before it returned anything but `done` does not count. */
  compare(a: Buffer, aFrom: number, aTo: number, b: Buffer, bFrom: number, bTo: number): WalkResult {
    this.#a = a
    this.#b = b
    this.#tasks = []
    let result = this.#walk.run(this.paths.root, a, aFrom, aTo, b, bFrom, bTo)
    // Objects with other keys or another order of keys are compared member by member, without recursion.
    let effort = 64 * (aTo - aFrom + bTo - bFrom) + 65_536
    for (let task = this.#tasks.pop(); task !== undefined && result === 'done'; task = this.#tasks.pop()) {
      effort -= task.a.to - task.a.from + task.b.to - task.b.from
      if (effort < 0) return 'too-deep'
      if (task.node.ignored) continue
      result = this.#walk.run(task.node, a, task.a.from, task.a.to, b, task.b.from, task.b.to)
    }
    return result
  }

  #members(node: PathNode, aAt: number, bAt: number): readonly [number, number] | undefined {
    const left = membersOf(this.#a, aAt, this.#walk.aEnd, node.caseless)
    const right = membersOf(this.#b, bAt, this.#walk.bEnd, node.caseless)
    if (left === undefined || right === undefined) return undefined
    for (const [key, range] of left.items) {
      const other = right.items.get(key)
      const child = this.paths.child(node, key)
      if (other === undefined) this.#report(child, 'missing', range.from, range.to, 0, 0)
      else this.#later(child, range, other)
    }
    for (const [key, range] of right.items) {
      if (!left.items.has(key)) this.#report(this.paths.child(node, key), 'extra', 0, 0, range.from, range.to)
    }
    return [left.end, right.end]
  }

  #elements(node: PathNode, aAt: number, bAt: number): readonly [number, number] | undefined {
    const left = elementsOf(this.#a, aAt, this.#walk.aEnd)
    const right = elementsOf(this.#b, bAt, this.#walk.bEnd)
    if (left === undefined || right === undefined) return undefined
    const element = this.paths.element(node)
    const name = namer(node.unordered ?? '')
    const waiting = new Map<string, ByteRange[]>()
    for (const range of right.items) {
      const key = name(this.#b, range)
      const same = waiting.get(key)
      if (same === undefined) waiting.set(key, [range])
      else same.push(range)
    }
    const lone: ByteRange[] = []
    for (const range of left.items) {
      const other = waiting.get(name(this.#a, range))?.shift()
      if (other === undefined) lone.push(range)
      else this.#later(element, range, other)
    }
    const others = [...waiting.values()].flat().sort((a, b) => a.from - b.from)
    // Elements without a key may be one and the same but for what is tolerated or ignored in them: those left go in order.
    const together = node.unordered === '' ? Math.min(lone.length, others.length) : 0
    lone.forEach((range, k) => {
      const other = k < together ? others[k] : undefined
      if (other === undefined) this.#report(element, 'missing', range.from, range.to, 0, 0)
      else this.#later(element, range, other)
    })
    for (const range of others.slice(together)) this.#report(element, 'extra', 0, 0, range.from, range.to)
    return [left.end, right.end]
  }

  #later(node: PathNode, a: ByteRange, b: ByteRange): void {
    if (!sameBytes(this.#a, a.from, a.to, this.#b, b.from, b.to)) this.#tasks.push({ node, a, b })
  }
}

/** What tells one element of an unordered array from another: the value at a path inside it, or all of it. */
function namer(by: string): (bytes: Buffer, range: ByteRange) => string {
  const path = by === '' ? undefined : readPath(by)
  if (path === undefined) return (bytes, { from, to }) => canonicalText(bytes, from, to)
  const picker = new Picker([path])
  return (bytes, { from, to }) => {
    picker.pick(bytes, from, to)
    const [start = -1, end = -1] = picker.ranges
    return start < 0 ? `?${utf8At(bytes, from, to)}` : canonicalText(bytes, start, end)
  }
}
